"""What the desk writes: to the staff group (never content), and to a case's patient as "the clinic"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from bot.house import House
from bot.ports import Drawn
from bot.storage import cases, due_dates, outbox, people, persons, settings
from bot.storage.outbox import Lane, Outgoing
from bot.storage.posts import last_post, remember
from dialogs.cards import card
from dialogs.deadlines import Left, Pause, time_left
from dialogs.messages import Choice, Language, Prompt, Text, text
from dialogs.quiet import next_ring
from dialogs.requests import RequestStatus
from dialogs.staff import Case

GROUP = "group"
GROUP_LANGUAGE = "group-language"
TOPICS = "group-topics"
"""The setting that says whether each case gets a topic of its own: on or off."""
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
    _open_topic(conn, house, address, number)
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


def draw_card(conn: sa.Connection, house: House, number: str) -> Drawn | None:
    """The card as it is now, in the group's language, and where it stands; None when there is no such case."""
    case, address = cases.find(conn, house.keyring, number), group(conn)
    if case is None or address is None:
        return None
    case = replace(case, due_at=case.due_at.astimezone(house.zone))
    spoken = house.wording.speak(card(case, left_of(conn, house, case)), group_language(conn))
    payload = spoken.payload(0) | {"html": ["\n".join(spoken.html)], "timeless": True}
    message, thread = (last_post(conn, STAFF_CHANNEL, address, number, kind) for kind in ("card", "topic"))
    return Drawn(number, payload, message, thread, topic_name(conn, house, case))


# --- Topics ---------------------------------------------------------------------------------------


def topic_name(conn: sa.Connection, house: House, case: Case) -> str:
    """What the topic of a case is called."""
    named = text("topic-name", number=case.number, kind=text(f"kind-{case.kind}"))
    return house.wording.label(named, group_language(conn))


def _open_topic(conn: sa.Connection, house: House, address: str, number: str) -> None:
    """Queue a topic for the case, once, where the group has topics."""
    if settings.get(conn, TOPICS) != "on" or last_post(conn, STAFF_CHANNEL, address, number, "card"):
        return
    case = cases.find(conn, house.keyring, number)
    if case is None or case.status.is_end:
        return
    key = f"topic:{address}:{number}"
    name = {"name": topic_name(conn, house, case)}
    row = Outgoing(key, STAFF_CHANNEL, address, "topic", name, Lane.NOTICE, number)
    outbox.queue(conn, house.keyring, [row], house.now())


def close_topic(conn: sa.Connection, house: House, number: str) -> None:
    """Queue the end of the case's topic, if it has one; call it after the card's last showing."""
    _switch_topic(conn, house, number, "topic-close")


def reopen_topic(conn: sa.Connection, house: House, number: str) -> None:
    """Queue the reopening of a topic that was closed by hand while its case goes on."""
    _switch_topic(conn, house, number, "topic-reopen")


def _switch_topic(conn: sa.Connection, house: House, number: str, kind: str) -> None:
    address = group(conn)
    if address is None or settings.get(conn, TOPICS) != "on":
        return
    key = f"{kind}:{number}:{uuid4().hex}"
    row = Outgoing(key, STAFF_CHANNEL, address, kind, {"case": number}, Lane.NOTICE, number)
    outbox.queue(conn, house.keyring, [row], house.now())


def moved_to_topic(conn: sa.Connection, house: House, number: str, thread: str) -> None:
    """Remember the case's new topic; its card is shown there."""
    address = group(conn)
    if address is not None:
        remember(conn, STAFF_CHANNEL, address, number, "topic", thread, house.now())
        show_card_anew(conn, house, number)


def has_topics(conn: sa.Connection, house: House, able: bool) -> None:
    """Write down whether each case can have a topic of its own; a change is said aloud in the group."""
    before, now = settings.get(conn, TOPICS), "on" if able else "off"
    if before == now:
        return
    settings.put(conn, TOPICS, now)
    if able or before is not None:
        post(conn, house, f"topics:{uuid4().hex}", (text("topics-on" if able else "topics-off"),))


def left_of(conn: sa.Connection, house: House, case: Case) -> Left | None:
    """How the tightest clock of an unfinished case stands now."""
    if case.status.is_end:
        return None
    paused = tuple(Pause(began, ended) for began, ended in due_dates.pauses_of(conn, case.number))
    return time_left(case.received_at, case.due_at, house.now(), house.calendar, house.zone, paused)


def clinic_writes(number: str, words: str) -> tuple[Text, ...]:
    """A staff member's words as the patient gets them: the clinic's, with no name."""
    return (text("told-clinic-writes", number=number), text("told-words", words=words))


def spoken_to(
    conn: sa.Connection, house: House, number: str, body: Sequence[Text], *, answerable: bool = False
) -> dict[str, Any] | None:
    """A message about a case in its patient's language; None when they have left or were forgotten."""
    contact = _patient(conn, house, number)
    if contact is None or contact.language is None:
        return None
    follow = Choice(f"request:{number}", text("receipt-follow"))
    reply = (Choice(f"answer:{number}", text("request-message")),) if answerable else ()
    prompt = Prompt(tuple(body), ((*reply, follow),))
    return house.wording.speak(prompt, contact.language).payload(0) | {"timeless": True}


def _patient(conn: sa.Connection, house: House, number: str) -> people.Contact | None:
    content = cases.content(conn, house.keyring, number)
    return persons.to_answer(conn, house.keyring, content.contact, house.now()) if content else None


def tell_joined(conn: sa.Connection, house: House, contact: people.Contact, channel: str) -> None:
    """Say in one messenger that it was joined from the other: whoever did not do it parts them with one tap."""
    body = (text("told-joined", platform=text(f"channel-{channel}")),)
    prompt = Prompt(body, ((Choice.of("join-no"),),))
    spoken = house.wording.speak(prompt, contact.language or Language.KAZAKH)
    payload = spoken.payload(0) | {"timeless": True}
    key = f"joined:{uuid4().hex}"
    message = Outgoing(key, contact.channel, contact.address, "message", payload, Lane.NOTICE)
    outbox.queue(conn, house.keyring, [message], house.now())


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
    contact = _patient(conn, house, number)
    payload = spoken_to(conn, house, number, body, answerable=answerable)
    if contact is None or payload is None:
        return None
    rings = next_ring(house.now(), house.zone)
    message = Outgoing(key, contact.channel, contact.address, "message", payload, Lane.NOTICE, number, rings)
    outbox.queue(conn, house.keyring, [message], house.now())
    return rings
