"""Questions: the right clause word for word, a choice of three, the request behind a wish, or nothing."""

from __future__ import annotations

from dialogs.commands import AnswerFound, Event, FindAnswer, Intent, RateAnswer
from dialogs.context import Context
from dialogs.flows.quoting import quote, source, teaser, with_twin
from dialogs.messages import Choice, Chose, Prompt, Rows, Typed, rows, text
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
    Reviewing,
    State,
)
from dialogs.steps import Step, Steps, Turn, chosen
from dialogs.values import Problem, read_words

LONGEST_QUESTION = 1000
ON_OFFER = 3


# --- Asking ---------------------------------------------------------------------------------------


def asked(state: State, words: str, _context: Context) -> Turn:
    """Take typed words as a question, from whatever step they were typed at."""
    if not words.strip():
        return Turn(state, (text("problem-empty"),))
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


def hear_question(state: State, event: Event, context: Context) -> Turn | None:
    """What every step about the policy understands: a question, the sections, the way to a human."""
    match event:
        case Typed(text=words):
            return asked(state, words, context)
        case Chose(id="menu-sections"):
            return Turn(BrowsingSections())
        case Chose(id="answer-operator"):
            return Turn(AskingClinic(getattr(state, "question", "")))
    return heard_answer(state, event, context)


# --- Answers --------------------------------------------------------------------------------------


def _answer_prompt(state: ReadingAnswer, context: Context) -> Prompt:
    numbers = with_twin(state.clause, context.policy)
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
        case Chose(id="answer-more") if state.others:
            return Turn(ChoosingClause(state.others, state.question))
    return hear_question(state, event, context)


def _choice_of(number: str) -> Choice:
    return Choice(f"clause:{number}", text("clause-label", number=number))


def _choosing_prompt(state: ChoosingClause, context: Context) -> Prompt:
    teasers = tuple(teaser(number, context.policy) for number in state.clauses)
    buttons: Rows = (tuple(_choice_of(number) for number in state.clauses),)
    return Prompt(
        (text("answer-unsure"), *teasers), buttons + rows(["answer-operator"], ["menu-sections", "menu"])
    )


def _hear_choosing(state: ChoosingClause, event: Event, context: Context) -> Turn | None:
    number = chosen(event, "clause:")
    if number in state.clauses:
        rest = tuple(other for other in state.clauses if other != number)
        return Turn(ReadingAnswer(number, rest, state.question))
    return hear_question(state, event, context)


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
    return hear_question(state, event, context)


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
            return _review(state, state.question)
        case Typed(text=typed):
            return _review(state, typed)
    return None


def _review(state: AskingClinic, typed: str) -> Turn:
    words = read_words(typed)
    if isinstance(words, Problem):
        return Turn(state, (words.said,))
    return Turn(Reviewing(Draft(RequestKind.QUESTION, words=words)))


STEPS: Steps = {
    Asking: Step(_asking_prompt, hear_question),
    ReadingAnswer: Step(_answer_prompt, _hear_at_answer),
    ChoosingClause: Step(_choosing_prompt, _hear_choosing),
    OfferedRequest: Step(_offered_prompt, _hear_offered),
    OutsidePolicy: Step(_outside_prompt, hear_question),
    AskingClinic: Step(_clinic_prompt, _hear_clinic),
}
