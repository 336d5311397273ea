"""``qupia doctor``: gathers what can be known about an installation, changing nothing; says what to mend."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.opening import is_new, why
from bot.commands.progress import shown
from bot.config import Settings
from bot.doctor import Finding, Level, examine, next_step, unusable
from bot.facts import Answered, Behind, Closed, Facts, Key, Met, NoFile, Refused, Seat, Storage, Stored
from bot.misconfigured import Misconfigured
from bot.storage.crypto import Keyring, Unsealable
from bot.storage.database import Database
from dialogs.messages import Language

T = TypeVar("T")

SECONDS = 10
"""How long the Bot API and PostgreSQL are given to answer."""
AHEAD = 400
"""How many days of the calendar are looked at."""
LOCALES = Path(__file__).resolve().parents[2] / "locales"
_COLOURS = {Level.OK: "green", Level.WARN: "yellow", Level.BAD: "bold red"}


def doctor() -> None:
    """What is misconfigured and how to mend it; exit code 1 when something does not work."""
    try:
        with shown("looking at the settings, the database and the messengers"):
            findings = examine(asyncio.run(gather(Settings.load())))
    except Misconfigured as error:
        findings = unusable(error)
    tell(findings)
    if any(finding.level is Level.BAD for finding in findings):
        raise typer.Exit(1)


def tell(findings: list[Finding]) -> None:
    """One line each, and the one next step."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for finding in findings:
        line = Text.assemble((f"{finding.level:<5}", _COLOURS[finding.level]), finding.what)
        line.append(f" → {finding.mend}" if finding.mend else "")
        console.print(line, soft_wrap=True)
    console.print(Text.assemble(("next ", "bold"), next_step(findings)), soft_wrap=True)


async def gather(settings: Settings) -> Facts:
    """Everything the checks judge."""
    today = datetime.now(settings.zone).date()
    held, keyring = _key(settings)
    storage = await _storage(settings, keyring, today)
    decided = storage.days if isinstance(storage, Stored) else frozenset[date]()
    facts = Facts(settings, today, held, storage, words(LOCALES), _estimated(today, decided))
    if settings.whatsapp_token is not None and settings.whatsapp_phone_id is not None:
        facts = replace(facts, whatsapp=await _whatsapp(settings))
    if settings.bot_token is None:
        return facts
    return replace(facts, telegram=await _telegram(settings, facts.group))


# --- on this machine -----------------------------------------------------------------------------


def _key(settings: Settings) -> tuple[Key, Keyring | None]:
    if settings.data_keys:
        return Key("DATA_KEY", True), Keyring(settings.data_keys)
    file = settings.key_file
    if file is None:
        mend = "is absent, and PostgreSQL has no key file: make one with qupia keygen"
        return Key("DATA_KEY", False, f"DATA_KEY {mend}"), None
    if not file.exists():
        return Key(file.name, False), None
    if file.stat().st_mode & 0o077:
        return Key(file.name, True, f"other users of this machine can read it: run chmod 600 {file}"), None
    try:
        return Key(file.name, True), Keyring.from_text(file.read_text("ascii"))
    except (ValueError, OSError):
        return Key(file.name, True, "it holds no key that can be read: restore it, or set DATA_KEY"), None


def words(folder: Path) -> dict[str, frozenset[str]]:
    """The ids of the messages that have words, by language."""
    from fluent.runtime import FluentResource

    def ids(file: Path) -> list[str]:
        body = FluentResource(file.read_text(encoding="utf-8")).body
        messages: list[Any] = [entry for entry in body if type(entry).__name__ == "Message"]
        return [entry.id.name for entry in messages if entry.value is not None]

    return {
        language.value: frozenset(name for file in (folder / language).glob("*.ftl") for name in ids(file))
        for language in Language
    }


def _estimated(today: date, decided: frozenset[date]) -> tuple[tuple[date, str], ...]:
    """Working days of the week that the calendar only guesses to be holidays, and the clinic left undecided."""
    from bot.calendar import KazakhstanCalendar

    calendar = KazakhstanCalendar()
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    named = [(day, calendar.name_of(day)) for day in days if day.weekday() < 5 and day not in decided]
    return tuple((day, name) for day, name in named if "estimated" in name)


# --- the database --------------------------------------------------------------------------------


async def _storage(settings: Settings, keyring: Keyring | None, today: date) -> Storage:
    if is_new(settings):
        return NoFile(str(settings.sqlite_file))
    try:
        database = Database(settings.database_url)
    except (ValueError, OSError) as error:
        return Closed(why(settings, error))
    try:
        async with asyncio.timeout(SECONDS):
            return await database.read(lambda conn: _stored(conn, keyring, today))
    except (SQLAlchemyError, OSError) as error:
        return Closed(why(settings, error))
    finally:
        await database.close()


def _stored(conn: sa.Connection, keyring: Keyring | None, today: date) -> Behind | Stored:
    from bot.storage import days, editions, schema
    from bot.storage.settings import get

    if schema.is_pending(conn):
        return Behind()
    held = {lang: edition.version for lang, edition in editions.in_force(conn, today).items()}
    return Stored(get(conn, "group"), held, _opens(conn, keyring), frozenset(days.overrides(conn)))


def _opens(conn: sa.Connection, keyring: Keyring | None) -> bool | None:
    """Whether the newest sealed state of a conversation opens; None when there is nothing to try."""
    from bot.storage.people import row_name
    from bot.storage.records import contacts

    sealed = sa.select(contacts).where(contacts.c.state.is_not(None)).order_by(contacts.c.heard_at.desc())
    row = conn.execute(sealed.limit(1)).first()
    if row is None:
        return None
    if keyring is None:
        return False
    try:
        keyring.open(row.state, table="contacts", column="state", row=row_name(row.channel, row.address))
    except Unsealable:
        return False
    return True


# --- Telegram ------------------------------------------------------------------------------------


async def _telegram(settings: Settings, group: str | None) -> Met | Refused:
    """aiogram is imported here and not before: it costs seconds."""
    from bot.channels.telegram import make_bot

    assert settings.bot_token is not None
    bot = make_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url)
    try:
        return await _asked(lambda: _met(bot, group))
    finally:
        await bot.session.close()


async def _asked(question: Callable[[], Awaitable[T]]) -> T | Refused:
    """The answer, or the name of what went wrong: the error's own words may hold the token's address."""
    try:
        return await question()
    except Exception as error:
        return Refused(type(error).__name__)


async def _met(bot: Any, group: str | None) -> Met:
    me = await bot.get_me(request_timeout=SECONDS)
    hook = await bot.get_webhook_info(request_timeout=SECONDS)
    seat = await _asked(lambda: _seat(bot, me.id, group)) if group else None
    return Met(
        me.username or "",
        bool(me.can_read_all_group_messages),
        hook.url or "",
        hook.last_error_date is not None,
        seat,
    )


async def _seat(bot: Any, me: int, group: str) -> Seat:
    chat = await bot.get_chat(int(group), request_timeout=SECONDS)
    member = await bot.get_chat_member(int(group), me, request_timeout=SECONDS)
    return Seat(
        str(getattr(member.status, "value", member.status)),
        getattr(member, "can_send_messages", None) is not False,
        bool(getattr(member, "can_manage_topics", False)),
        bool(chat.is_forum),
    )


# --- WhatsApp ------------------------------------------------------------------------------------


async def _whatsapp(settings: Settings) -> Answered | Refused:
    """What Meta says; a refusal by its HTTP status, because Meta's own words may repeat the token."""
    from aiohttp import ClientResponseError

    from bot.channels.whatsapp import Graph

    assert settings.whatsapp_token is not None
    assert settings.whatsapp_phone_id is not None
    token, base = settings.whatsapp_token.get_secret_value(), settings.whatsapp_api_url
    graph = Graph(base, settings.whatsapp_api_version, settings.whatsapp_phone_id, token, seconds=SECONDS)
    try:
        return await _answered(graph)
    except ClientResponseError as error:
        return Refused(str(error.status))
    except Exception as error:
        return Refused(type(error).__name__)
    finally:
        await graph.close()


async def _answered(graph: Any) -> Answered:
    from aiohttp import ClientError

    from bot.channels.whatsapp import missing, untold

    number = await graph.phone()
    try:
        found = await graph.templates()
    except (ClientError, TimeoutError):
        found = None
    if found is None:
        return Answered(number, None)
    return Answered(number, tuple(missing(found)), tuple(untold(found)))
