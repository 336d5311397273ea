"""The doctor looks at a real database and Bot API, changes nothing, and prints one line a finding."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.channels.whatsapp import TEMPLATES
from bot.cli import main
from bot.commands.doctor import gather, words
from bot.commands.doctor import tell as tell_all
from bot.config import Settings
from bot.demo.bot_api import BotApi, Clock
from bot.demo.cloud_api import APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN, CloudApi
from bot.doctor import Finding, Level, examine
from bot.facts import Answered, Behind, Closed, Facts, Met, NoFile, Refused, Seat, Stored
from bot.storage import editions, people, settings
from bot.storage.crypto import Keyring, new_key
from bot.storage.database import Database
from dialogs.policy import Clause, Section, edition

NOW = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)
HIDDEN = "Hidden-word-of-the-clinic"
READY = {
    "BOT_TOKEN": f"123456789:{HIDDEN}-aaaaaaaaaa",
    "CLINIC_BIN": "123456789012",
    "DATABASE_URL": f"postgresql+asyncpg://qupia:{HIDDEN}@127.0.0.1:9/qupia",
    "DATA_KEY": new_key(),
    "CODE_SENDER": "mobizon",
    "MOBIZON_KEY": HIDDEN,
}
OFFICIAL = edition("kk", (Section(1, "Жалпы", (Clause("1.1", "Мәтін."),)),), None, official=True)


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


Set = Callable[..., Settings]


@pytest.fixture
def set_(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Settings by the environment's names; None leaves one out of those that are ready for patients."""

    def load(**changes: str | None) -> Settings:
        for name, value in (READY | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return Settings.load()

    return load


def test_every_language_has_words_for_every_message() -> None:
    found = words(Path(__file__).resolve().parents[2] / "locales")

    assert set(found) == {"kk", "ru", "en"}
    assert len(set(found.values())) == 1


# --- against a database --------------------------------------------------------------------------


async def test_a_database_with_a_policy_and_a_group_is_looked_into(
    database: Database, database_url: str, keyring: Keyring, set_: Set
) -> None:
    await database.write(lambda conn: editions.add(conn, OFFICIAL, NOW))
    await database.write(lambda conn: settings.put(conn, "group", "-100200"))

    facts = await gather(set_(DATABASE_URL=database_url, BOT_TOKEN=None))

    assert facts.storage == Stored("-100200", {"kk": OFFICIAL.version}, opens=None)
    assert facts.group == "-100200"


async def test_a_database_sealed_with_another_key_is_found_out(
    database: Database, database_url: str, keyring: Keyring, set_: Set
) -> None:
    def talk(conn: sa.Connection) -> None:
        contact = people.meet(conn, keyring, "telegram", "1", NOW)
        people.keep(conn, keyring, contact, {"v": 1}, 1, "", NOW)

    await database.write(talk)
    facts = await gather(set_(DATABASE_URL=database_url, BOT_TOKEN=None))

    assert isinstance(facts.storage, Stored)
    assert facts.storage.opens is False


async def test_tables_that_are_not_there_are_told_from_a_database_that_is_gone(
    set_: Set, tmp_path: Path
) -> None:
    (tmp_path / "empty.db").touch(mode=0o600)
    empty = await gather(set_(DATABASE_URL="sqlite+aiosqlite:///empty.db", BOT_TOKEN=None))
    (tmp_path / "letter.db").write_text("a letter to the clinic\n" * 100)
    letter = await gather(set_(DATABASE_URL="sqlite+aiosqlite:///letter.db", BOT_TOKEN=None))
    none = await gather(set_(DATABASE_URL="sqlite+aiosqlite:///none.db", BOT_TOKEN=None))

    assert isinstance(empty.storage, Behind)
    assert isinstance(letter.storage, Closed)
    assert none.storage == NoFile("none.db")
    assert not (tmp_path / "none.db").exists()


# --- against the Bot API -------------------------------------------------------------------------


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    emulator = BotApi(Clock(NOW, frozen=True))
    yield emulator
    await emulator.close()


async def met(api: BotApi, set_: Set, **changes: str | None) -> Facts:
    """What the doctor learns from the emulated Bot API."""
    fixed = {"DATABASE_URL": "sqlite+aiosqlite:///none.db", "TELEGRAM_API_URL": await api.start()}
    return await gather(set_(**{"BOT_TOKEN": api.token} | fixed | changes))


async def test_a_bot_that_leads_its_group_is_well(api: BotApi, set_: Set) -> None:
    group = api.group(creator=api.person())

    facts = await met(api, set_, ADMIN_CHAT_ID=str(group.id))

    assert facts.telegram == Met(
        "qupia_demo_bot", reads_all=False, seat=Seat("administrator", manages_topics=True)
    )


async def test_a_bot_that_is_a_mere_member_does_not_hear_everything(api: BotApi, set_: Set) -> None:
    group = api.group(creator=api.person(), bot="member", forum=True)

    facts = await met(api, set_, ADMIN_CHAT_ID=str(group.id))

    assert isinstance(facts.telegram, Met)
    assert facts.telegram.seat == Seat("member", is_forum=True)
    assert any("does not hear every reply" in finding.what for finding in examine(facts))


async def test_a_group_without_the_bot_is_found_out(api: BotApi, set_: Set) -> None:
    group = api.group(creator=api.person(), bot=None)

    facts = await met(api, set_, ADMIN_CHAT_ID=str(group.id))

    assert any("staff group" in finding.what for finding in wrong(facts) if finding.level is Level.BAD)


async def test_a_token_that_telegram_refuses_is_found_out_and_not_repeated(api: BotApi, set_: Set) -> None:
    facts = await met(api, set_, BOT_TOKEN=READY["BOT_TOKEN"])

    assert facts.telegram == Refused("TelegramUnauthorizedError")
    found = next(finding for finding in examine(facts) if finding.what.startswith("Telegram"))
    assert "BotFather" in found.mend
    assert not any(HIDDEN in finding.what + finding.mend for finding in examine(facts))


async def test_a_webhook_left_behind_is_found_out(api: BotApi, set_: Set) -> None:
    url = await api.start()
    from bot.channels.telegram import make_bot

    bot = make_bot(api.token, url)
    await bot.set_webhook("https://other.example/hook")
    await bot.session.close()

    facts = await gather(
        set_(BOT_TOKEN=api.token, TELEGRAM_API_URL=url, DATABASE_URL="sqlite+aiosqlite:///none.db")
    )

    assert any("other.example" in finding.what for finding in wrong(facts))


# --- as it is printed ----------------------------------------------------------------------------


def test_each_finding_is_one_line_and_the_last_line_is_the_next_step(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell_all([Finding(Level.BAD, "group [bold] of words " * 20, "mend it"), Finding(Level.OK, "fine")])

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["bad", "ok", "next"]
    assert "[bold]" in lines[0]
    assert lines[-1] == "next mend it"


def test_a_bare_clone_is_told_its_first_step_and_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["doctor"])

    assert left.value.code == 1
    assert "BOT_TOKEN" in capsys.readouterr().out.splitlines()[-1]
    assert not list(tmp_path.iterdir())


def test_settings_that_do_not_load_are_findings_too(
    set_: Set, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_TOKEN", HIDDEN)
    monkeypatch.setenv("PORT", "many")
    with pytest.raises(SystemExit) as left:
        main(["doctor"])

    out = capsys.readouterr().out
    assert left.value.code == 1
    assert [line.split()[0] for line in out.splitlines()] == ["bad", "bad", "next"]
    assert HIDDEN not in out


def test_a_key_file_that_others_can_read_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "qupia.key").write_text(new_key())
    (tmp_path / "qupia.key").chmod(0o644)
    with pytest.raises(SystemExit):
        main(["doctor"])

    assert "chmod 600" in capsys.readouterr().out


def wrong(facts: Facts) -> list[Finding]:
    return [finding for finding in examine(facts) if finding.level is not Level.OK]


# --- against the Cloud API -----------------------------------------------------------------------


@pytest.fixture
async def cloud() -> AsyncIterator[tuple[CloudApi, str]]:
    """An emulated Cloud API with every template approved, and its address."""
    api = CloudApi(templates=[template.submission() for template in TEMPLATES])
    yield api, await api.start()
    await api.close()


def _whatsapp(url: str, **changes: str) -> dict[str, str | None]:
    given = {
        "WHATSAPP_TOKEN": TOKEN,
        "WHATSAPP_PHONE_ID": PHONE_ID,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WHATSAPP_API_URL": url,
    }
    return {"BOT_TOKEN": None, **given, **changes}


async def test_a_number_with_every_template_is_well(cloud: tuple[CloudApi, str], set_: Set) -> None:
    facts = await gather(set_(**_whatsapp(cloud[1])))
    assert facts.whatsapp == Answered("77010990990")
    assert {one.level for one in examine(facts) if "emplates" in one.what} == {Level.OK}


async def test_a_template_of_one_language_is_missed_and_one_of_all_is_grave(
    cloud: tuple[CloudApi, str], set_: Set
) -> None:
    api, url = cloud
    api.approves(TEMPLATES[0].submission(), "REJECTED")
    (found,) = [one for one in examine(await gather(set_(**_whatsapp(url)))) if "templates" in one.what]
    assert (found.level, "qupia_case_news/kk: REJECTED" in found.what) == (Level.WARN, True)
    for template in TEMPLATES[1:3]:
        api.approves(template.submission(), "PAUSED")
    (found,) = [one for one in examine(await gather(set_(**_whatsapp(url)))) if "templates" in one.what]
    assert (found.level, "qupia_case_news" in found.what) == (Level.BAD, True)
    assert "WhatsApp Manager" in found.mend


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        ({"WHATSAPP_TOKEN": f"EAA{HIDDEN}"}, "WHATSAPP_TOKEN"),
        ({"WHATSAPP_PHONE_ID": "111"}, "WHATSAPP_PHONE_ID"),
        ({"WHATSAPP_API_URL": "http://127.0.0.1:9"}, "WHATSAPP_API_URL"),
    ],
)
async def test_what_meta_refuses_is_said_with_its_mend_and_without_the_token(
    cloud: tuple[CloudApi, str], set_: Set, change: dict[str, str], mend: str
) -> None:
    facts = await gather(set_(**_whatsapp(cloud[1], **change)))
    (found,) = [one for one in examine(facts) if one.what.startswith("WhatsApp")]
    assert (found.level, mend in found.mend) == (Level.BAD, True)
    assert HIDDEN not in f"{found}"
