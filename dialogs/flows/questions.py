"""Questions: the right clause word for word, a choice of three, the request behind a wish, or nothing."""

from __future__ import annotations

from dialogs.commands import AnswerFound, Event, FindAnswer, Intent, Noted, RateAnswer
from dialogs.context import Context, Policy
from dialogs.messages import Choice, Chose, Prompt, Rows, Text, Typed, rows, text
from dialogs.policy import TWINS, Clause, Edition
from dialogs.requests import Draft, RequestKind
from dialogs.states import (
    Asking,
    AskingClinic,
    AtMenu,
    BrowsingSections,
    ChoosingClause,
    ChoosingPurpose,
    ChoosingWhom,
    OfferedRequest,
    OutsidePolicy,
    ReadingAnswer,
    ReadingSection,
    Reviewing,
    State,
)
from dialogs.steps import Step, Steps, Turn, chosen, page_of, turned
from dialogs.values import Problem, read_words

LONGEST_QUESTION = 1000
SECTIONS_A_PAGE = 6
CLAUSES_A_PAGE = 5
ON_OFFER = 3


# --- Asking ---------------------------------------------------------------------------------------


def asked(state: State, words: str, _context: Context) -> Turn:
    """Take typed words as a question, from whatever step they were typed at."""
    if len(words) > LONGEST_QUESTION:
        return Turn(state, (text("question-too-long", most=LONGEST_QUESTION),))
    return Turn(state, commands=(FindAnswer(words),))


def heard_answer(_state: State, event: Event, context: Context) -> Turn | None:
    """What a found answer leads to; the question is kept only with consent and free of personal data."""
    if not isinstance(event, AnswerFound):
        return None
    keeps = context.consent and not event.personal
    turn = _answer_turn(event, event.question if keeps else "", context)
    warning = (text("question-personal"),) if event.personal else ()
    return Turn(turn.state, (*warning, *turn.notes))


def _answer_turn(found: AnswerFound, question: str, context: Context) -> Turn:
    match found.intent:
        case Intent.URGENT:
            return Turn(AtMenu(), (text("urgent", phone=context.clinic.phone),))
        case Intent.BOOK:
            return Turn(AtMenu(), (text("answer-book", phone=context.clinic.phone),))
        case Intent.OPERATOR:
            return Turn(AskingClinic())
        case Intent.RECTIFY | Intent.WITHDRAW:
            return Turn(OfferedRequest(RequestKind(found.intent.value), question))
        case Intent.POLICY if found.clause and found.confident:
            return Turn(ReadingAnswer(found.clause, _others(found), question))
        case Intent.POLICY if found.clause:
            return Turn(ChoosingClause((found.clause, *_others(found))[:ON_OFFER], question))
    return Turn(OutsidePolicy(question))


def _others(found: AnswerFound) -> tuple[str, ...]:
    return tuple(number for number in found.alternatives if number != found.clause)[:ON_OFFER]


def _asking_prompt(_state: Asking, _context: Context) -> Prompt:
    return Prompt((text("ask-invitation"),), rows(["menu-sections", "menu"]))


def _hear_question(state: State, event: Event, context: Context) -> Turn | None:
    match event:
        case Typed(text=words):
            return asked(state, words, context)
        case Chose(id="menu-sections"):
            return Turn(BrowsingSections())
        case Chose(id="answer-operator"):
            return Turn(AskingClinic(getattr(state, "question", "")))
    return heard_answer(state, event, context)


# --- Quoting --------------------------------------------------------------------------------------


def quote(number: str, policy: Policy) -> tuple[Text, ...]:
    """A clause as it is shown: the official words with our help under them, or ours marked as ours."""
    official = policy.official.clause(number) if policy.official else None
    plain = policy.plain_clause(number)
    if official is not None:
        if official.is_empty:
            return (text("clause-empty", number=number, text=official.text),)
        help_line = (text("clause-help", text=plain.text),) if plain and not plain.is_empty else ()
        return (text("clause-official", number=number, text=_whole(official)), *help_line)
    if plain is None:
        return (text("clause-absent", number=number),)
    if plain.is_empty:
        return (text("clause-empty", number=number, text=plain.text),)
    return (text("clause-plain", number=number, text=_whole(plain)),)


def _whole(clause: Clause) -> str:
    return f"{clause.term} — {clause.text}" if clause.term and clause.term not in clause.text else clause.text


def _with_twin(number: str, edition: Edition) -> tuple[str, ...]:
    twins = {a: b for pair in TWINS for a, b in (pair, pair[::-1])}
    twin = twins.get(number)
    return (number, twin) if twin and edition.clause(twin) else (number,)


def source(policy: Policy, url: str) -> Text:
    """Where the quoted words come from: which edition, since when, and the link."""
    shown = policy.shown
    if shown.official:
        return text(
            "source-official", version=shown.version, language=text(f"language-name-{shown.lang}"), url=url
        )
    prevailing = policy.prevailing
    if prevailing is None:
        return text("source-plain", url=url)
    return text("source-unofficial", language=text(f"language-name-{prevailing.lang}"), url=url)


# --- Answers --------------------------------------------------------------------------------------


def _answer_prompt(state: ReadingAnswer, context: Context) -> Prompt:
    numbers = _with_twin(state.clause, context.policy.shown)
    quotes = tuple(line for number in numbers for line in quote(number, context.policy))
    asks = () if state.rated else (text("answer-helped"),)
    return Prompt(
        (*quotes, source(context.policy, context.clinic.policy_url), *asks),
        rows(
            [] if state.rated else ["answer-helpful", "answer-not-helpful"],
            ["answer-more"] if state.others else [],
            ["answer-operator"],
            ["menu-sections", "menu"],
        ),
    )


def _hear_at_answer(state: ReadingAnswer, event: Event, context: Context) -> Turn | None:
    match event:
        case Chose(id="answer-helpful" | "answer-not-helpful" as rating) if not state.rated:
            helpful = rating == "answer-helpful"
            rated = ReadingAnswer(state.clause, state.others, state.question, rated=True)
            note = text("answer-thanks" if helpful else "answer-sorry")
            return Turn(rated, (note,), (RateAnswer(state.clause, helpful),))
        case Noted():
            return Turn(state)
        case Chose(id="answer-more"):
            return Turn(ChoosingClause(state.others, state.question))
    return _hear_question(state, event, context)


def _choice_of(number: str) -> Choice:
    return Choice(f"clause:{number}", text("clause-label", number=number))


def _choosing_prompt(state: ChoosingClause, context: Context) -> Prompt:
    teasers = tuple(_teaser(number, context.policy) for number in state.clauses)
    buttons: Rows = (tuple(_choice_of(number) for number in state.clauses),)
    return Prompt(
        (text("answer-unsure"), *teasers), buttons + rows(["answer-operator"], ["menu-sections", "menu"])
    )


def _teaser(number: str, policy: Policy) -> Text:
    clause = policy.plain_clause(number) or policy.shown.clause(number)
    return text("clause-teaser", number=number, text=clause.text if clause else "")


def _hear_choosing(state: ChoosingClause, event: Event, context: Context) -> Turn | None:
    number = chosen(event, "clause:")
    if number in state.clauses:
        rest = tuple(other for other in state.clauses if other != number)
        return Turn(ReadingAnswer(number, rest, state.question))
    return _hear_question(state, event, context)


# --- A wish, and nothing --------------------------------------------------------------------------


def _offered_prompt(state: OfferedRequest, _context: Context) -> Prompt:
    return Prompt(
        (text(f"offer-{state.kind}"),),
        rows([f"menu-{state.kind}"], ["answer-operator"], ["menu-sections", "menu"]),
    )


def _hear_offered(state: OfferedRequest, event: Event, context: Context) -> Turn | None:
    match event:
        case Chose(id="menu-rectify"):
            return Turn(ChoosingWhom(Draft(RequestKind.RECTIFY)))
        case Chose(id="menu-withdraw"):
            return Turn(ChoosingPurpose(Draft(RequestKind.WITHDRAW)))
    return _hear_question(state, event, context)


def _outside_prompt(_state: OutsidePolicy, context: Context) -> Prompt:
    return Prompt(
        (text("answer-outside", phone=context.clinic.phone),),
        rows(["answer-operator"], ["menu-sections", "menu"]),
    )


# --- A question for a human -----------------------------------------------------------------------


def _clinic_prompt(state: AskingClinic, _context: Context) -> Prompt:
    if not state.question:
        return Prompt((text("operator-invitation"),), rows(["menu"]))
    return Prompt(
        (text("operator-suggestion", question=state.question),), rows(["operator-use-question"], ["menu"])
    )


def _hear_clinic(state: AskingClinic, event: Event, _context: Context) -> Turn | None:
    match event:
        case Chose(id="operator-use-question") if state.question:
            return Turn(Reviewing(Draft(RequestKind.QUESTION, words=state.question)))
        case Typed(text=typed):
            words = read_words(typed)
            if isinstance(words, Problem):
                return Turn(state, (words.said,))
            return Turn(Reviewing(Draft(RequestKind.QUESTION, words=words)))
    return None


# --- Browsing -------------------------------------------------------------------------------------


def _section_title(number: int, policy: Policy) -> str:
    section = policy.shown.section(number)
    short = policy.titles[number - 1] if number <= len(policy.titles) else ""
    return short or (section.heading if section else "")


def _sections_prompt(state: BrowsingSections, context: Context) -> Prompt:
    sections, paging = page_of(context.policy.shown.sections, state.page, SECTIONS_A_PAGE)
    listed = [
        [
            Choice(
                f"section:{section.number}",
                text(
                    "section-label",
                    number=str(section.number),
                    title=_section_title(section.number, context.policy),
                ),
            )
        ]
        for section in sections
    ]
    body = (text("sections-title"), source(context.policy, context.clinic.policy_url))
    return Prompt(body, rows(*listed, paging, ["menu-ask", "menu"]))


def _hear_sections(state: BrowsingSections, event: Event, context: Context) -> Turn | None:
    number = chosen(event, "section:")
    if number and number.isascii() and number.isdigit() and context.policy.shown.section(int(number)):
        return Turn(ReadingSection(int(number)))
    if step := turned(event):
        return Turn(BrowsingSections(max(0, state.page + step)))
    if isinstance(event, Chose) and event.id == "menu-ask":
        return Turn(Asking())
    return _hear_question(state, event, context)


def _section_prompt(state: ReadingSection, context: Context) -> Prompt:
    section = context.policy.shown.section(state.section)
    if section is None:
        return Prompt((text("section-absent"),), rows(["menu-sections", "menu"]))
    clauses, paging = page_of(section.clauses, state.page, CLAUSES_A_PAGE)
    heading = text("section-heading", number=str(section.number), heading=section.heading)
    preamble = (
        (text("section-preamble", text=section.preamble),) if section.preamble and not state.page else ()
    )
    quotes = tuple(line for clause in clauses for line in quote(clause.number, context.policy))
    return Prompt(
        (heading, *preamble, *quotes, source(context.policy, context.clinic.policy_url)),
        rows(paging, ["answer-operator"], ["menu-sections", "menu"]),
    )


def _hear_section(state: ReadingSection, event: Event, context: Context) -> Turn | None:
    if step := turned(event):
        return Turn(ReadingSection(state.section, max(0, state.page + step)))
    return _hear_question(state, event, context)


STEPS: Steps = {
    Asking: Step(_asking_prompt, _hear_question),
    ReadingAnswer: Step(_answer_prompt, _hear_at_answer),
    ChoosingClause: Step(_choosing_prompt, _hear_choosing),
    OfferedRequest: Step(_offered_prompt, _hear_offered),
    OutsidePolicy: Step(_outside_prompt, _hear_question),
    AskingClinic: Step(_clinic_prompt, _hear_clinic),
    BrowsingSections: Step(_sections_prompt, _hear_sections),
    ReadingSection: Step(_section_prompt, _hear_section, lambda _state, _context: BrowsingSections()),
}
