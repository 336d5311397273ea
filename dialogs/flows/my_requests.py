"""My requests: the list, one with its story, words to add, cancelling."""

from __future__ import annotations

from dialogs.commands import (
    AddMessage,
    CancelRequest,
    Event,
    FindRequest,
    FindRequests,
    MessageAdded,
    RequestCancelled,
    RequestGone,
    RequestLine,
    RequestsFound,
    TimelineEntry,
)
from dialogs.context import Context
from dialogs.health import speaks_of_health
from dialogs.messages import Choice, Chose, Prompt, Text, Typed, rows, text
from dialogs.states import AtMenu, ConfirmingCancel, ListingRequests, ReadingRequest, WritingMessage
from dialogs.steps import Step, Steps, Turn, chosen, page_of, turned
from dialogs.values import Problem, read_words

REQUESTS_A_PAGE = 6
STORY = 12
"""How many of the newest timeline entries are shown; the whole story is in the copy of one's data."""
LAST_WORDS, WORDS = 1000, 120
"""Characters shown of the latest words and of each earlier one, so that a story fits into one message."""


def _list_prompt(state: ListingRequests, _context: Context) -> Prompt:
    if not state.requests:
        return Prompt((text("requests-none"),), rows(["menu"]))
    shown, paging = page_of(state.requests, state.page, REQUESTS_A_PAGE)
    return Prompt((text("requests-title"),), rows(*([_row(line)] for line in shown), paging, ["menu"]))


def _row(line: RequestLine) -> Choice:
    label = text(
        "request-label",
        number=line.number,
        kind=text(f"kind-{line.kind}"),
        status=text(f"status-{line.status.value.replace('_', '-')}"),
    )
    return Choice(f"request:{line.number}", label)


def _hear_list(state: ListingRequests, event: Event, _context: Context) -> Turn | None:
    page = turned(event, state.page, len(state.requests), REQUESTS_A_PAGE)
    if page is not None:
        return Turn(ListingRequests(state.requests, page))
    number = chosen(event, "request:")
    return Turn(state, commands=(FindRequest(number),)) if number else None


def _request_prompt(state: ReadingRequest, _context: Context) -> Prompt:
    request = state.request
    title = text(
        "request-title",
        number=request.number,
        kind=text(f"kind-{request.kind}"),
        status=text(f"status-{request.status.value.replace('_', '-')}"),
    )
    due = (text("request-due", due=request.due.date()),) if request.due and not request.status.is_end else ()
    story = _story(request.timeline[-STORY:])
    acts = [] if request.status.is_end else ["request-message", "request-cancel"]
    return Prompt(
        (
            title,
            text("receipt-received", at=request.received_at),
            *due,
            *story,
            text("receipt-code", code=request.code),
        ),
        rows(acts, ["back", "menu"]),
    )


def _story(timeline: tuple[TimelineEntry, ...]) -> tuple[Text, ...]:
    """The entries with their words: the latest words at length, earlier ones by their beginnings."""
    last = max((i for i, entry in enumerate(timeline) if entry.words), default=0)
    return tuple(_entry(entry, LAST_WORDS if i == last else WORDS) for i, entry in enumerate(timeline))


def _entry(entry: TimelineEntry, most: int) -> Text:
    told = text(f"timeline-{entry.what}", at=entry.at)
    if entry.detail:
        told = text("timeline-detail", entry=told, detail=text(entry.detail))
    return text("timeline-words", entry=told, words=_beginning(entry.words, most)) if entry.words else told


def _beginning(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most].rstrip() + "…"


def _hear_request(state: ReadingRequest, event: Event, _context: Context) -> Turn | None:
    number = state.request.number
    if (
        state.request.status.is_end
        and isinstance(event, Chose)
        and event.id in ("request-message", "request-cancel")
    ):
        return Turn(state, (text("request-ended"),))
    match event:
        case Chose(id="request-message"):
            return Turn(WritingMessage(number))
        case Chose(id="request-cancel"):
            return Turn(ConfirmingCancel(number))
        case Chose(id="back"):
            return Turn(state, commands=(FindRequests(),))
        case RequestsFound(requests=found):
            return Turn(ListingRequests(found))
    return None


def _message_prompt(state: WritingMessage, _context: Context) -> Prompt:
    if state.held:
        warning = text("health-warning", words=_beginning(state.held, WORDS))
        return Prompt((warning,), rows(["health-send"], [_return(state.number), "menu"]))
    question = text("request-message-question", number=state.number)
    return Prompt((question,), rows([_return(state.number), "menu"]))


def _return(number: str) -> Choice:
    return Choice(f"request:{number}", text("back"))


def _hear_message(state: WritingMessage, event: Event, context: Context) -> Turn | None:
    match event:
        case Chose(id="health-send") if state.held:
            return Turn(state, commands=(AddMessage(state.number, state.held),))
        case Typed(text=typed):
            words = read_words(typed)
            if isinstance(words, Problem):
                return Turn(state, (words.said,))
            if speaks_of_health(words, context.health_words):
                return Turn(WritingMessage(state.number, words))
            return Turn(state, commands=(AddMessage(state.number, words),))
        case MessageAdded(number=state.number):
            return Turn(state, (text("request-message-added"),), (FindRequest(state.number),))
        case RequestGone():
            return _ended_meanwhile(state.number)
    return None


def _ended_meanwhile(number: str) -> Turn:
    """The case was closed while its person was at it: how it ended is shown, if it is still theirs to see."""
    return Turn(AtMenu(), (text("request-gone"),), (FindRequest(number),))


def _cancel_prompt(state: ConfirmingCancel, _context: Context) -> Prompt:
    return Prompt(
        (text("request-cancel-question", number=state.number),),
        rows(["request-cancel-yes"], [_return(state.number), "menu"]),
    )


def _hear_cancel(state: ConfirmingCancel, event: Event, _context: Context) -> Turn | None:
    match event:
        case Chose(id="request-cancel-yes"):
            return Turn(state, commands=(CancelRequest(state.number),))
        case RequestCancelled(number=number):
            return Turn(state, (text("request-cancelled"),), (FindRequest(number),))
        case RequestGone():
            return _ended_meanwhile(state.number)
    return None


STEPS: Steps = {
    ListingRequests: Step(_list_prompt, _hear_list),
    ReadingRequest: Step(_request_prompt, _hear_request),
    WritingMessage: Step(_message_prompt, _hear_message),
    ConfirmingCancel: Step(_cancel_prompt, _hear_cancel),
}
