"""What staff do to a case: each act checked by the desk's rules, written, shown on the card and told to the patient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

import sqlalchemy as sa

from bot.desk import fields, posts, rules
from bot.desk.clocks import end_pause
from bot.house import House
from bot.storage import audit, cases, due_dates, timelines
from bot.storage.timelines import Entry
from dialogs.flows.review import lines
from dialogs.messages import Prompt, Text, text
from dialogs.phones import shown
from dialogs.staff import OUTCOMES, Act, Allowed, Case, Denied, Staff, decide, grounds
from dialogs.values import Problem, read_words


@dataclass(frozen=True, slots=True)
class Desk:
    """One staff member at work in one transaction."""

    conn: sa.Connection
    house: House
    by: Staff

    # --- Buttons

    def press(self, act: Act, number: str) -> Text:
        """Do what a card's button says; the text answers the press. A denied act changes nothing."""
        case = self._case(number)
        if isinstance(case, Text):
            return case
        allowed = decide(case, act, self.by, two_people=rules.second_person(self.conn))
        if isinstance(allowed, Denied):
            return allowed.why
        return ACTS[act](self, case, allowed)

    def _case(self, number: str) -> Case | Text:
        case = cases.find(self.conn, self.house.keyring, number, lock=True)
        return case or text("case-unknown", number=number)

    def take(self, case: Case, allowed: Allowed) -> Text:
        cases.move(self.conn, case.number, case.status, allowed.status)
        self._own(case.number)
        self._write(case, "taken")
        self._tell(case, text("told-taken", number=case.number))
        return text("toast-taken")

    def give_back(self, case: Case, allowed: Allowed) -> Text:
        self._end_pause(case)
        cases.move(self.conn, case.number, case.status, allowed.status)
        cases.set_owner(self.conn, self.house.keyring, case.number, "", "")
        self._write(case, "returned", internal=True)
        return text("toast-returned")

    def offer_hand_over(self, case: Case, _allowed: Allowed) -> Text:
        button = (f"staff-take-over:{case.number}:{case.owner}", text("staff-take-over"))
        self.post(
            text("group-hand-over", number=case.number, name=self.by.name), case, "hand-over", (button,)
        )
        return text("toast-offered")

    def take_over(self, number: str, owner: str) -> Text:
        """Take a case its owner has offered to hand over."""
        case = self._case(number)
        if isinstance(case, Text):
            return case
        if not owner or case.owner != owner or case.status.is_end:
            return text("denied-taken", name=case.owner_name)
        if case.owner == self.by.id:
            return text("denied-own-hand-over")
        self._own(case.number)
        self._write(case, "handed-over", internal=True)
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
        self._write(case, "resumed")
        return text("toast-resumed")

    def documents_seen(self, case: Case, _allowed: Allowed) -> Text:
        cases.mark(self.conn, case.number, documents_seen_by=self.by.id)
        self._write(case, "documents-seen")
        return text("toast-noted")

    def authority_checked(self, case: Case, _allowed: Allowed) -> Text:
        cases.mark(self.conn, case.number, authority_checked_by=self.by.id)
        self._write(case, "authority-checked")
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
        self._write(case, "refused", proposed.detail, proposed.words)
        self._tell_refusal(case, proposed)
        posts.close_topic(self.conn, self.house, case.number)
        return text("toast-refused")

    def decline(self, case: Case, _allowed: Allowed) -> Text:
        cases.mark(self.conn, case.number, refusal_by=None)
        self._write(case, "refusal-declined", internal=True)
        self.post(text("group-refusal-declined", number=case.number, name=self.by.name), case, "message")
        return text("toast-noted")

    def _proposed(self, case: Case) -> Entry:
        story = timelines.story(self.conn, self.house.keyring, case.number, internal=True)
        return next(entry for entry in reversed(story) if entry.what == "refusal-proposed")

    # --- Choices that follow a button

    def settle_field(self, number: str, data: str) -> Text:
        """What became of one of several fields."""
        case = self._ready(number, Act.DONE)
        settled = case if isinstance(case, Text) else fields.settle(self, case, data)
        if isinstance(settled, fields.AllSettled):
            return self.choose_outcome(number, settled.outcome)
        return settled

    def choose_outcome(self, number: str, outcome: str) -> Text:
        """What was done; the words for the patient are asked next, and may be left out."""
        case = self._ready(number, Act.DONE)
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
        case = self._ready(number, Act.REFUSE)
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

    def _ready(self, number: str, act: Act) -> Case | Text:
        case = self._case(number)
        if isinstance(case, Text):
            return case
        decision = decide(case, act, self.by, two_people=rules.second_person(self.conn))
        return decision.why if isinstance(decision, Denied) else case

    def finish(self, number: str, outcome: str, words: str = "") -> Text:
        """Done: the case ends, the patient is told what was done."""
        case = self._ready(number, Act.DONE)
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
        self._write(case, "done", f"outcome-{outcome}", words)
        said = (text("told-words", words=words),) if words else ()
        each = fields.told(self.conn, self.house, number, outcome)
        self._tell(case, text("told-done", number=number, outcome=text(f"outcome-{outcome}")), *each, *said)
        posts.close_topic(self.conn, self.house, number)
        return text("toast-done")

    # --- Replies to a case's posts

    def reply(self, number: str, kind: str, typed: str, key: str) -> Text | None:
        """Words written under a case: a note, words for the patient, or what the post asked for. Answers the writer.

        ``key`` names the stored message, so that a repeated one is told once.
        """
        case = self._case(number)
        if isinstance(case, Text):
            return case
        if typed.lstrip().startswith("//"):
            return self._note(case, typed.lstrip().removeprefix("//").strip())
        words = read_words(typed)
        if isinstance(words, Problem):
            return words.said
        act, _, detail = kind.partition(":")
        match act:
            case "done":
                return self.finish(number, detail, words)
            case "refuse":
                return self._propose_refusal(number, detail, words)
            case "wait":
                return self._wait(number, words)
        return self._relay(case, words, key)

    def _note(self, case: Case, words: str) -> Text:
        self._write(case, "note", words=words, internal=True)
        return text("group-noted", number=case.number)

    def _relay(self, case: Case, words: str, key: str) -> Text:
        decision = decide(case, Act.ASK, self.by)
        if isinstance(decision, Denied):
            return decision.why
        self._write(case, "clinic-wrote", words=words)
        cases.mark(self.conn, case.number, unheard=False)
        body = posts.clinic_writes(case.number, words)
        goes = posts.tell(self.conn, self.house, case.number, key, body, answerable=True)
        if goes is None:
            return text("group-not-relayed", number=case.number)
        if goes > self.house.now():
            return text("group-relayed-later", number=case.number, at=goes)
        return text("group-relayed", number=case.number)

    def _wait(self, number: str, words: str) -> Text:
        case = self._ready(number, Act.WAIT)
        if isinstance(case, Text):
            return case
        allowed = decide(case, Act.WAIT, self.by)
        assert isinstance(allowed, Allowed)
        cases.move(self.conn, number, case.status, allowed.status, unheard=False)
        due_dates.begin_pause(self.conn, number, self.house.now())
        self._write(case, "waiting", words=words)
        told = (text("told-waiting", number=number), text("told-words", words=words))
        posts.tell(self.conn, self.house, number, f"tell:{uuid4().hex}", told, answerable=True)
        return text("group-waiting", number=number)

    def _propose_refusal(self, number: str, ground: str, words: str) -> Text:
        case = self._ready(number, Act.REFUSE)
        if isinstance(case, Text):
            return case
        self._write(case, "refusal-proposed", f"ground-{ground}", words, internal=True)
        cases.mark(self.conn, number, refusal_by=self.by.id)
        if not rules.second_person(self.conn):
            self.audit("refusal-without-second-person", number)
            return self.press(Act.APPROVE, number)
        self.post(
            text("group-refusal-proposed", number=number, name=self.by.name, ground=text(f"ground-{ground}")),
            case,
            "message",
        )
        return text("group-refusal-waits", number=number)

    # --- Details

    def details(self, number: str) -> Prompt | Text:
        """The content of a case for one person's eyes, logged by name."""
        case = self._case(number)
        if isinstance(case, Text):
            return case
        content = cases.content(self.conn, self.house.keyring, number)
        assert content is not None
        phone = (text("details-phone", phone=shown(content.phone)),) if content.phone else ()
        story = timelines.story(self.conn, self.house.keyring, number, internal=True)
        told = tuple(_told(entry) for entry in story if entry.words)
        self.audit("details-shown", number)
        return Prompt(
            (text("details-title", number=number), *lines(content.draft), *phone, *told), protected=True
        )

    # --- Writing it down

    def note_down(self, number: str, what: str, words: str) -> None:
        """Put words into the case's timeline, the log and, by its mark, onto the card."""
        case = self._case(number)
        assert isinstance(case, Case)
        self._write(case, what, words=words)

    def _own(self, number: str) -> None:
        cases.set_owner(self.conn, self.house.keyring, number, self.by.id, self.by.name)

    def _end_pause(self, case: Case) -> None:
        end_pause(self.conn, self.house, case.number, self.house.now())

    def _write(
        self, case: Case, what: str, detail: str = "", words: str = "", *, internal: bool = False
    ) -> None:
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

    def _tell(self, case: Case, *body: Text) -> None:
        posts.tell(self.conn, self.house, case.number, f"tell:{uuid4().hex}", body)

    def _tell_refusal(self, case: Case, proposed: Entry) -> None:
        self._tell(
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


def _told(entry: Entry) -> Text:
    writer = "patient" if entry.actor == "patient" else "note" if entry.internal else "clinic"
    return text(f"details-{writer}", at=entry.at, words=entry.words)


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
