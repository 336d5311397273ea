"""Hears the staff group: links it, checks who acts, hands acts to the desk. One transaction an act."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

import sqlalchemy as sa

from bot import verification
from bot.case_numbers import read_number
from bot.desk import posts
from bot.desk.acts import Desk
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
from dialogs.messages import Arg, Language, Text, text
from dialogs.staff import Act, Case, Staff

LINK_CODE = "link-code"
QUEUE_LINES = 25


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
            if posts.group(conn) != self._fixed:
                _link(conn, self._house, self._fixed)
            return None
        if posts.group(conn) is not None:
            return None
        code = "-".join(secrets.token_hex(2).upper() for _ in range(3))
        settings.put(conn, LINK_CODE, _fingerprint(code))
        return code

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
        return Reaction()

    # --- Other groups

    def _elsewhere(self, conn: sa.Connection, chat: str, event: GroupEvent) -> Reaction:
        """A group that is not linked: it may link itself with the code, or is left."""
        pending = settings.get(conn, LINK_CODE)
        match event:
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
        known = call.isascii() and call.isdigit()
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
        answer = COMMANDS.get(event.name)
        if answer is not None:
            key = f"command:{event.name}:{secrets.token_hex(8)}"
            posts.post(conn, self._house, key, answer(self, conn, event.by, event.rest.strip()))

    def queue(self, conn: sa.Connection, _by: Staff, _rest: str) -> tuple[Text, ...]:
        """What is unfinished, the most pressing first."""
        waiting = cases.unfinished(conn, self._house.keyring)
        if not waiting:
            return (text("queue-empty"),)
        lines = tuple(_queue_line(case) for case in waiting[:QUEUE_LINES])
        return (text("queue-title", count=len(waiting)), *lines)

    def case(self, conn: sa.Connection, _by: Staff, rest: str) -> tuple[Text, ...]:
        """Show one case's card anew."""
        number = read_number(rest)
        case = cases.find(conn, self._house.keyring, number) if number else None
        if case is None:
            return (text("case-usage"),)
        posts.show_card_anew(conn, self._house, case.number)
        return ()

    def help(self, _conn: sa.Connection, _by: Staff, _rest: str) -> tuple[Text, ...]:
        """What staff can do here."""
        return (text("staff-help"),)

    def language(self, conn: sa.Connection, _by: Staff, rest: str) -> tuple[Text, ...]:
        """Choose the language of the group."""
        if rest not in set(Language):
            return (text("language-usage"),)
        settings.put(conn, posts.GROUP_LANGUAGE, rest)
        return (text("group-language-set"),)

    def _say(self, conn: sa.Connection, said: Text) -> str:
        return self._house.wording.label(said, posts.group_language(conn))


COMMANDS: dict[str, Callable[[Room, sa.Connection, Staff, str], tuple[Text, ...]]] = {
    "/queue": Room.queue,
    "/case": Room.case,
    "/help": Room.help,
    "/start": Room.help,
    "/language": Room.language,
}
"""What may be typed in the group; anything else is for people, not for the bot."""


def _queue_line(case: Case) -> Text:
    told: dict[str, Arg] = {
        "number": case.number,
        "kind": text(f"kind-{case.kind}"),
        "status": text(f"status-{case.status.value.replace('_', '-')}"),
        "due": case.due_at.date(),
    }
    return (
        text("queue-line-owner", name=case.owner_name, **told) if case.owner else text("queue-line", **told)
    )


def _link(conn: sa.Connection, house: House, chat: str) -> None:
    settings.put(conn, posts.GROUP, chat)
    settings.put(conn, LINK_CODE, None)
    posts.post(conn, house, f"linked:{chat}:{secrets.token_hex(4)}", (text("link-done"),))
    for case in cases.unfinished(conn, house.keyring):
        posts.show_card(conn, house, case.number)


def _fingerprint(code: str) -> str:
    return hashlib.sha256(f"qupia link {code}".encode()).hexdigest()
