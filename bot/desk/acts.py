"""What staff do to a case: each act checked by the desk's rules, written, shown on the card and told to the patient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

import sqlalchemy as sa

from bot.desk import fields, posts, rules
from bot.desk.clocks import end_pause
from bot.house import House
from bot.storage import audit, cases, timelines
from bot.storage.timelines import Entry
from dialogs.messages import Text, text
from dialogs.staff import OUTCOMES, Act, Allowed, Case, Denied, Staff, decide, grounds


@dataclass(frozen=True, slots=True)
class Desk:
    """One staff member at work in one transaction."""

    conn: sa.Connection
    house: House
    by: Staff

    # --- Buttons

    def press(self, act: Act, number: str) -> Text:
        """Do what a card's button says; the text answers the press. A denied act changes nothing."""
        case = self.case_of(number)
        if isinstance(case, Text):
            return case
        allowed = decide(case, act, self.by, two_people=rules.second_person(self.conn))
        if isinstance(allowed, Denied):
            return allowed.why
        return ACTS[act](self, case, allowed)

    def case_of(self, number: str) -> Case | Text:
        """The case, held until the transaction ends, or that there is none."""
        case = cases.find(self.conn, self.house.keyring, number, lock=True)
        return case or text("case-unknown", number=number)

    def take(self, case: Case, allowed: Allowed) -> Text:
        cases.move(self.conn, case.number, case.status, allowed.status)
        self._own(case.number)
        self.write(case, "taken")
        self.tell(case, text("told-taken", number=case.number))
        return text("toast-taken")

    def give_back(self, case: Case, allowed: Allowed) -> Text:
        self._end_pause(case)
        cases.move(self.conn, case.number, case.status, allowed.status)
        cases.set_owner(self.conn, self.house.keyring, case.number, "", "")
        self.write(case, "returned", internal=True)
        return text("toast-returned")

    def offer_hand_over(self, case: Case, _allowed: Allowed) -> Text:
        button = (f"staff-take-over:{case.number}:{case.owner}", text("staff-take-over"))
        self.post(
            text("group-hand-over", number=case.number, name=self.by.name), case, "hand-over", (button,)
        )
        return text("toast-offered")

    def take_over(self, number: str, owner: str) -> Text:
        """Take a case its owner has offered to hand over."""
        case = self.case_of(number)
        if isinstance(case, Text):
            return case
        if not owner or case.owner != owner or case.status.is_end:
            return text("denied-taken", name=case.owner_name)
        if case.owner == self.by.id:
            return text("denied-own-hand-over")
        self._own(case.number)
        self.write(case, "handed-over", internal=True)
        return text("toast-taken")

    def ask(self, case: Case, _allowed: Allowed) -> Text:
        self.post(text("group-ask", number=case.number, name=self.by.name), case, "ask", asks_reply=True)
        return text("toast-write")

    def ask_reason(self, case: Case, _allowed: Allowed) -> Text:
        self.post(text("group-wait", number=case.number, name=self.by.name), case, "wait", asks_reply=True)
        return text("toast-write")

    def resume(self, case: Case, allowed: Allowed) -> Text:
        cases.move(self.conn, case.number, case.status, allowed.status)
        self._end_pause(case)
        self.write(case, "resumed")
        return text("toast-resumed")

    def documents_seen(self, case: Case, _allowed: Allowed) -> Text:
        cases.mark(self.conn, case.number, documents_seen_by=self.by.id)
        self.write(case, "documents-seen")
        return text("toast-noted")

    def authority_checked(self, case: Case, _allowed: Allowed) -> Text:
        cases.mark(self.conn, case.number, authority_checked_by=self.by.id)
        self.write(case, "authority-checked")
        return text("toast-noted")

    def ask_outcome(self, case: Case, _allowed: Allowed) -> Text:
        if fields.several(self.conn, self.house, case.number):
            return fields.ask(self, case)
        choices = [
            (f"staff-outcome:{case.number}:{outcome}", text(f"outcome-{outcome}"))
            for outcome in OUTCOMES[case.kind]
        ]
        self.post(text("group-outcome", number=case.number, name=self.by.name), case, "choose", choices)
        return text("toast-choose")

    def ask_ground(self, case: Case, _allowed: Allowed) -> Text:
        choices = [
            (f"staff-ground:{case.number}:{ground.id}", text(f"ground-{ground.id}"))
            for ground in grounds(case.kind)
        ]
        self.post(text("group-ground", number=case.number, name=self.by.name), case, "choose", choices)
        return text("toast-choose")

    def approve(self, case: Case, allowed: Allowed) -> Text:
        proposed = self._proposed(case)
        ended = {"closed_at": self.house.now(), "unheard": False, "outcome": proposed.detail}
        cases.move(self.conn, case.number, case.status, allowed.status, **ended)
        self.write(case, "refused", proposed.detail, proposed.words)
        self._tell_refusal(case, proposed)
        posts.close_topic(self.conn, self.house, case.number)
        return text("toast-refused")

    def decline(self, case: Case, _allowed: Allowed) -> Text:
        cases.mark(self.conn, case.number, refusal_by=None)
        self.write(case, "refusal-declined", internal=True)
        self.post(text("group-refusal-declined", number=case.number, name=self.by.name), case, "message")
        return text("toast-noted")

    def _proposed(self, case: Case) -> Entry:
        story = timelines.story(self.conn, self.house.keyring, case.number, internal=True)
        return next(entry for entry in reversed(story) if entry.what == "refusal-proposed")

    # --- Choices that follow a button

    def settle_field(self, number: str, data: str) -> Text:
        """What became of one of several fields."""
        case = self.ready(number, Act.DONE)
        settled = case if isinstance(case, Text) else fields.settle(self, case, data)
        if isinstance(settled, fields.AllSettled):
            return self.choose_outcome(number, settled.outcome)
        return settled

    def choose_outcome(self, number: str, outcome: str) -> Text:
        """What was done; the words for the patient are asked next, and may be left out."""
        case = self.ready(number, Act.DONE)
        if isinstance(case, Text):
            return case
        if outcome not in OUTCOMES[case.kind]:
            return text("case-unknown", number=number)
        button = (f"staff-no-words:{number}:{outcome}", text("staff-no-words"))
        self.post(
            text("group-done-words", number=number, outcome=text(f"outcome-{outcome}"), name=self.by.name),
            case,
            f"done:{outcome}",
            (button,),
        )
        return text("toast-write")

    def choose_ground(self, number: str, ground: str) -> Text:
        """Why it is refused; words for the patient are asked next."""
        case = self.ready(number, Act.REFUSE)
        if isinstance(case, Text):
            return case
        if ground not in {known.id for known in grounds(case.kind)}:
            return text("case-unknown", number=number)
        self.post(
            text("group-refusal-words", number=number, ground=text(f"ground-{ground}"), name=self.by.name),
            case,
            f"refuse:{ground}",
            asks_reply=True,
        )
        return text("toast-write")

    def ready(self, number: str, act: Act) -> Case | Text:
        """The case if this act may be done to it now, or why not."""
        case = self.case_of(number)
        if isinstance(case, Text):
            return case
        decision = decide(case, act, self.by, two_people=rules.second_person(self.conn))
        return decision.why if isinstance(decision, Denied) else case

    def finish(self, number: str, outcome: str, words: str = "") -> Text:
        """Done: the case ends, the patient is told what was done."""
        case = self.ready(number, Act.DONE)
        if isinstance(case, Text):
            return case
        if outcome not in OUTCOMES[case.kind]:
            return text("case-unknown", number=number)
        if fields.unsettled(self.conn, self.house, number):
            return text("denied-fields")
        allowed = decide(case, Act.DONE, self.by)
        assert isinstance(allowed, Allowed)
        ended = {"closed_at": self.house.now(), "unheard": False, "outcome": f"outcome-{outcome}"}
        cases.move(self.conn, number, case.status, allowed.status, **ended)
        self.write(case, "done", f"outcome-{outcome}", words)
        said = (text("told-words", words=words),) if words else ()
        each = fields.told(self.conn, self.house, number, outcome)
        self.tell(case, text("told-done", number=number, outcome=text(f"outcome-{outcome}")), *each, *said)
        posts.close_topic(self.conn, self.house, number)
        return text("toast-done")

    # --- Writing it down

    def note_down(self, number: str, what: str, words: str) -> None:
        """Put words into the case's timeline, the log and, by its mark, onto the card."""
        case = self.case_of(number)
        assert isinstance(case, Case)
        self.write(case, what, words=words)

    def _own(self, number: str) -> None:
        cases.set_owner(self.conn, self.house.keyring, number, self.by.id, self.by.name)

    def _end_pause(self, case: Case) -> None:
        end_pause(self.conn, self.house, case.number, self.house.now())

    def write(
        self, case: Case, what: str, detail: str = "", words: str = "", *, internal: bool = False
    ) -> None:
        """One line of the timeline and of the log, and the card drawn anew."""
        entry = Entry(self.house.now(), f"staff:{self.by.id}", what, detail, words, internal)
        timelines.add_entry(self.conn, self.house.keyring, case.number, entry)
        self.audit(what, case.number, detail=detail, words=words)
        posts.show_card(self.conn, self.house, case.number)

    def audit(self, act: str, about: str, **detail: str) -> None:
        """One row of the log, by this member of staff."""
        audit.append(
            self.conn,
            self.house.keyring,
            at=self.house.now(),
            actor=f"staff:{self.by.id}",
            act=act,
            about=about,
            detail=detail,
        )

    def tell(self, case: Case, *body: Text) -> None:
        """Queue words to the case's patient, as the clinic."""
        posts.tell(self.conn, self.house, case.number, f"tell:{uuid4().hex}", body)

    def _tell_refusal(self, case: Case, proposed: Entry) -> None:
        self.tell(
            case,
            text("told-refused", number=case.number),
            text("told-ground", ground=text(proposed.detail)),
            text("told-words", words=proposed.words),
            text("told-complaint"),
        )

    def post(
        self,
        said: Text,
        case: Case,
        kind: str,
        choices: Sequence[tuple[str, Text]] = (),
        *,
        asks_reply: bool = False,
    ) -> None:
        """Queue a post about a case; ``kind`` says what a reply to it means."""
        posts.post(
            self.conn,
            self.house,
            f"{kind}:{uuid4().hex}",
            (said,),
            choices=choices,
            about=case.number,
            kind=kind,
            asks_reply=asks_reply,
        )


ACTS: dict[Act, Callable[[Desk, Case, Allowed], Text]] = {
    Act.TAKE: Desk.take,
    Act.RETURN: Desk.give_back,
    Act.HAND_OVER: Desk.offer_hand_over,
    Act.ASK: Desk.ask,
    Act.WAIT: Desk.ask_reason,
    Act.RESUME: Desk.resume,
    Act.DOCUMENTS_SEEN: Desk.documents_seen,
    Act.AUTHORITY_CHECKED: Desk.authority_checked,
    Act.DONE: Desk.ask_outcome,
    Act.REFUSE: Desk.ask_ground,
    Act.APPROVE: Desk.approve,
    Act.DECLINE: Desk.decline,
}
"""What each button does. *Details* is not here: it answers with content, to one person."""
