"""The people of the emulated WhatsApp: what each does in their chat with the clinic, and what they see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.demo.cloud_api.refusals import Refused
from bot.demo.cloud_api.seen import Button, Seen, transcript
from bot.demo.cloud_api.whatsapp import WhatsApp
from bot.demo.cloud_api.world import Account, Chat, Json, Message

PATIENCE = 45.0
"""Real seconds a person waits for the clinic before giving up."""


class Patient:
    """Somebody with WhatsApp, in their chat with the clinic."""

    def __init__(self, world: WhatsApp, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        self._since = 0

    @property
    def account(self) -> Account:
        """The account as it is now."""
        return self.chat.account

    @property
    def id(self) -> str:
        """The business-scoped id."""
        return self.account.user_id

    # -- speaking -------------------------------------------------------------------------

    async def says(self, text: str, *, reply_to: Seen | str | None = None) -> Message:
        """Write a text; it opens the 24-hour window."""
        return self._say("text", {"body": text}, reply_to)

    async def starts(self, payload: str = "") -> Message:
        """Write the first words; WhatsApp has no Start button."""
        return await self.says(f"/start {payload}".strip())

    async def replies(self, message: Seen | str, text: str) -> Message:
        """Answer one message."""
        return await self.says(text, reply_to=message)

    async def sends_voice(self) -> Message:
        """A voice message."""
        return self._say("audio", self._media("audio/ogg; codecs=opus") | {"voice": True})

    async def sends_sticker(self) -> Message:
        """A sticker."""
        return self._say("sticker", self._media("image/webp") | {"animated": False})

    async def sends_photo(self, caption: str = "") -> Message:
        """A photo."""
        return self._say("image", self._media("image/jpeg") | ({"caption": caption} if caption else {}))

    async def sends_album(self, count: int = 3) -> list[Message]:
        """Several photos: on WhatsApp as many messages."""
        return [await self.sends_photo() for _ in range(count)]

    async def sends_document(self, name: str = "scan.pdf", caption: str = "") -> Message:
        """A file."""
        words = {"caption": caption} if caption else {}
        return self._say("document", self._media("application/pdf") | {"filename": name} | words)

    async def sends_location(self, latitude: float = 43.238, longitude: float = 76.945) -> Message:
        """A place on the map."""
        return self._say("location", {"latitude": latitude, "longitude": longitude})

    async def sends_poll(self) -> Message:
        """Something the Cloud API does not pass on."""
        problem = Refused(131051, "Message type is currently not supported.").in_webhook()
        return self._say("unsupported", {"type": "poll"}, errors=[problem])

    async def reacts(self, message: Seen | str, emoji: str = "👍") -> None:
        """Put an emoji on a message."""
        self._tell_about("reaction", {"message_id": self._id(message), "emoji": emoji})

    async def shares_contact(self, phone: str | None = None) -> Message:
        """Press the clinic's newest contact request. Raises LookupError when there is none in sight."""
        asked = next((one for one in reversed(self.sees) if one.kind == "request_contact_info"), None)
        if asked is None:
            raise LookupError("the clinic has not asked for the contact")
        self.account.shared = True
        card = self._card(phone or self.account.phone, self.account.name, "contact_request")
        return self._say("contacts", [card], asked.message_id)

    async def shares_contact_of_another(self, phone: str = "77010000099", name: str = "—") -> Message:
        """Somebody's contact card out of the phone book; one's own can be sent so too, and proves nothing."""
        return self._say("contacts", [self._card(phone, name, "other") | {"vcard": "BEGIN:VCARD"}])

    def _card(self, phone: str, name: str, origin: str) -> Json:
        digits = phone.lstrip("+")
        numbers = [{"phone": f"+{digits}", "wa_id": digits, "type": "MOBILE"}]
        return {"name": {"formatted_name": name, "first_name": name}, "phones": numbers, "origin": origin}

    def _media(self, mime: str) -> Json:
        return {"mime_type": mime, "sha256": "c2hhMjU2", "id": "1500000000000001"}

    # -- acting on messages ---------------------------------------------------------------

    async def edits(self, message: Seen | str, text: str) -> None:
        """Change an own text."""
        found = self._own(message)
        found.content, found.edited = {"body": text}, True
        inner = {"type": "text", "text": {"body": text}, "context": {"id": "M0"}}
        self._tell_about("edit", {"original_message_id": found.id, "message": inner})

    async def deletes(self, message: Seen | str) -> None:
        """Delete an own message for everybody."""
        found = self._own(message)
        found.deleted = True
        self._tell_about("revoke", {"original_message_id": found.id})

    async def presses(self, what: str, *, on: Seen | str | None = None) -> Message:
        """Press the newest button or list row that says or stands for ``what``.

        ``what`` is a label, an id, or an id without its turn. Raises LookupError when there is none in sight.
        """
        wanted = self._id(on) if on is not None else None
        for message in reversed(self.sees):
            if wanted not in (None, message.message_id):
                continue
            for button in message.buttons:
                if what in (button.text, button.description, button.value, button.choice) and what:
                    return await self._press(message, button)
        raise LookupError(f"no button {what!r} in sight")

    async def presses_data(self, message_id: str, data: str, title: str = "…") -> Message:
        """Press by message and id, also what the message no longer carries."""
        return self._reply("button_reply", data, title, message_id)

    async def _press(self, message: Seen, button: Button) -> Message:
        if button.does == "request_contact_info":
            return await self.shares_contact()
        if button.does == "template":
            return self._say("button", {"payload": button.value, "text": button.text}, message.message_id)
        more = {"description": button.description} if button.description else {}
        return self._reply(button.does, button.value, button.text, message.message_id, **more)

    def _reply(self, kind: str, id: str, title: str, message_id: str, **more: str) -> Message:
        content = {"type": kind, kind: {"id": id, "title": title, **more}}
        return self._say("interactive", content, message_id)

    # -- changing -------------------------------------------------------------------------

    async def blocks(self) -> None:
        """Block the clinic; businesses are not told, messages to such a person fail."""
        self.account.blocked = True

    async def unblocks(self) -> None:
        """Unblock the clinic."""
        self.account.blocked = False

    async def goes_offline(self, offline: bool = True) -> None:
        """What is sent meanwhile is delivered when they are back."""
        self.account.offline = offline
        if not offline:
            for message in self.chat.messages:
                if message.status == "sent":
                    self.world.status(self.account, message, "delivered")

    async def looks(self) -> None:
        """Open the chat: what was delivered is read."""
        self.world.read_all(self.chat)

    async def changes_number(self, phone: str) -> None:
        """Move the account to another number: the business-scoped id changes with it."""
        account, old = self.account, (self.account.phone, self.account.user_id)
        account.phone, account.user_id = phone, f"KZ.{int(old[1].partition('.')[2]) + 5_000_000}"
        self.world.chats[account.user_id] = self.world.chats.pop(old[1])
        body = f"User {account.name} changed from {old[0]} to {phone}"
        system = {
            "body": body,
            "wa_id": phone,
            "user_id": account.user_id,
            "type": "user_changed_number",
        }
        told = {
            "from": old[0],
            "id": self.world.new_id(account),
            "timestamp": self.world.stamp(),
            "type": "system",
        }
        self.world.tell("messages", {"messages": [{**told, "system": system}]})
        update = {
            "wa_id": phone,
            "detail": "User id has been updated.",
            "user_id": {"previous": old[1], "current": account.user_id},
            "timestamp": self.world.stamp(),
        }
        self.world.tell("user_id_update", {"contacts": [account.contact()], "user_id_update": [update]})

    async def stops_messages(self) -> None:
        """Stop the clinic's messages in WhatsApp's own settings."""
        given = {
            "user_id": self.account.user_id,
            "detail": "User requested to stop marketing messages",
            "category": "marketing_messages",
            "value": "stop",
            "timestamp": int(self.world.clock.now().timestamp()),
        }
        self.world.tell(
            "user_preferences", {"contacts": [self.account.contact()], "user_preferences": [given]}
        )

    # -- seeing ---------------------------------------------------------------------------

    @property
    def sees(self) -> list[Seen]:
        """The chat as this person sees it, newest last."""
        return transcript(self.chat)

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
                f"{self.account.name} waited in vain; saw last: {last}; last refusal: {refused}"
            )
        message = found()
        assert message is not None
        return message

    async def hears(self, what: str = "", timeout: float = PATIENCE) -> Seen:  # noqa: ASYNC109
        """The clinic's newest message since this person last did something; ``what`` has to be in it."""

        def met(one: Seen) -> bool:
            new = one.from_bot and one.touched > self._since
            return new and (what in one.text or what in one.labels or what in one.choices)

        return await self.waits_for(met, timeout)

    # -- inside ---------------------------------------------------------------------------

    def _say(self, kind: str, content: Any, context: Seen | str | None = None, **more: Any) -> Message:
        self._since = self.world.changes.version
        return self.world.say(
            self.chat, kind, content, self._id(context) if context is not None else None, **more
        )

    def _tell_about(self, kind: str, content: Json) -> None:
        """Something done to a message rather than a message."""
        self._since = self.world.changes.version
        account = self.account
        account.last_word = self.world.clock.now()
        told = {
            "id": self.world.new_id(account),
            "timestamp": self.world.stamp(),
            "type": kind,
            kind: content,
        }
        self.world.tell(
            "messages", {"contacts": [account.contact()], "messages": [{**account.sender(), **told}]}
        )

    def _id(self, message: Seen | str) -> str:
        return message if isinstance(message, str) else message.message_id

    def _own(self, message: Seen | str) -> Message:
        found = self.chat.find(self._id(message))
        if found.from_clinic:
            raise PermissionError("people change only what they wrote")
        return found
