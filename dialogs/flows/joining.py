"""Joining: Telegram and WhatsApp of one proven phone become one person, only by that person's own word.

Offered under the receipt when the phone is proven, later among what the bot holds; undone in either messenger at
any time.
"""

from __future__ import annotations

from dialogs.commands import Command, Event, JoinPersons, KeepApart, KeptApart, PersonsJoined
from dialogs.context import Context
from dialogs.messages import Chose, Text, text
from dialogs.states import InSettings, ReadingHoldings, ReadingReceipt, State
from dialogs.steps import Turn

WAYS: dict[str, Command] = {"join-yes": JoinPersons(), "join-no": KeepApart()}
OFFER = ("join-yes", "join-no")


def offer(channel: str) -> tuple[Text, ...]:
    """The question, with all that a *yes* means; nothing when there is nobody to be joined with."""
    return (text("join-offer", platform=named(channel)),) if channel else ()


def named(channel: str) -> Text:
    """A messenger's own name."""
    return text(f"channel-{channel}")


def per_chat(context: Context) -> tuple[Text, ...]:
    """Somebody joined is told that messages are switched in each messenger by itself."""
    return (text("messages-each-apart", platform=named(context.joined)),) if context.joined else ()


def heard(state: State, event: Event) -> Turn | None:
    """The answer to the offer and what came of it, at any step: the other messenger's notice has a button too."""
    match event:
        case Chose(id=way) if way in WAYS:
            return Turn(state, commands=(WAYS[way],))
        case PersonsJoined(channel=""):
            return Turn(_answered(state), (text("join-gone"),))
        case PersonsJoined(channel=channel):
            return Turn(_answered(state), (text("joined", platform=named(channel)),))
        case KeptApart():
            return Turn(_answered(state), (text("kept-apart"),))
    return None


def _answered(state: State) -> State:
    """The same step without the offer."""
    match state:
        case ReadingReceipt(receipt=receipt):
            return ReadingReceipt(receipt)
        case ReadingHoldings():
            return InSettings()
    return state
