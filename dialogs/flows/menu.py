"""The main menu and the clinic's contacts."""

from __future__ import annotations

from dialogs.commands import Event, FindRequests, RequestsFound
from dialogs.context import Context
from dialogs.flows import news
from dialogs.flows.questions import asked, heard_answer
from dialogs.messages import Chose, Prompt, Typed, rows, text
from dialogs.requests import Draft, RequestKind
from dialogs.states import (
    Asking,
    AtMenu,
    BrowsingSections,
    ChoosingPurpose,
    ChoosingRight,
    ChoosingWhom,
    InSettings,
    ListingRequests,
    ReadingContacts,
    State,
)
from dialogs.steps import Step, Steps, Turn

ROOMS: dict[str, State] = {
    "menu-ask": Asking(),
    "menu-sections": BrowsingSections(),
    "menu-rectify": ChoosingWhom(Draft(RequestKind.RECTIFY)),
    "menu-withdraw": ChoosingPurpose(Draft(RequestKind.WITHDRAW)),
    "menu-rights": ChoosingRight(),
    "menu-contacts": ReadingContacts(),
    "menu-settings": InSettings(),
}
"""Where each choice of the menu leads; *My requests* is looked up first."""


def _menu_prompt(state: AtMenu, _context: Context) -> Prompt:
    question, answers = news.offer(state)
    return Prompt(
        (text("menu-title"), *question),
        rows(
            ["menu-ask", "menu-sections"],
            ["menu-rectify"],
            ["menu-withdraw"],
            ["menu-requests", "menu-rights"],
            ["menu-contacts", "menu-settings"],
            answers,
        ),
    )


def _hear_menu(state: AtMenu, event: Event, context: Context) -> Turn | None:
    match event:
        case Chose(id=room) if room in ROOMS:
            return Turn(ROOMS[room])
        case Chose(id="menu-requests"):
            return Turn(state, commands=(FindRequests(),))
        case RequestsFound(requests=found):
            return Turn(ListingRequests(found))
        case Typed(text=words):
            return asked(state, words, context)
    return heard_answer(state, event, context)


def _contacts_prompt(_state: ReadingContacts, context: Context) -> Prompt:
    clinic = context.clinic
    body = (
        text("contacts-booking", name=clinic.name, phone=clinic.phone),
        text("contacts-data", email=clinic.email),
        text("contacts-policy", url=clinic.policy_url),
        text("contacts-complaint"),
    )
    return Prompt(body, rows(["menu"]))


def _hear_contacts(state: ReadingContacts, event: Event, context: Context) -> Turn | None:
    return _hear_menu(AtMenu(), event, context) if isinstance(event, Typed) else None


STEPS: Steps = {
    AtMenu: Step(_menu_prompt, _hear_menu),
    ReadingContacts: Step(_contacts_prompt, _hear_contacts),
}
