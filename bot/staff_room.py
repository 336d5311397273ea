"""Hears the staff group: links it, checks who acts, hands acts to the desk. One transaction an act."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

import sqlalchemy as sa

from bot import verification
from bot.desk import posts
from bot.desk.acts import Desk
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
    Stranger,
    Wrote,
)
from bot.storage import cases, inbox, settings
from bot.storage.database import Database
from bot.storage.posts import post_of
from dialogs.messages import Text, text
from dialogs.staff import Act

LINK_CODE = "link-code"
LINKED_BY_SETTINGS = "linked-by-settings"
"""The ADMIN_CHAT_ID that was linked last: the group may have become a supergroup with another id since."""
LONGEST_CALL = 15
"""Digits of a call's row: a made-up longer one fits into no column."""
LOST = "group-lost"
"""The linked group the bot was removed from: added there again, it is linked again."""


class Room:
    """The staff side of the shell. ``linked_by_settings`` is ADMIN_CHAT_ID, which needs no code."""

    def __init__(self, database: Database, house: House, linked_by_settings: str | None = None) -> None:
        self._database = database
        self._house = house
        self._fixed = linked_by_settings

    async def open(self) -> str | None:
        """Make ready at start: link the group of the settings, or give a fresh one-time link code to print."""
        return await self._database.write(self._open)

    def _open(self, conn: sa.Connection) -> str | None:
        if self._fixed:
            self._link_by_settings(conn, self._fixed)
            return None
        if posts.group(conn) is not None:
            return None
        code = "-".join(secrets.token_hex(2).upper() for _ in range(3))
        settings.put(conn, LINK_CODE, _fingerprint(code))
        return code

    def _link_by_settings(self, conn: sa.Connection, chat: str) -> None:
        linked = posts.group(conn)
        if linked is None or (linked != chat and settings.get(conn, LINKED_BY_SETTINGS) != chat):
            _link(conn, self._house, chat)
        settings.put(conn, LINKED_BY_SETTINGS, chat)

    async def hear(self, seq: int, chat: str, event: GroupEvent) -> Reaction:
        """One durable act; an empty reaction when it had been heard before. Raises ``inbox.OutOfTurn``."""
        return await self._database.write(lambda conn: self._hear(conn, seq, chat, event))

    def _hear(self, conn: sa.Connection, seq: int, chat: str, event: GroupEvent) -> Reaction:
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
            case Commanded():
                self._commanded(conn, event)
            case Migrated(to=to):
                settings.put(conn, posts.GROUP, to)
            case Removed():
                settings.put(conn, posts.GROUP, None)
                settings.put(conn, LOST, chat)
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
                if not secrets.compare_digest(pending, _fingerprint(code.strip().upper())):
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
        number, _, data = rest.partition(":")
        if name in set(Act):
            return desk.press(Act(name), number)
        follow: dict[str, Callable[[], Text]] = {
            "staff-outcome": lambda: desk.choose_outcome(number, data),
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
        shown = desk.details(number)
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
        found = post_of(conn, posts.STAFF_CHANNEL, chat, event.answers) if event.answers else None
        if found is None:
            return
        number, kind = found
        answer = Desk(conn, self._house, event.by).reply(number, kind, event.text, f"relay:{event.message}")
        if answer is not None:
            posts.post(conn, self._house, f"reply:{event.message}", (answer,), reply_to=event.message)

    # --- Commands

    def _commanded(self, conn: sa.Connection, event: Commanded) -> None:
        command = COMMANDS.get(event.name)
        if command is None:
            return
        answer = command(conn, self._house, event.by, event.rest.strip())
        posts.post(conn, self._house, f"command:{event.name}:{secrets.token_hex(8)}", answer)

    def _say(self, conn: sa.Connection, said: Text) -> str:
        return self._house.wording.label(said, posts.group_language(conn))


def _link(conn: sa.Connection, house: House, chat: str) -> None:
    settings.put(conn, posts.GROUP, chat)
    settings.put(conn, LINK_CODE, None)
    settings.put(conn, LOST, None)
    posts.post(conn, house, f"linked:{chat}:{secrets.token_hex(4)}", (text("link-done"),))
    for case in cases.unfinished(conn, house.keyring):
        posts.show_card(conn, house, case.number)


def _fingerprint(code: str) -> str:
    return hashlib.sha256(f"qupia link {code}".encode()).hexdigest()
