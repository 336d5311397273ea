"""The card of a case as the staff group sees it: no content, a masked phone, the time left, the acts it offers."""

from __future__ import annotations

from dialogs.deadlines import Colour, Left
from dialogs.messages import Choice, Prompt, Rows, Text, rows, text
from dialogs.requests import RequestKind, RequestStatus, Whom
from dialogs.staff import WHEN, Act, Case


def card(case: Case, left: Left | None) -> Prompt:
    """The card of a case: no content, a masked phone, the acts that its status allows.

    ``left`` tells how its tightest clock stands; a case that has ended needs none.
    """
    status = text(f"status-{case.status.value.replace('_', '-')}")
    kind = text(f"kind-{case.kind}")
    body = (
        text("card-title", number=case.number, kind=kind),
        *((text("card-purpose", purpose=text(f"purpose-{case.purpose}")),) if case.purpose else ()),
        text("card-whom", whom=text(f"card-whom-{case.whom}")),
        _phone_line(case),
        text(
            "card-language",
            language=text(f"language-name-{case.language}"),
            channel=text(f"channel-{case.channel}"),
        ),
        text("card-status", status=status)
        if not case.owner
        else text("card-owner", status=status, name=case.owner_name),
        _due_line(case, left),
        *_marks(case),
    )
    return Prompt(body, buttons(case))


def _phone_line(case: Case) -> Text:
    if not case.phone or case.proof is None:
        return text("card-no-phone")
    return text("card-phone", phone=case.phone, method=text(f"proof-{case.proof}"))


def _due_line(case: Case, left: Left | None) -> Text:
    due = case.due_at.date()
    if case.status.is_end or left is None:
        return text("card-received", at=case.received_at)
    if case.status is RequestStatus.WAITING:
        return text("card-paused", due=due)
    if left.colour is Colour.OVERDUE:
        return text("card-overdue", due=due)
    return text(f"card-due-{left.colour}", due=due, days=left.days)


def _marks(case: Case) -> tuple[Text, ...]:
    marks = {
        "card-unheard": case.unheard,
        "card-undelivered": case.undelivered,
        "card-documents-seen": case.documents_seen,
        "card-authority-checked": case.authority_checked,
        "card-refusal-pending": bool(case.refusal_by),
    }
    return tuple(
        text(key)
        for key, set_ in marks.items()
        if set_ and not (case.status.is_end and key == "card-unheard")
    )


def buttons(case: Case) -> Rows:
    """The acts a card offers: those that make sense at its status; who may press is checked at the press."""
    if case.refusal_by and not case.status.is_end:
        wanted: tuple[tuple[Act, ...], ...] = ((Act.APPROVE, Act.DECLINE), (Act.DETAILS,))
    else:
        wanted = (
            (Act.TAKE, Act.DETAILS),
            (Act.ASK, Act.WAIT, Act.RESUME),
            (
                *(
                    (Act.DOCUMENTS_SEEN,)
                    if case.kind is RequestKind.RECTIFY and not case.documents_seen
                    else ()
                ),
                *(
                    (Act.AUTHORITY_CHECKED,)
                    if case.whom is not Whom.SELF and not case.authority_checked
                    else ()
                ),
            ),
            (Act.DONE, Act.REFUSE),
            (Act.HAND_OVER, Act.RETURN),
        )
    return rows(*([_button(act, case) for act in line if case.status in WHEN[act]] for line in wanted))


def _button(act: Act, case: Case) -> Choice:
    return Choice(f"{act}:{case.number}", text(act.value))
