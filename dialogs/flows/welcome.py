"""First contact: language, then the notice with *Agree* or *Decline*."""

from __future__ import annotations

from dialogs.broadcasts import Sources, renewed
from dialogs.commands import ConsentRecorded, Event, LanguageSet, RecordConsent, SetLanguage
from dialogs.context import Context
from dialogs.messages import Chose, Language, Prompt, Text, rows, text
from dialogs.requests import Purpose
from dialogs.states import AtMenu, ChoosingLanguage, Gone, InSettings, ReadingNotice, State
from dialogs.steps import Step, Steps, Turn, chosen


def _language_prompt(state: ChoosingLanguage, context: Context) -> Prompt:
    languages = [f"language-{language}" for language in context.languages]
    returns = state.settled or context.language is not None
    return Prompt((text("choose-language"),), rows(languages, ["back"] if returns else []))


def _hear_language(state: ChoosingLanguage, event: Event, context: Context) -> Turn | None:
    tag = chosen(event, "language-")
    if tag in set(Language):
        return Turn(state, commands=(SetLanguage(Language(tag)),))
    if isinstance(event, LanguageSet):
        return Turn(AtMenu() if state.settled else ReadingNotice())
    # Whatever somebody unknown does first is met with the question itself, not with "not understood".
    return Turn(state) if context.language is None else None


def _before_language(state: ChoosingLanguage, context: Context) -> State:
    if state.settled:
        return InSettings()
    return state if context.language is None else ReadingNotice()


def _notice(context: Context) -> tuple[Text, ...]:
    """What is agreed to or declined, word for word."""
    clinic = context.clinic
    operator = (
        text("notice-operator", name=clinic.name, bin=clinic.bin)
        if clinic.bin
        else text("notice-operator-no-bin", name=clinic.name)
    )
    return (
        *_changed(context),
        operator,
        text("notice-kept"),
        text("notice-foreign", platform=context.foreign_platform),
        text("notice-withdraw", email=clinic.email),
        text("notice-policy", url=clinic.policy_url),
    )


def _notice_prompt(_state: ReadingNotice, context: Context) -> Prompt:
    others = ["settings-language"] if context.consent is None else ["settings-language", "menu"]
    return Prompt(_notice(context), rows(["notice-agree", "notice-decline"], others))


def _changed(context: Context) -> tuple[Text, ...]:
    """What changed materially since the person agreed; nothing when the notice is new to them."""
    if not context.renewed:
        return ()
    sources = Sources(context.policy.titles, context.policy.official)
    said = text("notice-changed", clauses=", ".join(context.renewed))
    return (said, *renewed(context.renewed, sources))


def _hear_notice(state: ReadingNotice, event: Event, context: Context) -> Turn | None:
    if isinstance(event, Chose) and event.id == "settings-language":
        return Turn(ChoosingLanguage())
    answer = {"agree": True, "decline": False}.get(chosen(event, "notice-") or "")
    if answer is not None:
        return Turn(state, commands=(RecordConsent(Purpose.DESK, answer, _notice(context)),))
    if isinstance(event, ConsentRecorded):
        menu = AtMenu(offers_news=event.granted and event.news_open)
        return Turn(menu, (text("notice-agreed" if event.granted else "notice-declined"),))
    return None


def _before_notice(_state: ReadingNotice, context: Context) -> State:
    return ChoosingLanguage() if context.consent is None else AtMenu()


def _gone_prompt(state: Gone, _context: Context) -> Prompt:
    return Prompt((text("forgotten", kept=state.kept),), rows(["start-again"]))


def _hear_gone(_state: Gone, _event: Event, _context: Context) -> Turn:
    return Turn(ChoosingLanguage())


STEPS: Steps = {
    ChoosingLanguage: Step(_language_prompt, _hear_language, _before_language),
    ReadingNotice: Step(_notice_prompt, _hear_notice, _before_notice),
    Gone: Step(_gone_prompt, _hear_gone),
}
