"""Settings: what is wrong is said in one sentence each, with how to mend it and no secret in it."""

import base64
from pathlib import Path

import pytest

from bot.config import DEFAULT_DATABASE, Settings, production_gaps
from bot.misconfigured import Misconfigured

TOKEN = "123456789:AAE-very_secret_token_of_the_bot_12345"
KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
OTHER_KEY = base64.urlsafe_b64encode(b"o" * 32).decode()
READY = {
    "BOT_TOKEN": TOKEN,
    "CLINIC_BIN": "123456789012",
    "DATABASE_URL": "postgresql+asyncpg://qupia:secret@127.0.0.1:5432/qupia",
    "DATA_KEY": KEY,
    "CODE_SENDER": "mobizon",
    "MOBIZON_KEY": "mobizon-secret",
}


@pytest.fixture(autouse=True)
def _nothing_set_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def written(path: Path, **lines: str) -> Settings:
    path.write_text("".join(f"{name}={value}\n" for name, value in lines.items()), encoding="utf-8")
    return Settings.load(path)


def problems(path: Path, **lines: str) -> list[str]:
    with pytest.raises(Misconfigured) as told:
        written(path, **lines)
    return [str(problem) for problem in told.value.problems]


def test_a_trial_starts_with_no_settings_at_all(env_file):
    settings = Settings.load(env_file)
    assert (settings.clinic_phone, settings.timezone, settings.port) == ("+77010990990", "Asia/Almaty", 8080)
    assert settings.database_url == DEFAULT_DATABASE
    assert settings.key_file == Path("qupia.key")
    assert not settings.has_whatsapp


def test_an_empty_value_counts_as_absent(env_file):
    assert written(env_file, BOT_TOKEN="", PORT="", CODE_SENDER="").port == 8080


def test_the_environment_wins_over_the_file(env_file, monkeypatch):
    monkeypatch.setenv("PORT", "9000")
    assert written(env_file, PORT="7000").port == 9000


def test_the_example_file_is_valid_and_explains_every_setting(env_file):
    example = Path(__file__).parents[2] / ".env.example"
    text = example.read_text("utf-8")
    env_file.write_text(text, "utf-8")
    assert Settings.load(env_file) == Settings.load(env_file.with_name("absent"))
    named = {line.lstrip("# ").partition("=")[0] for line in text.splitlines() if "=" in line}
    assert {name.upper() for name in Settings.model_fields} <= named


def test_a_misspelled_name_in_the_file_is_answered_with_the_nearest_one(env_file):
    (told,) = problems(env_file, BOT_TOKN=TOKEN)
    assert told.endswith("line 1 sets BOT_TOKN, which Qupia does not know: did you mean BOT_TOKEN?")


def test_a_misspelled_name_in_the_environment_is_told_too(env_file, monkeypatch):
    monkeypatch.setenv("CLINIC_BINN", "123456789012")
    assert problems(env_file) == ["CLINIC_BINN is not known to Qupia: did you mean CLINIC_BIN?"]


def test_other_programs_variables_are_not_our_business(env_file, monkeypatch):
    monkeypatch.setenv("TELEGRAM_CHANNEL", "news")
    monkeypatch.setenv("HOSTNAME", "clinic")
    assert Settings.load(env_file).host == "127.0.0.1"


def test_a_secret_pasted_without_its_name_is_not_repeated(env_file):
    env_file.write_text(f"{TOKEN}\n", "utf-8")
    with pytest.raises(Misconfigured) as told:
        Settings.load(env_file)
    assert "line 1 is not NAME=value" in str(told.value)
    assert TOKEN not in str(told.value)


def test_a_file_that_is_no_text_is_told(env_file):
    env_file.write_bytes(b"BOT_TOKEN=\xff\xfe")
    with pytest.raises(Misconfigured, match="UTF-8"):
        Settings.load(env_file)


def test_everything_that_is_wrong_is_told_at_once(env_file):
    assert len(problems(env_file, PORT="99999", LOG_LEVEL="LOUD", CLINIC_BIN="12")) == 3


MALFORMED = [
    ("BOT_TOKEN", "very-secret", "BotFather"),
    ("ADMIN_CHAT_ID", "1001234567890", "negative"),
    ("ADMIN_CHAT_ID", "@clinic", "negative"),
    ("TELEGRAM_API_URL", "api.telegram.org", "http"),
    ("TELEGRAM_API_URL", "https://user:very-secret@host", "user name"),
    ("WHATSAPP_API_VERSION", "26", "v26.0"),
    ("DATABASE_URL", "postgresql://u:very-secret@h/d", "postgresql+asyncpg://"),
    ("DATABASE_URL", "postgres://u:very-secret@h/d", "postgresql+asyncpg://"),
    ("DATABASE_URL", "postgresql+psycopg://u:very-secret@h/d", "postgresql+asyncpg://"),
    ("DATABASE_URL", "sqlite:///qupia.db", "sqlite+aiosqlite:///"),
    ("DATABASE_URL", "sqlite+aiosqlite:///:memory:", "FILE"),
    ("DATABASE_URL", "postgresql+asyncpg://u:very-secret@h:port/d", "5432"),
    ("DATABASE_URL", "mysql://u:very-secret@h/d", "FILE"),
    ("DATA_KEY", "very-secret", "qupia keygen"),
    ("DATA_KEY", f"{KEY},very-secret", "place 2"),
    ("DATA_KEY", f"{KEY},{KEY}", "once"),
    ("WEBHOOK_URL", "http://clinic.kz", "https"),
    ("WEBHOOK_SECRET", "very secret!", "A-Z"),
    ("HOST", "a b", "0.0.0.0"),
    ("PORT", "0", "65535"),
    ("PORT", "eighty", "65535"),
    ("CLINIC_BIN", "12345", "12 digits"),
    ("CLINIC_PHONE", "8 701 099 09 90", "+77010990990"),
    ("CLINIC_EMAIL", "nobody", "e-mail"),
    ("POLICY_URL", "ngc.kz", "http"),
    ("TIMEZONE", "Almaty", "Asia/Almaty"),
    ("CODE_SENDER", "pigeon", "telegram-gateway"),
    ("LOG_LEVEL", "LOUD", "DEBUG"),
    ("LOG_FORMAT", "xml", "json"),
]


@pytest.mark.parametrize(("name", "value", "mend"), MALFORMED)
def test_a_malformed_value_is_told_in_one_sentence_without_being_repeated(env_file, name, value, mend):
    (told,) = problems(env_file, **{name: f'"{value}"'})
    assert told.startswith(f"{name} ")
    assert mend in told
    assert "\n" not in told
    assert "very" not in told


@pytest.mark.parametrize(
    ("sender", "credentials"),
    [
        ("telegram-gateway", ["TELEGRAM_GATEWAY_TOKEN"]),
        ("smsc", ["SMSC_LOGIN", "SMSC_PASSWORD"]),
        ("mobizon", ["MOBIZON_KEY"]),
    ],
)
def test_a_sender_of_codes_needs_its_own_credentials_only(env_file, sender, credentials):
    assert [told.split()[0] for told in problems(env_file, CODE_SENDER=sender)] == credentials
    assert written(env_file, CODE_SENDER=sender, **dict.fromkeys(credentials, "x")).code_sender == sender


def test_half_a_whatsapp_channel_is_told(env_file):
    told = problems(env_file, WHATSAPP_TOKEN="t", WHATSAPP_PHONE_ID="123456")
    assert [row.split()[0] for row in told] == ["WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN"]


def test_a_webhook_without_a_secret_would_let_anybody_speak_as_telegram(env_file):
    assert problems(env_file, BOT_TOKEN=TOKEN, WEBHOOK_URL="https://bot.clinic.kz") == [
        "WEBHOOK_SECRET is absent: without it anybody could speak as Telegram to WEBHOOK_URL"
    ]


def test_a_webhook_on_this_machine_may_be_plain_for_a_trial(env_file):
    assert written(env_file, WEBHOOK_URL="http://127.0.0.1:8080/").webhook_url == "http://127.0.0.1:8080"


def test_secrets_do_not_show_in_the_settings_representation(env_file):
    shown = repr(written(env_file, **READY))
    assert not any(secret in shown for secret in (TOKEN, KEY, "mobizon-secret", "qupia:secret"))


def test_the_first_data_key_encrypts_and_all_decrypt(env_file):
    assert written(env_file, DATA_KEY=f"{KEY}, {OTHER_KEY}").data_keys == (b"k" * 32, b"o" * 32)


def test_the_clinics_phone_is_kept_in_one_form(env_file):
    assert written(env_file, CLINIC_PHONE="+7 (701) 099-09-90").clinic_phone == "+77010990990"


def test_a_start_with_real_patients_lists_what_it_still_needs(env_file):
    gaps = [gap.where for gap in production_gaps(Settings.load(env_file))]
    assert gaps == ["BOT_TOKEN", "CLINIC_BIN", "DATABASE_URL", "DATA_KEY", "CODE_SENDER"]


def test_a_complete_configuration_has_no_gaps(env_file):
    assert production_gaps(written(env_file, **READY)) == ()


def test_a_token_sent_in_clear_to_another_machine_is_a_gap(env_file):
    remote = written(env_file, **READY, TELEGRAM_API_URL="http://10.0.0.5:8081")
    local = written(env_file, **READY, TELEGRAM_API_URL="http://127.0.0.1:8081")
    assert [gap.where for gap in production_gaps(remote)] == ["TELEGRAM_API_URL"]
    assert production_gaps(local) == ()
