"""What the desk writes: to the staff group (never content), and to a case's patient as "the clinic"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from bot.house import House
from bot.storage import cases, outbox, people, settings
from bot.storage.outbox import Lane, Outgoing
from bot.storage.posts import last_post
from dialogs.cards import card
from dialogs.deadlines import Left, Pause, time_left
from dialogs.messages import Choice, Language, Prompt, Text, text
from dialogs.quiet import next_ring
from dialogs.requests import RequestStatus
from dialogs.staff import Case

GROUP = "group"
GROUP_LANGUAGE = "group-language"
STAFF_CHANNEL = "telegram"
STANDING = frozenset({RequestStatus.WAITING})
"""Statuses in which the clocks stand still."""


def group(conn: sa.Connection) -> str | None:
    """The linked staff group's chat id, or None."""
    return settings.get(conn, GROUP)


def group_language(conn: sa.Connection) -> Language:
    """The language of cards and answers in the group; Kazakh unless the staff chose another."""
    return Language(settings.get(conn, GROUP_LANGUAGE) or Language.KAZAKH)


def post(
    conn: sa.Connection,
    house: House,
    key: str,
    body: Sequence[Text],
    *,
    choices: Sequence[tuple[str, Text]] = (),
    about: str | None = None,
    kind: str = "message",
    asks_reply: bool = False,
    reply_to: str | None = None,
    quoted: Sequence[str] = (),
) -> None:
    """Queue a post to the group, once per ``key``; with ``about`` it stands as an answer to that case's card.

    ``quoted`` are paragraphs of HTML that follow the words: a text of the clinic's own, already escaped.
    """
    address = group(conn)
    if address is None or not body:
        return
    prompt = Prompt(tuple(body), tuple((Choice(id, label),) for id, label in choices))
    payload = house.wording.speak(prompt, group_language(conn)).payload(0)
    payload["html"] += quoted
    payload |= {"reply_to_case": about, "asks_reply": asks_reply, "reply_to": reply_to, "timeless": True}
    message = Outgoing(key, STAFF_CHANNEL, address, kind, payload, Lane.NOTICE, about)
    outbox.queue(conn, house.keyring, [message], house.now())


def show_card(conn: sa.Connection, house: House, number: str) -> None:
    """Queue the case's card: sent if the group has none yet, else edited. Drawn at delivery, so bursts become one."""
    address = group(conn)
    if address is None:
        return
    row = Outgoing(
        f"card:{number}:{uuid4().hex}", STAFF_CHANNEL, address, "card", {"case": number}, Lane.NOTICE, number
    )
    outbox.queue(conn, house.keyring, [row], house.now())


def show_card_anew(conn: sa.Connection, house: House, number: str) -> None:
    """Queue the card as a new message at the end of the group; the old one is no longer edited."""
    address = group(conn)
    if address is None:
        return
    payload = {"case": number, "anew": True}
    row = Outgoing(
        f"card:{number}:{uuid4().hex}", STAFF_CHANNEL, address, "card", payload, Lane.NOTICE, number
    )
    outbox.queue(conn, house.keyring, [row], house.now())


def draw_card(conn: sa.Connection, house: House, number: str) -> tuple[dict[str, Any], str | None] | None:
    """The card as it is now, in the group's language, and the message it stands in (None: in none yet)."""
    case, address = cases.find(conn, house.keyring, number), group(conn)
    if case is None or address is None:
        return None
    case = replace(case, due_at=case.due_at.astimezone(house.zone))
    spoken = house.wording.speak(card(case, left_of(conn, house, case)), group_language(conn))
    message = last_post(conn, STAFF_CHANNEL, address, number, "card")
    return spoken.payload(0) | {"html": ["\n".join(spoken.html)], "timeless": True}, message


def left_of(conn: sa.Connection, house: House, case: Case) -> Left | None:
    """How the tightest clock of an unfinished case stands now."""
    if case.status.is_end:
        return None
    paused = tuple(Pause(began, ended) for began, ended in cases.pauses_of(conn, case.number))
    return time_left(case.received_at, case.due_at, house.now(), house.calendar, house.zone, paused)


def tell(
    conn: sa.Connection,
    house: House,
    number: str,
    key: str,
    body: Sequence[Text],
    *,
    answerable: bool = False,
) -> datetime | None:
    """Queue a message about a case to its patient, in their language; gives when it goes: not in the quiet hours.

    None when the patient has left or was forgotten.
    """
    content = cases.content(conn, house.keyring, number)
    contact = people.by_id(conn, house.keyring, content.contact, house.now()) if content else None
    if contact is None or contact.language is None:
        return None
    follow = Choice(f"request:{number}", text("receipt-follow"))
    reply = (Choice(f"answer:{number}", text("request-message")),) if answerable else ()
    prompt = Prompt(tuple(body), ((*reply, follow),))
    payload = house.wording.speak(prompt, contact.language).payload(0) | {"timeless": True}
    rings = next_ring(house.now(), house.zone)
    message = Outgoing(key, contact.channel, contact.address, "message", payload, Lane.NOTICE, number, rings)
    outbox.queue(conn, house.keyring, [message], house.now())
    return rings


def document(conn: sa.Connection, house: House, key: str, name: str, of: int) -> None:
    """Queue a file for the group; like a card it is drawn at delivery, whatever its size."""
    address = group(conn)
    if address is None:
        return
    payload = {"document": name, "of": of, "html": [], "rows": []}
    row = Outgoing(key, STAFF_CHANNEL, address, "document", payload, Lane.NOTICE)
    outbox.queue(conn, house.keyring, [row], house.now())
