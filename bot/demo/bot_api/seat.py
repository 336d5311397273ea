"""One person in one chat: what they do there, and what they see."""

from collections.abc import Callable
from typing import Any, Protocol

from bot.demo.bot_api.composing import shown
from bot.demo.bot_api.files import document_json, photo_json
from bot.demo.bot_api.markup import found_by_itself
from bot.demo.bot_api.method_profile import commands_for
from bot.demo.bot_api.seen import Button, Seen, rows_of, transcript, visible
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Chat, Json, Message, Toast, User

PATIENCE = 45.0
"""Real seconds a person waits for the bot before giving up."""

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "000000050001a5f645400000000049454e44ae426082"
)
"""The smallest PNG picture."""


class Place(Protocol):
    """Where people talk; a group keeps its place when it becomes a supergroup."""

    @property
    def chat(self) -> Chat:
        """The chat as it is now."""


class Seat:
    """One person in one chat."""

    def __init__(self, world: Telegram, user: User, place: Place) -> None:
        self.world = world
        self.user = user
        self.place = place
        self.topic: int | None = None
        self._since = 0

    @property
    def id(self) -> int:
        """The person's account id."""
        return self.user.id

    @property
    def chat(self) -> Chat:
        """The chat as it is now."""
        return self.place.chat

    # -- speaking -------------------------------------------------------------------------

    async def says(
        self, text: str, *, reply_to: Seen | int | None = None, topic: int | None = None
    ) -> Message:
        """Write a text; in a private chat the first one opens the conversation."""
        entities = found_by_itself(text, [])
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        return self._post(content, reply_to, topic)

    async def replies(self, message: Seen | int, text: str) -> Message:
        """Answer one message."""
        return await self.says(text, reply_to=message)

    async def sends_voice(self, seconds: int = 4) -> Message:
        """A voice message."""
        stored = self.world.add_file(b"OggS", "voice", "voice.ogg", "audio/ogg")
        file = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": 4}
        return self._post({"voice": file | {"duration": seconds, "mime_type": "audio/ogg"}})

    async def sends_sticker(self, emoji: str = "🙂") -> Message:
        """A sticker."""
        stored = self.world.add_file(b"RIFF", "stickers", "sticker.webp", "image/webp")
        file: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "type": "regular"}
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._post({"sticker": file | size | {"emoji": emoji}})

    async def sends_photo(
        self, content: bytes = PIXEL, caption: str = "", album: str | None = None
    ) -> Message:
        """A photo, perhaps one of an album."""
        stored = self.world.add_file(content, "photos", "photo.png", "image/png")
        extra = ({"caption": caption} if caption else {}) | ({"media_group_id": album} if album else {})
        return self._post({"photo": photo_json(stored)} | extra)

    async def sends_album(self, count: int = 3, caption: str = "") -> list[Message]:
        """Several photos at once: as many updates with one media_group_id."""
        album = str(13_000_000_000 + self.world.serial())
        return [
            await self.sends_photo(caption="" if number else caption, album=album) for number in range(count)
        ]

    async def sends_document(
        self, name: str, content: bytes, mime: str = "application/octet-stream", caption: str = ""
    ) -> Message:
        """A file."""
        stored = self.world.add_file(content, "documents", name, mime)
        return self._post({"document": document_json(stored)} | ({"caption": caption} if caption else {}))

    async def sends_location(self, latitude: float = 43.238, longitude: float = 76.945) -> Message:
        """A place on the map."""
        return self._post({"location": {"latitude": latitude, "longitude": longitude}})

    async def shares_contact(self, phone: str | None = None) -> Message:
        """The own contact; ``phone`` as the app would write it, the person's own by default."""
        number = phone if phone is not None else self.user.phone
        if not number:
            raise LookupError("this person has no phone")
        return self._post({"contact": self._contact(number, self.user.id, self.user.first_name)})

    async def shares_contact_of_another(
        self, phone: str = "+77010000099", user_id: int | None = None, name: str = "—"
    ) -> Message:
        """Somebody else's contact, out of the phone book."""
        return self._post({"contact": self._contact(phone, user_id, name)})

    async def forwards_contact(self, phone: str | None = None) -> Message:
        """The own contact, but forwarded from elsewhere: proves nothing."""
        contact = self._contact(phone or self.user.phone or "", self.user.id, self.user.first_name)
        origin = {"type": "user", "sender_user": self.user.json(), "date": self.world.stamp()}
        return self._post({"contact": contact, "forward_origin": origin})

    def _contact(self, phone: str, user_id: int | None, name: str) -> Json:
        return {"phone_number": phone, "first_name": name} | ({"user_id": user_id} if user_id else {})

    # -- acting on messages ---------------------------------------------------------------

    async def edits(self, message: Seen | int, text: str) -> None:
        """Change an own text."""
        found = self._own(message)
        entities = found_by_itself(text, [])
        found.body |= {"text": text, "edit_date": self.world.stamp()} | (
            {"entities": entities} if entities else {}
        )
        self._act()
        self.world.touch(found)
        if self.world.hears(self.chat, found):
            self.world.updates.add("edited_message", found.body)

    async def deletes(self, message: Seen | int) -> None:
        """Delete a message for everyone; bots are not told."""
        found = self._message(message)
        mine = found.sender_id == self.id or self.chat.private
        if not mine and not self.chat.member(self.id).may("can_delete_messages"):
            raise PermissionError("only administrators delete what others wrote")
        found.deleted = True
        self.world.changes.tell()

    async def presses(self, what: str, *, on: Seen | int | None = None) -> str:
        """Press the newest button that says or stands for ``what`` (inline first, then the keyboard).

        ``what`` is a label, callback data, or its last dotted part. Raises LookupError when no such
        button is in sight. Returns the id of the callback query, empty for buttons that send none.
        """
        for message in reversed(self._visible()):
            if on is not None and message is not self._message(on):
                continue
            for button in (button for row in rows_of(message.body.get("reply_markup")) for button in row):
                if what in (button.text, button.value, button.choice):
                    return self._press(message, button)
        if on is None and await self.taps(what):
            return ""
        raise LookupError(f"no button {what!r} in sight")

    async def taps(self, label: str) -> bool:
        """Press a button of the keyboard under the input field; False when it has none with this label."""
        found = next((button for row in self.keyboard for button in row if button.text == label), None)
        if found is not None:
            await self._press_reply(found)
        return found is not None

    def _press(self, message: Message, button: Button) -> str:
        self._act()
        if button.does != "callback_data":
            return ""
        return self.world.press(self.user, message, button.value).id

    async def presses_data(self, message_id: int, data: str, *, ephemeral: bool = False) -> str:
        """Press by message id and callback data, also when the message no longer carries that button."""
        kept = self.chat.ephemerals if ephemeral else self.chat.messages
        self._act()
        return self.world.press(self.user, kept[message_id], data).id

    async def _press_reply(self, button: Button) -> Message:
        if self.chat.keyboards.get(self.id, {}).get("one_time_keyboard"):
            del self.chat.keyboards[self.id]
        if button.does == "request_contact":
            return await self.shares_contact()
        if button.does == "request_location":
            return await self.sends_location()
        return await self.says(button.text)

    # -- seeing ---------------------------------------------------------------------------

    @property
    def sees(self) -> list[Seen]:
        """The chat as this person sees it, newest last."""
        return transcript(self.world, self.chat, self.id)

    @property
    def keyboard(self) -> tuple[tuple[Button, ...], ...]:
        """The reply keyboard under the input field, empty without one."""
        return rows_of(self.chat.keyboards.get(self.id), "keyboard")

    @property
    def toasts(self) -> list[Toast]:
        """What presses were answered with, oldest first."""
        return [
            toast for toast in self.world.toasts if toast.user_id == self.id and toast.chat_id == self.chat.id
        ]

    async def waits_for(self, met: Callable[[Seen], Any], timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """The newest message for which ``met`` holds, as soon as there is one.

        Raises TimeoutError after ``timeout`` real seconds, with the last thing the person saw.
        """

        def found() -> Seen | None:
            return next((one for one in reversed(self.sees) if met(one)), None)

        if not await self.world.changes.until(lambda: found() is not None, timeout):
            last = [(one.text[:80], one.choices) for one in self.sees[-2:]]
            refused = self.world.last_refusal
            raise TimeoutError(
                f"{self.user.first_name} waited in vain; saw last: {last}; last refusal: {refused}"
            )
        message = found()
        assert message is not None
        return message

    async def hears(self, what: str = "", timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """The bot's newest message, new or edited since this person last did something.

        With ``what``: one that has this in its text, labels or choices.
        """

        def met(one: Seen) -> bool:
            new = one.from_bot and one.touched > self._since
            return new and (what in one.text or what in one.labels or what in one.choices)

        return await self.waits_for(met, timeout)

    # -- inside ---------------------------------------------------------------------------

    def _act(self) -> None:
        self._since = self.world.changes.version

    def _visible(self) -> list[Message]:
        return [one for one in self.chat.order if visible(self.world, self.chat, one, self.id)]

    def _message(self, message: Seen | int) -> Message:
        if isinstance(message, int):
            return self.chat.messages[message]
        if message.ephemeral_id:
            return self.chat.ephemerals[message.ephemeral_id]
        return self.chat.messages[message.message_id]

    def _own(self, message: Seen | int) -> Message:
        found = self._message(message)
        if found.sender_id != self.id:
            raise PermissionError("people edit only what they wrote")
        return found

    def _check(self) -> None:
        if self.chat.private:
            if self.user.blocked:
                raise PermissionError("unblock the bot first")
            self.user.started = True
        elif not self.chat.member(self.id).present:
            raise PermissionError("not in this group")

    def _post(self, content: Json, reply_to: Seen | int | None = None, topic: int | None = None) -> Message:
        self._check()
        self._act()
        member = self.chat.member(self.id)
        answered = self._message(reply_to) if reply_to is not None else None
        if answered and not answered.ephemeral_id:
            content = content | {"reply_to_message": shown(answered)}
            topic = topic or answered.topic_id
        topic = topic or (self.topic if self.chat.is_forum else None)
        receiver = self.world.bot if self._unseen(content) else None
        anonymous = member.leads and member.anonymous
        message = self.world.post(
            self.chat, self.user, content, receiver=receiver, anonymous=anonymous, topic=topic
        )
        if self.world.hears(self.chat, message):
            self.world.updates.add("message", message.body)
        return message

    def _unseen(self, content: Json) -> bool:
        """Whether this is a command that only the bot gets to see."""
        word = str(content.get("text", "")).split(" ")[0].partition("@")[0].removeprefix("/")
        if self.chat.private or not content.get("text", "").startswith("/"):
            return False
        leads = self.chat.member(self.id).leads
        commands = commands_for(self.world, self.chat.type, self.user.language_code or "", leads=leads)
        return any(one["command"] == word and one.get("is_ephemeral") for one in commands)
