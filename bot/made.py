"""What the settings and the built-in texts make: clinic, keys, code sender, editions, a policy out of a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.channels import codes
from bot.channels.whatsapp.naming import naming
from bot.config import Settings
from bot.desk.publishing import Refused
from bot.policy import builtin
from bot.policy.parse import parse
from bot.policy.read import read_bytes
from bot.policy.unreadable import Unreadable
from bot.ports import Sender
from bot.storage.crypto import Keyring, load_or_make
from bot.wording import Wording
from dialogs.context import Clinic, Policy
from dialogs.messages import Language, text
from dialogs.phones import shown
from dialogs.policy import Edition


def plain_policies() -> dict[Language, Policy]:
    """The built-in plain-language edition with its short titles, in every language."""
    return {language: _plain(language) for language in Language}


def _plain(language: Language) -> Policy:
    edition = builtin.builtin(language)
    titles = tuple(builtin.short_title(section.number, language) for section in edition.sections)
    return Policy(edition, titles)


def read_policy(name: str, data: bytes, lang: str, effective: date | None) -> Edition | Refused:
    """A file of the clinic's into an edition, or why not; takes up to seconds."""
    try:
        return parse(read_bytes(name, data), lang, effective)
    except Unreadable as error:
        return Refused(error.line, error.why_key, error.details)


PATIENTS_MENU = ("menu", "settings", "verify", "stop")
STAFF_MENU = ("queue", "mine", "overdue", "find", "case", "stats", "holiday", "help")
"""Commands shown in Telegram's own menus, in this order; each is explained by a key ``command-…``."""


def menu(wording: Wording, commands: tuple[str, ...]) -> dict[Language, dict[str, str]]:
    """Commands with what they do, in every language."""
    return {
        language: {name: wording.label(text(f"command-{name}"), language) for name in commands}
        for language in Language
    }


def code_sender(config: Settings) -> Sender:
    """Who carries one-time codes, by CODE_SENDER; the settings were checked to hold its credentials."""
    gateway, login = config.telegram_gateway_token, config.smsc_login
    password, key = config.smsc_password, config.mobizon_key
    if config.code_sender == "telegram-gateway" and gateway is not None:
        return codes.ServiceSender(codes.telegram_gateway(gateway.get_secret_value()))
    if config.code_sender == "smsc" and login is not None and password is not None:
        return codes.ServiceSender(codes.smsc(login, password.get_secret_value()))
    if config.code_sender == "mobizon" and key is not None:
        return codes.ServiceSender(codes.mobizon(key.get_secret_value()))
    return codes.LogSender()


def clinic(config: Settings) -> Clinic:
    """The operator as patients see it."""
    return Clinic(
        config.clinic_name,
        config.clinic_bin or "",
        shown(config.clinic_phone),
        config.clinic_email,
        config.policy_url,
    )


def keyring(config: Settings) -> Keyring:
    """The data keys: DATA_KEY, else the key file beside the SQLite file, made when it is not there."""
    if config.data_keys:
        return Keyring(config.data_keys)
    if config.key_file is None:
        raise ValueError("DATA_KEY is absent: make one with qupia keygen; on PostgreSQL there is no key file")
    return load_or_make(config.key_file)


def whatsapp_names(keys: Keyring) -> Callable[[str], str]:
    """What Meta's ids are called in the database; by the oldest key, so that names outlive a change of keys."""
    return naming(keys.subkeys("whatsapp-names")[-1])
