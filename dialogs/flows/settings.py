"""Settings: language, messages on or off, what the desk holds about me, forget me."""

from __future__ import annotations

from dialogs.commands import Event, FindHoldings, ForgetMe, Forgotten, HoldingsFound, RecordConsent
from dialogs.context import Context
from dialogs.flows.joining import named, offer
from dialogs.messages import Chose, Prompt, Text, rows, text
from dialogs.phones import shown
from dialogs.requests import Purpose
from dialogs.states import (
    ChoosingLanguage,
    ConfirmingForget,
    Gone,
    InSettings,
    ReadingHoldings,
    ReadingNotice,
    State,
)
from dialogs.steps import Step, Steps, Turn


def _title(context: Context) -> Text:
    return text("settings-title", messages="on" if context.messages else "off")


def _settings_prompt(_state: InSettings, context: Context) -> Prompt:
    return Prompt(
        (_title(context),),
        rows(["settings-language", "settings-notices"], ["settings-holdings"], ["settings-forget"], ["menu"]),
    )


def _hear_settings(state: InSettings, event: Event, context: Context) -> Turn | None:
    match event:
        case Chose(id="settings-language"):
            return Turn(ChoosingLanguage(settled=True))
        case Chose(id="settings-notices") if not context.consent:
            return Turn(ReadingNotice(), (text("consent-needed"),))
        case Chose(id="settings-notices"):
            switch = (_title(context), text("settings-notices"))
            return Turn(state, commands=(RecordConsent(Purpose.MESSAGES, not context.messages, switch),))
        case Chose(id="settings-holdings"):
            return Turn(state, commands=(FindHoldings(),))
        case HoldingsFound():
            return Turn(ReadingHoldings(event, context.now))
        case Chose(id="settings-forget"):
            return Turn(ConfirmingForget())
    return None


def _holdings_prompt(state: ReadingHoldings, context: Context) -> Prompt:
    held = state.holdings
    proven = (
        text("holdings-phone", phone=shown(held.phone), method=text(f"proof-{held.proof}"), at=held.proven_at)
        if held.phone and held.proof and held.proven_at
        else text("holdings-no-phone")
    )
    return Prompt(
        (
            text("holdings-title", at=state.at),
            text("holdings-since", since=held.since),
            proven,
            text("holdings-messages", messages="on" if held.messages else "off"),
            text("holdings-requests", open=held.open_requests, closed=held.closed_requests),
            text("holdings-talk"),
            text("holdings-register"),
            *_joining(held, context),
        ),
        rows(_joining_choices(held, context), ["settings-forget"], ["back", "menu"]),
        protected=True,
    )


def _joining(held: HoldingsFound, context: Context) -> tuple[Text, ...]:
    if context.joined:
        return (text("holdings-joined", platform=named(context.joined)),)
    return offer(held.elsewhere)


def _joining_choices(held: HoldingsFound, context: Context) -> list[str]:
    if context.joined:
        return ["join-no"]
    return ["join-yes"] if held.elsewhere else []


def _hear_holdings(_state: ReadingHoldings, event: Event, _context: Context) -> Turn | None:
    return Turn(ConfirmingForget()) if isinstance(event, Chose) and event.id == "settings-forget" else None


def _forget_prompt(_state: ConfirmingForget, context: Context) -> Prompt:
    other = (text("forget-elsewhere", platform=named(context.joined)),) if context.joined else ()
    return Prompt((text("forget-what"), text("forget-stays"), *other), rows(["forget-yes"], ["back", "menu"]))


def _hear_forget(state: ConfirmingForget, event: Event, _context: Context) -> Turn | None:
    match event:
        case Chose(id="forget-yes"):
            return Turn(state, commands=(ForgetMe(),))
        case Forgotten(kept=kept):
            return Turn(Gone(kept))
    return None


def _to_settings(_state: object, _context: Context) -> State:
    return InSettings()


STEPS: Steps = {
    InSettings: Step(_settings_prompt, _hear_settings),
    ReadingHoldings: Step(_holdings_prompt, _hear_holdings, _to_settings),
    ConfirmingForget: Step(_forget_prompt, _hear_forget, _to_settings),
}
