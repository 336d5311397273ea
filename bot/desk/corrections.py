"""A staff member edits what they wrote to a patient: the patient's message changes too, where it can."""

from __future__ import annotations

from uuid import uuid4

from bot.desk import posts
from bot.desk.acts import Desk
from bot.storage import cases, outbox
from bot.storage.outbox import Lane, Outgoing
from bot.storage.posts import sent_as
from dialogs.messages import Text, text
from dialogs.staff import Act, Denied, decide
from dialogs.values import Problem, read_words

EDITS = frozenset({"telegram"})
"""Channels on which a message that was sent can be changed."""


def rewrite(desk: Desk, key: str, typed: str) -> Text | None:
    """Change relayed words; None when nothing was relayed under ``key``. The text answers the writer."""
    waiting = outbox.waiting(desk.conn, key)
    sent = sent_as(desk.conn, key)
    number = waiting or (sent[3] if sent else None)
    if number is None:
        return None
    words = read_words(typed)
    if isinstance(words, Problem):
        return words.said
    if typed.lstrip().startswith("//"):
        return text("group-not-recalled", number=number)
    denied = _denied(desk, number)
    if denied is not None:
        return denied
    payload = posts.spoken_to(
        desk.conn, desk.house, number, posts.clinic_writes(number, words), answerable=True
    )
    if payload is None:
        return text("group-not-relayed", number=number)
    if waiting:
        outbox.replace(desk.conn, desk.house.keyring, key, payload)
    elif sent is not None and sent[0] in EDITS:
        change = payload | {"message": sent[2]}
        row = Outgoing(f"edit:{uuid4().hex}", sent[0], sent[1], "edit", change, Lane.NOTICE, number)
        outbox.queue(desk.conn, desk.house.keyring, [row], desk.house.now())
    else:
        return text("group-not-rewritten", number=number)
    desk.note_down(number, "clinic-corrected", words)
    return text("group-rewritten", number=number)


def _denied(desk: Desk, number: str) -> Text | None:
    case = cases.find(desk.conn, desk.house.keyring, number, lock=True)
    if case is None:
        return text("case-unknown", number=number)
    decision = decide(case, Act.ASK, desk.by)
    return decision.why if isinstance(decision, Denied) else None
