"""Words that staff write under a case's posts: a note, words for the patient, or what the post asked for."""

from __future__ import annotations

from uuid import uuid4

from bot.desk import posts, rules
from bot.desk.acts import Desk
from bot.storage import cases, due_dates
from dialogs.messages import Text, text
from dialogs.staff import Act, Allowed, Case, Denied, decide
from dialogs.values import Problem, read_words


def reply(desk: Desk, number: str, kind: str, typed: str, key: str) -> Text | None:
    """Words written under a case: a note, words for the patient, or what the post asked for. Answers the writer.

    ``key`` names the stored message, so that a repeated one is told once.
    """
    case = desk.case_of(number)
    if isinstance(case, Text):
        return case
    if typed.lstrip().startswith("//"):
        return _note(desk, case, typed.lstrip().removeprefix("//").strip())
    words = read_words(typed)
    if isinstance(words, Problem):
        return words.said
    act, _, detail = kind.partition(":")
    match act:
        case "done":
            return desk.finish(number, detail, words)
        case "refuse":
            return _propose_refusal(desk, number, detail, words)
        case "wait":
            return _wait(desk, number, words)
    return _relay(desk, case, words, key)


def _note(desk: Desk, case: Case, words: str) -> Text:
    desk.write(case, "note", words=words, internal=True)
    return text("group-noted", number=case.number)


def _relay(desk: Desk, case: Case, words: str, key: str) -> Text:
    decision = decide(case, Act.ASK, desk.by)
    if isinstance(decision, Denied):
        return decision.why
    desk.write(case, "clinic-wrote", words=words)
    cases.mark(desk.conn, case.number, unheard=False)
    body = posts.clinic_writes(case.number, words)
    goes = posts.tell(desk.conn, desk.house, case.number, key, body, answerable=True)
    if goes is None:
        return text("group-not-relayed", number=case.number)
    if goes > desk.house.now():
        return text("group-relayed-later", number=case.number, at=goes)
    return text("group-relayed", number=case.number)


def _wait(desk: Desk, number: str, words: str) -> Text:
    case = desk.ready(number, Act.WAIT)
    if isinstance(case, Text):
        return case
    allowed = decide(case, Act.WAIT, desk.by)
    assert isinstance(allowed, Allowed)
    cases.move(desk.conn, number, case.status, allowed.status, unheard=False)
    due_dates.begin_pause(desk.conn, number, desk.house.now())
    desk.write(case, "waiting", words=words)
    told = (text("told-waiting", number=number), text("told-words", words=words))
    posts.tell(desk.conn, desk.house, number, f"tell:{uuid4().hex}", told, answerable=True)
    return text("group-waiting", number=number)


def _propose_refusal(desk: Desk, number: str, ground: str, words: str) -> Text:
    case = desk.ready(number, Act.REFUSE)
    if isinstance(case, Text):
        return case
    desk.write(case, "refusal-proposed", f"ground-{ground}", words, internal=True)
    cases.mark(desk.conn, number, refusal_by=desk.by.id)
    if not rules.second_person(desk.conn):
        desk.audit("refusal-without-second-person", number)
        return desk.press(Act.APPROVE, number)
    desk.post(
        text("group-refusal-proposed", number=number, name=desk.by.name, ground=text(f"ground-{ground}")),
        case,
        "message",
    )
    return text("group-refusal-waits", number=number)
