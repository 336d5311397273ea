"""What may be misconfigured, judged from gathered facts: one small check a row, no I/O, no secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from bot.config import production_gaps
from bot.facts import Answered, Behind, Closed, Facts, Met, NoFile, Refused, Seat, Stored
from bot.misconfigured import Misconfigured

ESTIMATE_MATTERS = timedelta(days=60)
"""How long before an estimated holiday the clinic is reminded to look for the decree."""


class Level(StrEnum):
    """How much a finding matters: ``bad`` stops something from working."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and how to mend it (empty when it is well)."""

    level: Level
    what: str
    mend: str = ""


_STOPS = ("BOT_TOKEN", "TELEGRAM_API_URL", "WHATSAPP_API_URL")
_TOLD_ELSEWHERE = ("CODE_SENDER", "DATA_KEY")


def unusable(error: Misconfigured) -> list[Finding]:
    """Settings that do not load: nothing else can be looked at."""
    return [Finding(Level.BAD, "settings", f"{problem}") for problem in error.problems]


def settings(facts: Facts) -> Iterator[Finding]:
    """The settings load; what a start with real patients still needs."""
    gaps = [gap for gap in production_gaps(facts.settings) if gap.where not in _TOLD_ELSEWHERE]
    for gap in gaps:
        yield Finding(Level.BAD if gap.where in _STOPS else Level.WARN, "settings", str(gap))
    if not gaps:
        yield Finding(Level.OK, "settings: complete")


def storage(facts: Facts) -> Iterator[Finding]:
    """The database answers and has this version's tables."""
    match facts.storage:
        case NoFile(place=place):
            yield Finding(Level.WARN, f"database: there is no {place} yet", "make it with qupia migrate")
        case Closed(why=why):
            yield Finding(Level.BAD, "database: cannot be used", why)
        case Behind():
            yield Finding(Level.BAD, "database: has not this version's tables", "run qupia migrate")
        case Stored():
            yield Finding(Level.OK, "database: answers, up to date")


def key(facts: Facts) -> Iterator[Finding]:
    """The data key is there, private, and opens what is stored."""
    held, opens = facts.key, facts.storage.opens if isinstance(facts.storage, Stored) else None
    if held.problem:
        yield Finding(Level.BAD, f"data key: {held.place}", held.problem)
    elif opens is False:
        mend = "restore the key it was sealed with, or put that key after the new one in DATA_KEY"
        yield Finding(Level.BAD, f"data key: {held.place} does not open what is stored", mend)
    elif not held.present:
        mend = "qupia run makes it at the first start: keep a copy apart from the database"
        yield Finding(Level.WARN, f"data key: there is no {held.place} yet", mend)
    elif facts.settings.data_key is None:
        mend = "keep a copy apart from the database, or set DATA_KEY: without the key the data is lost"
        yield Finding(Level.WARN, f"data key: only in {held.place}", mend)
    else:
        yield Finding(Level.OK, f"data key: {held.place}")


def wording(facts: Facts) -> Iterator[Finding]:
    """Every message has words in every language."""
    every = frozenset[str]().union(*facts.words.values())
    lacking = {lang: sorted(every - ids) for lang, ids in facts.words.items() if every - ids}
    for lang, ids in lacking.items():
        more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
        what = f"wording: {lang} lacks {', '.join(ids[:3])}{more}"
        yield Finding(Level.BAD, what, f"add them in locales/{lang}, or install Qupia again")
    if not every:
        yield Finding(Level.BAD, "wording: there are no messages", "install Qupia again: locales/ is empty")
    elif not lacking:
        yield Finding(Level.OK, f"wording: {len(every)} messages in {len(facts.words)} languages")


_WHY_NOT = {
    "TelegramUnauthorizedError": "Telegram refuses BOT_TOKEN: copy it again from BotFather",
    "TelegramNotFound": "Telegram refuses BOT_TOKEN: copy it again from BotFather",
    "TelegramNetworkError": "TELEGRAM_API_URL does not answer: check the network, the proxy and the address",
    "TelegramServerError": "Telegram has a fault of its own: try again later",
    "TelegramRetryAfter": "Telegram asks to wait: try again in a minute",
}


def token(facts: Facts) -> Iterator[Finding]:
    """The token opens the Bot API."""
    match facts.telegram:
        case Met(username=username):
            yield Finding(Level.OK, f"Telegram: @{username}")
        case Refused(problem=problem):
            mend = _WHY_NOT.get(problem, f"the Bot API answered with {problem}: check TELEGRAM_API_URL")
            yield Finding(Level.BAD, "Telegram: the bot cannot sign in", mend)


_META_SAYS_NO = {
    "400": "Meta does not know WHATSAPP_PHONE_ID, or WHATSAPP_TOKEN may not use it: copy both again from Meta",
    "401": "Meta refuses WHATSAPP_TOKEN: make a permanent one for a system user in Meta Business Suite",
    "403": "WHATSAPP_TOKEN may not use this number: give its system user whatsapp_business_messaging",
    "404": "Meta does not know WHATSAPP_PHONE_ID: copy it again from the app's WhatsApp page",
}
_SUBMIT = "submit the texts of the README in WhatsApp Manager, and wait until Meta has approved them"


def whatsapp(facts: Facts) -> Iterator[Finding]:
    """Token and number open the Cloud API, and the templates that speak after 24 hours are approved."""
    match facts.whatsapp:
        case Refused(problem=problem):
            unknown = f"Meta answered with {problem}: check the network and WHATSAPP_API_URL"
            yield Finding(Level.BAD, "WhatsApp: the bot cannot sign in", _META_SAYS_NO.get(problem, unknown))
        case Answered() as answered:
            yield Finding(Level.OK, f"WhatsApp: {answered.number}")
            yield from _templates(answered)


def _templates(answered: Answered) -> Iterator[Finding]:
    if answered.missing is None:
        mend = "give the token's system user whatsapp_business_management, to have them looked at"
        yield Finding(Level.WARN, "templates: Meta does not show them to this token", mend)
    elif answered.untold:
        what = f"templates: in no language {', '.join(answered.untold)}; nothing is told after 24 hours"
        yield Finding(Level.BAD, what, _SUBMIT)
    elif answered.missing:
        yield Finding(Level.WARN, f"templates: not approved {', '.join(answered.missing)}", _SUBMIT)
    else:
        yield Finding(Level.OK, "templates: approved in every language")


def group(facts: Facts) -> Iterator[Finding]:
    """A staff group is linked, and the bot can work in it."""
    if not isinstance(facts.telegram, Met):
        return
    match facts.telegram.seat:
        case None:
            mend = "start qupia run and send the /link code it prints in the group, or set ADMIN_CHAT_ID"
            yield Finding(Level.WARN, "staff group: none is linked", mend)
        case Refused():
            mend = "add the bot to the group, or link the group anew"
            yield Finding(Level.BAD, "staff group: the bot does not see it", mend)
        case Seat() as seat:
            yield from _seat(seat, reads_all=facts.telegram.reads_all)


def _seat(seat: Seat, *, reads_all: bool) -> Iterator[Finding]:
    leads = seat.status in ("administrator", "creator")
    if seat.status in ("left", "kicked"):
        yield Finding(Level.BAD, "staff group: the bot is not in it", "add the bot to the group again")
    elif not seat.can_send:
        yield Finding(Level.BAD, "staff group: the bot may not write", "let it send messages there")
    elif not (leads or reads_all):
        mend = "make the bot an administrator there, or switch privacy off with BotFather's /setprivacy"
        yield Finding(Level.WARN, "staff group: the bot does not hear every reply", mend)
    elif seat.is_forum and not seat.manages_topics:
        mend = "give it the right to manage topics"
        yield Finding(Level.WARN, "staff group: the bot may not make topics", mend)
    else:
        yield Finding(Level.OK, f"staff group: the bot is its {seat.status}")


def webhook(facts: Facts) -> Iterator[Finding]:
    """Telegram sends updates where this installation takes them."""
    if not isinstance(facts.telegram, Met):
        return
    base, url = facts.settings.webhook_url, facts.telegram.webhook
    ours = f"{base.rstrip('/')}/telegram/webhook" if base else ""
    place = urlsplit(url).hostname or "another address"
    if url and url != ours:
        mend = "stop that server before qupia run takes its place, or set WEBHOOK_URL to its address"
        yield Finding(Level.BAD, f"updates: Telegram sends them to a webhook at {place}", mend)
    elif facts.telegram.webhook_failed:
        mend = "start qupia web, and check its certificate and the way from outside"
        yield Finding(Level.WARN, f"updates: Telegram could not deliver to {place} lately", mend)
    else:
        yield Finding(Level.OK, f"updates: by webhook at {place}" if url else "updates: by polling")


def policy(facts: Facts) -> Iterator[Finding]:
    """The clinic's own text is in force; the Kazakh one prevails."""
    if isinstance(facts.storage, Closed | Behind):
        return
    held = facts.storage.editions if isinstance(facts.storage, Stored) else {}
    if "kk" not in held:
        what = "policy: only the built-in plain edition" if not held else "policy: no Kazakh text is in force"
        yield Finding(Level.WARN, what, "import the official text: qupia policy import FILE --lang kk")
    else:
        yield Finding(Level.OK, f"policy: {', '.join(f'{lang} {held[lang]}' for lang in sorted(held))}")


def calendar(facts: Facts) -> Iterator[Finding]:
    """No holiday that is only estimated comes near without the clinic's word on it."""
    near = [(day, name) for day, name in facts.estimated if day - facts.today <= ESTIMATE_MATTERS]
    for day, name in near:
        mend = "look for the decree, and set the day with /holiday in the staff group"
        yield Finding(Level.WARN, f"calendar: {day} is a guess ({name})", mend)
    if not near:
        yield Finding(Level.OK, "calendar: no guessed holiday is near")


def codes(facts: Facts) -> Iterator[Finding]:
    """One-time codes have a way out; its credentials are checked when the settings load."""
    sender = facts.settings.code_sender
    if sender == "log":
        mend = "set CODE_SENDER to telegram-gateway, smsc or mobizon, with its credentials"
        yield Finding(Level.WARN, "codes: CODE_SENDER=log sends none", mend)
    else:
        yield Finding(Level.OK, f"codes: by {sender}")


CHECKS: tuple[Callable[[Facts], Iterable[Finding]], ...] = (
    settings,
    key,
    storage,
    wording,
    token,
    whatsapp,
    webhook,
    group,
    policy,
    calendar,
    codes,
)
"""In the order of what must be mended first."""


def examine(facts: Facts) -> list[Finding]:
    """Every check's findings, in order."""
    return [finding for check in CHECKS for finding in check(facts)]


def next_step(findings: Iterable[Finding]) -> str:
    """The one thing to do now: the first that is bad, else the first that is doubtful."""
    listed = list(findings)
    wanting = [one for level in (Level.BAD, Level.WARN) for one in listed if one.level is level]
    if not wanting:
        return "start it: qupia run"
    return f"{wanting[0].mend}{' (in .env)' if wanting[0].what == 'settings' else ''}"
