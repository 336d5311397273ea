"""What the desk writes: to the staff group (never content) and to a case's patient ("the clinic", never a staff name)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from bot.house import House
from bot.storage import cases, outbox, people, settings
from bot.storage.outbox import Lane, Outgoing
from bot.storage.posts import last_post
from dialogs.messages import Choice, Language, Prompt, Text, text
from dialogs.staff import card

GROUP = "group"
GROUP_LANGUAGE = "group-language"
STAFF_CHANNEL = "telegram"


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
) -> None:
    """Queue a post to the group, once per ``key``; with ``about`` it stands as an answer to that case's card."""
    address = group(conn)
    if address is None or not body:
        return
    prompt = Prompt(tuple(body), tuple((Choice(id, label),) for id, label in choices))
    payload = house.wording.speak(prompt, group_language(conn)).payload(0)
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
    spoken = house.wording.speak(card(case, house.now()), group_language(conn))
    message = last_post(conn, STAFF_CHANNEL, address, number, "card")
    return spoken.payload(0) | {"html": ["\n".join(spoken.html)], "timeless": True}, message


def tell(
    conn: sa.Connection,
    house: House,
    number: str,
    key: str,
    body: Sequence[Text],
    *,
    answerable: bool = False,
) -> bool:
    """Queue a message about a case to its patient, in their language. False when they have left or were forgotten."""
    content = cases.content(conn, house.keyring, number)
    contact = people.by_id(conn, house.keyring, content.contact, house.now()) if content else None
    if contact is None or contact.language is None:
        return False
    follow = Choice(f"request:{number}", text("receipt-follow"))
    reply = (Choice(f"answer:{number}", text("request-message")),) if answerable else ()
    prompt = Prompt(tuple(body), ((*reply, follow),))
    payload = house.wording.speak(prompt, contact.language).payload(0) | {"timeless": True}
    message = Outgoing(key, contact.channel, contact.address, "message", payload, Lane.NOTICE, number)
    outbox.queue(conn, house.keyring, [message], house.now())
    return True
