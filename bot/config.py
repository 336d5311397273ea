"""The only reader of the environment: every setting, its default, and a sentence for each that is wrong.

Values come from the environment, then from ``.env``. An empty value counts as absent. Secrets are never
repeated in a message, nor in a representation of the settings.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import shapes
from bot.env_file import file_problems, likely_misspelled
from bot.misconfigured import Misconfigured, Problem

CODE_SENDERS = ("log", "telegram-gateway", "smsc", "mobizon")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("console", "json")
DEFAULT_DATABASE = "sqlite+aiosqlite:///qupia.db"

_NEEDS: dict[str, tuple[str, ...]] = {
    "telegram-gateway": ("telegram_gateway_token",),
    "smsc": ("smsc_login", "smsc_password"),
    "mobizon": ("mobizon_key",),
}
_WHATSAPP = ("whatsapp_token", "whatsapp_phone_id", "whatsapp_app_secret", "whatsapp_verify_token")

_HTTP = "must be an http:// or https:// address without user name"
_HTTPS = "must be an https:// address without user name (http:// only on this machine)"
_WORD = "must be one word without spaces: copy it again from where it was issued"

Api = Annotated[str, shapes.url(_HTTP)]
AppId = Annotated[str, shapes.text("[0-9]{1,32}", "must be the number's id (digits), not the number")]
Bin = Annotated[str, shapes.text("[0-9]{12}", "must have 12 digits")]
BotToken = Annotated[
    SecretStr,
    shapes.secret(
        "[0-9]{1,20}:[A-Za-z0-9_-]{3,128}",
        "must look like 123456789:AAE...: copy the whole token that BotFather gave",
    ),
]
Email = Annotated[str, shapes.text(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+", "must be an e-mail address")]
Group = Annotated[int, shapes.whole(-(10**15), -1, "must be a group's negative number, as -1001234567890")]
Host = Annotated[str, shapes.text(r"[0-9A-Za-z.:\-]+", "must be an address such as 127.0.0.1 or 0.0.0.0")]
Line = Annotated[str, shapes.text(r"[^\r\n]{1,100}", "must be one line of at most 100 characters")]
Port = Annotated[int, shapes.whole(1, 65535, "must be a port from 1 to 65535")]
Secret = Annotated[SecretStr, shapes.secret(r"\S+", _WORD)]
Version = Annotated[str, shapes.text(r"v[0-9]{1,3}\.[0-9]{1,2}", "must look like v26.0")]
WebhookSecret = Annotated[
    SecretStr, shapes.secret("[A-Za-z0-9_-]{1,256}", "may hold only A-Z a-z 0-9 _ - (256 at most)")
]
WebhookUrl = Annotated[str, shapes.url(_HTTPS, public=True)]


class Settings(BaseSettings):
    """Every setting, checked. Fields are the variables' names in lower case; see ``.env.example``."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    bot_token: BotToken | None = None
    admin_chat_id: Group | None = None
    telegram_api_url: Api = "https://api.telegram.org"

    whatsapp_token: Secret | None = None
    whatsapp_phone_id: AppId | None = None
    whatsapp_app_secret: Secret | None = None
    whatsapp_verify_token: Secret | None = None
    whatsapp_api_url: Api = "https://graph.facebook.com"
    whatsapp_api_version: Version = "v26.0"

    database_url: Annotated[str, shapes.DATABASE, Field(repr=False)] = DEFAULT_DATABASE
    data_key: Annotated[SecretStr, shapes.KEYS] | None = None

    webhook_url: WebhookUrl | None = None
    webhook_secret: WebhookSecret | None = None
    host: Host = "127.0.0.1"
    port: Port = 8080

    clinic_name: Line = "New Generation Clinic"
    clinic_bin: Bin | None = None
    clinic_phone: Annotated[str, shapes.PHONE] = "+77010990990"
    clinic_email: Email = "ecomed17@mail.ru"
    policy_url: Api = "https://ngc.kz/privacy-policy/"
    timezone: Annotated[str, shapes.ZONE] = "Asia/Almaty"

    code_sender: Annotated[str, shapes.one_of(CODE_SENDERS, str.lower)] = "log"
    telegram_gateway_token: Secret | None = None
    smsc_login: Annotated[str, shapes.text(r"\S+", _WORD)] | None = None
    smsc_password: SecretStr | None = None
    mobizon_key: Secret | None = None

    log_level: Annotated[str, shapes.one_of(LOG_LEVELS, str.upper)] = "INFO"
    log_format: Annotated[str, shapes.one_of(LOG_FORMATS, str.lower)] = "console"

    @classmethod
    def load(cls, env_file: str | Path = ".env") -> Settings:
        """The settings of this process. Raises Misconfigured with everything that is wrong, at once."""
        path = Path(env_file)
        problems = [*file_problems(path, _names()), *likely_misspelled(os.environ, _names())]
        if problems:
            raise Misconfigured(tuple(problems))
        try:
            settings = cls(_env_file=path)
        except ValidationError as error:
            raise Misconfigured(tuple(map(_told, error.errors(include_input=False)))) from None
        if problems := list(_contradictions(settings)):
            raise Misconfigured(tuple(problems))
        return settings

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def on_postgresql(self) -> bool:
        """Whether several processes may share the database."""
        return self.database_url.startswith("postgresql")

    @property
    def sqlite_file(self) -> Path | None:
        """The embedded database's file, or None on PostgreSQL."""
        return None if self.on_postgresql else Path(self.database_url.removeprefix("sqlite+aiosqlite:///"))

    @property
    def key_file(self) -> Path | None:
        """Where the data key lies when DATA_KEY is absent: beside the SQLite file; None on PostgreSQL."""
        return self.sqlite_file.with_name("qupia.key") if self.sqlite_file else None

    @property
    def data_keys(self) -> tuple[bytes, ...]:
        """The keys of DATA_KEY, the encrypting one first; empty when it is absent."""
        return shapes.read_keys(self.data_key.get_secret_value()) if self.data_key else ()

    @property
    def has_whatsapp(self) -> bool:
        """Whether the WhatsApp channel is configured; a half-configured one does not load."""
        return self.whatsapp_token is not None


_GAPS: tuple[tuple[str, Callable[[Settings], bool], str], ...] = (
    (
        "BOT_TOKEN",
        lambda s: s.bot_token is None and not s.has_whatsapp,
        "and the WHATSAPP_ settings are absent: give at least one channel",
    ),
    (
        "CLINIC_BIN",
        lambda s: s.clinic_bin is None,
        "is absent: consent must name the operator's BIN (Art. 8(4)), 12 digits",
    ),
    (
        "DATABASE_URL",
        lambda s: s.database_url == DEFAULT_DATABASE,
        "is the trial file in the working folder: give an absolute path that is backed up, or PostgreSQL",
    ),
    (
        "DATA_KEY",
        lambda s: s.data_key is None,
        "is absent: make one with qupia keygen and keep a copy apart from the database",
    ),
    (
        "CODE_SENDER",
        lambda s: s.code_sender == "log",
        "is log, which sends no codes: choose telegram-gateway, smsc or mobizon",
    ),
    (
        "WEBHOOK_URL",
        lambda s: s.has_whatsapp and s.webhook_url is None,
        "is absent: WhatsApp needs the public https address of this server",
    ),
    (
        "TELEGRAM_API_URL",
        lambda s: shapes.in_clear(s.telegram_api_url),
        "sends the token unencrypted to another machine: use https",
    ),
    (
        "WHATSAPP_API_URL",
        lambda s: shapes.in_clear(s.whatsapp_api_url),
        "sends the token unencrypted to another machine: use https",
    ),
)


def without_settings() -> dict[str, str]:
    """This process's environment without any setting of ours: what a child process may inherit."""
    names = set(_names())
    return {name: value for name, value in os.environ.items() if name not in names}


def line_to_complete() -> list[str]:
    """What was typed after ``qupia`` when a shell asks how that line may go on (Tab); nothing otherwise."""
    if not os.environ.get("_QUPIA_COMPLETE"):
        return []
    typed = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    return typed.split()[1:]


def production_gaps(settings: Settings) -> tuple[Problem, ...]:
    """What a start with real patients still needs; empty when nothing is missing."""
    return tuple(Problem(name, said) for name, missing, said in _GAPS if missing(settings))


def _names() -> list[str]:
    return [name.upper() for name in Settings.model_fields]


def _told(error: Any) -> Problem:
    name = str(error["loc"][0]).upper()
    cause = error.get("ctx", {}).get("error")
    return Problem(name, str(cause) if isinstance(cause, ValueError) else "is malformed: see .env.example")


def _contradictions(settings: Settings) -> Iterator[Problem]:
    """Settings that are right alone and wrong together."""
    missing = [name for name in _WHATSAPP if getattr(settings, name) is None]
    if missing and len(missing) < len(_WHATSAPP):
        yield from (
            Problem(n.upper(), "is absent while other WHATSAPP_ settings are given: give all four or none")
            for n in missing
        )
    for name in _NEEDS.get(settings.code_sender, ()):
        if getattr(settings, name) is None:
            yield Problem(name.upper(), f"is absent: CODE_SENDER={settings.code_sender} needs it")
    if settings.webhook_url and settings.bot_token and not settings.webhook_secret:
        yield Problem(
            "WEBHOOK_SECRET", "is absent: without it anybody could speak as Telegram to WEBHOOK_URL"
        )
