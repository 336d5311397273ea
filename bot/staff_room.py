"""Hears the staff group: links it, checks who acts, hands acts to the desk. One transaction an act."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

import sqlalchemy as sa

from bot import verification
from bot.desk import corrections, posts, progress
from bot.desk.acts import Desk
from bot.desk.broadcasting import Broadcasting
from bot.desk.details import details
from bot.desk.publishing import Publisher, Read, Refused, asked
from bot.desk.replies import reply
from bot.group_commands import COMMANDS
from bot.house import House
from bot.ports import (
    Anonymous,
    Commanded,
    GroupEvent,
    Ignored,
    Joined,
    Migrated,
    Pressed,
    Reaction,
    Removed,
    Rewrote,
    SentFile,
    Stranger,
    TopicClosed,
    Wrote,
)
from bot.storage import audit, cases, inbox, outbox, settings
from bot.storage.database import Database
from bot.storage.posts import post_of
from dialogs.messages import Text, text
from dialogs.policy import Edition
from dialogs.staff import Act

LINK_CODE = "link-code"
"""What the code that links a group is derived from; there is none while a group is linked."""
LINKED_BY_SETTINGS = "linked-by-settings"
"""The ADMIN_CHAT_ID that was linked last: the group may have become a supergroup with another id since."""
LONGEST_CALL = 15
"""Digits of a call's row: a made-up longer one fits into no column."""
LOST = "group-lost"
"""The linked group the bot was removed from: added there again, it is linked again."""


class Room:
    """The staff side of the shell. ``linked_by_settings`` is ADMIN_CHAT_ID, which needs no code.

    ``passed_on`` is called when an act has left something in the inbox for a patient's talk.
    """

    def __init__(
        self,
        database: Database,
        house: House,
        linked_by_settings: str | None = None,
        read_policy: Read | None = None,
        passed_on: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._house = house
        self._fixed = linked_by_settings
        self._read_policy = read_policy
        self._passed_on = passed_on

    async def open(self) -> str | None:
        """Make ready at start: link the group of the settings, or give the one-time link code to print.

        Every process gives the same one until a group is linked with it, whichever starts last.
        """
        return await self._database.write(self._open)

    def _open(self, conn: sa.Connection) -> str | None:
        if self._fixed:
            self._link_by_settings(conn, self._fixed)
            return None
        if posts.group(conn) is not None:
            return None
        return _codes(self._house, settings.put_once(conn, LINK_CODE, secrets.token_hex(16)))[0]

    def _link_by_settings(self, conn: sa.Connection, chat: str) -> None:
        linked = posts.group(conn)
        if linked is None or (linked != chat and settings.get(conn, LINKED_BY_SETTINGS) != chat):
            _link(conn, self._house, chat)
        settings.put(conn, LINKED_BY_SETTINGS, chat)

    async def hear(self, seq: int, chat: str, event: GroupEvent) -> Reaction:
        """One durable act; an empty reaction when it had been heard before. Raises ``inbox.OutOfTurn``."""
        read = await self._read(event) if isinstance(event, SentFile) else None
        reaction = await self._database.write(lambda conn: self._hear(conn, seq, chat, event, read))
        if isinstance(event, Pressed) and event.choice.startswith("edition-publish"):
            await self._house.shelf.refresh()
        if isinstance(event, Pressed) and event.choice.startswith("staff-heard"):
            self._passed_on()
        return reaction

    async def _read(self, event: SentFile) -> Edition | Refused | None:
        """The edition in a file, before the transaction: parsing takes long. None when nothing is asked for it."""
        wanted = asked(event.caption, self._house.now().astimezone(self._house.zone).date())
        if wanted is None or self._read_policy is None or not event.by.administrator:
            return None
        if event.data is None:
            return Refused(0, "policy-file-large", {"limit_kb": 1000})
        return await asyncio.to_thread(
            self._read_policy, event.name, event.data, wanted.lang, wanted.effective
        )

    def _hear(
        self,
        conn: sa.Connection,
        seq: int,
        chat: str,
        event: GroupEvent,
        read: Edition | Refused | None = None,
    ) -> Reaction:
        if not inbox.begin(conn, seq, self._house.now()):
            return Reaction()
        if isinstance(event, Ignored):
            return Reaction()
        if isinstance(event, Anonymous | Stranger):
            key = "anonymous-admin" if isinstance(event, Anonymous) else "not-staff"
            return Reaction(self._say(conn, text(key)))
        if chat != posts.group(conn):
            return self._elsewhere(conn, chat, event)
        match event:
            case Pressed(by=by, choice=choice):
                return self._pressed(Desk(conn, self._house, by), choice)
            case Wrote():
                self._wrote(conn, chat, event)
            case Rewrote():
                self._rewrote(conn, chat, event)
            case TopicClosed(thread=thread):
                self._topic_closed(conn, chat, thread)
            case Commanded():
                self._commanded(conn, event)
            case SentFile():
                Publisher(conn, self._house, event.by).received(read, event.message)
            case Migrated(to=to):
                settings.put(conn, posts.GROUP, to)
                _log(conn, self._house, "group-moved", to)
            case Removed():
                settings.put(conn, posts.GROUP, None)
                settings.put(conn, LOST, chat)
                _log(conn, self._house, "group-lost", chat)
        return Reaction()

    # --- Other groups

    def _elsewhere(self, conn: sa.Connection, chat: str, event: GroupEvent) -> Reaction:
        """A group that is not linked: it may link itself with the code, or is left."""
        pending = settings.get(conn, LINK_CODE)
        match event:
            case Joined() if chat == settings.get(conn, LOST):
                _link(conn, self._house, chat)
                return Reaction()
            case Commanded(name="/link", rest=code) if pending:
                said = code.strip().upper().encode()
                if not any(
                    secrets.compare_digest(said, one.encode()) for one in _codes(self._house, pending)
                ):
                    return Reaction(self._say(conn, text("link-wrong")))
                _link(conn, self._house, chat)
                return Reaction()
            case Joined() if pending:
                return Reaction(self._say(conn, text("link-needed")))
            case Pressed():
                return Reaction(self._say(conn, text("not-staff")))
            case Joined():
                return Reaction(self._say(conn, text("unlinked-leave")), leave=True)
        return Reaction(leave=pending is None and not isinstance(event, Removed))

    # --- Buttons

    def _pressed(self, desk: Desk, choice: str) -> Reaction:
        name, _, rest = choice.partition(":")
        if name == Act.DETAILS:
            return self._details(desk, rest)
        return Reaction(self._say(desk.conn, self._answer(desk, name, rest)))

    def _answer(self, desk: Desk, name: str, rest: str) -> Text:
        if name.startswith("edition-"):
            return Publisher(desk.conn, self._house, desk.by).press(name, rest)
        if name.startswith("broadcast-"):
            return Broadcasting(desk.conn, self._house, desk.by).press(name, rest)
        number, _, data = rest.partition(":")
        if name in set(Act):
            return desk.press(Act(name), number)
        follow: dict[str, Callable[[], Text]] = {
            "staff-outcome": lambda: desk.choose_outcome(number, data),
            "staff-field": lambda: desk.settle_field(number, data),
            "staff-no-words": lambda: desk.finish(number, data),
            "staff-ground": lambda: desk.choose_ground(number, data),
            "staff-take-over": lambda: desk.take_over(number, data),
            "staff-heard": lambda: self._heard(desk, rest),
        }
        return follow[name]() if name in follow else text("denied-unknown")

    def _heard(self, desk: Desk, call: str) -> Text:
        known = call.isascii() and call.isdigit() and len(call) <= LONGEST_CALL
        done = known and verification.heard(desk.conn, self._house, int(call), desk.by.id)
        return text("call-heard" if done else "call-late")

    def _details(self, desk: Desk, number: str) -> Reaction:
        shown = details(desk, number)
        if isinstance(shown, Text):
            return Reaction(self._say(desk.conn, shown))
        language = posts.group_language(desk.conn)
        return Reaction(
            self._say(desk.conn, text("details-shown")),
            private=self._house.wording.speak(shown, language).payload(0),
            private_failed=self._say(desk.conn, text("open-me-first")),
        )

    # --- Words

    def _wrote(self, conn: sa.Connection, chat: str, event: Wrote) -> None:
        found = self._post(conn, chat, event.answers) or self._post(conn, chat, event.thread)
        if found is None:
            if event.answers and outbox.is_settling(conn, posts.STAFF_CHANNEL, chat):
                raise inbox.OutOfTurn  # an answer that was quicker than our note of what it answers
            return
        number, kind = found
        key = relay_key(chat, event.message)
        broadcast = progress.number(number)
        if broadcast is not None:
            answer = Broadcasting(conn, self._house, event.by).reply(broadcast, kind, event.text)
        else:
            answer = reply(Desk(conn, self._house, event.by), number, kind, event.text, key)
        if answer is not None:
            posts.post(conn, self._house, f"reply:{chat}:{event.message}", (answer,), reply_to=event.message)

    def _post(self, conn: sa.Connection, chat: str, message: str | None) -> tuple[str, str] | None:
        return post_of(conn, posts.STAFF_CHANNEL, chat, message) if message else None

    def _rewrote(self, conn: sa.Connection, chat: str, event: Rewrote) -> None:
        """Words that had been relayed are changed with the patient too; anything else edited is nobody's business."""
        answer = corrections.rewrite(
            Desk(conn, self._house, event.by), relay_key(chat, event.message), event.text
        )
        if answer is not None:
            key = f"reply:{chat}:{event.message}:{secrets.token_hex(4)}"
            posts.post(conn, self._house, key, (answer,), reply_to=event.message)

    def _topic_closed(self, conn: sa.Connection, chat: str, thread: str) -> None:
        """A topic closed by hand is opened again while its case goes on."""
        found = self._post(conn, chat, thread)
        case = cases.find(conn, self._house.keyring, found[0]) if found else None
        if case is not None and not case.status.is_end:
            posts.reopen_topic(conn, self._house, case.number)

    # --- Commands

    def _commanded(self, conn: sa.Connection, event: Commanded) -> None:
        command = COMMANDS.get(event.name)
        if command is None:
            return
        answer = command(conn, self._house, event.by, event.rest.strip())
        posts.post(conn, self._house, f"command:{event.name}:{secrets.token_hex(8)}", answer)

    def _say(self, conn: sa.Connection, said: Text) -> str:
        return self._house.wording.label(said, posts.group_language(conn))


def relay_key(chat: str, message: str) -> str:
    """What a staff member's words are queued to the patient under. Message ids begin anew in a new group."""
    return f"relay:{chat}:{message}"


def _link(conn: sa.Connection, house: House, chat: str) -> None:
    settings.put(conn, posts.GROUP, chat)
    settings.put(conn, LINK_CODE, None)
    settings.put(conn, LOST, None)
    _log(conn, house, "group-linked", chat)
    posts.post(conn, house, f"linked:{chat}:{secrets.token_hex(4)}", (text("link-done"),))
    for case in cases.unfinished(conn, house.keyring):
        posts.show_card(conn, house, case.number)


def _log(conn: sa.Connection, house: House, act: str, chat: str) -> None:
    audit.append(
        conn, house.keyring, at=house.now(), actor="bot", act=act, about=None, detail={"group": chat}
    )


def _codes(house: House, seed: str) -> tuple[str, ...]:
    """The link code under every data key, newest first: the database alone does not tell it."""
    blinds = (blind.hex().upper() for blind in house.keyring.blinds("link-code", seed))
    return tuple(f"{blind[:4]}-{blind[4:8]}-{blind[8:12]}" for blind in blinds)
