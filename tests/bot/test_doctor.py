"""The doctor sees what is wrong with an installation, says how to mend it, and gives nothing away."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.cli import main
from bot.commands.doctor import gather, words
from bot.commands.doctor import tell as tell_all
from bot.config import Settings
from bot.demo.bot_api import BotApi, Clock
from bot.doctor import CHECKS, Finding, Level, examine, next_step
from bot.facts import Behind, Closed, Facts, Key, Met, NoFile, Refused, Seat, Stored
from bot.storage import editions, people, settings
from bot.storage.crypto import Keyring, new_key
from bot.storage.database import Database
from dialogs.policy import Clause, Section, edition

NOW = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)
TODAY = date(2026, 12, 14)
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


@pytest.fixture
def well(set_: Set) -> Facts:
    """An installation with which nothing is wrong."""
    return Facts(
        set_(),
        TODAY,
        Key("DATA_KEY", True),
        Stored("-100200", {"kk": "2026-01-01.a1b2c3"}, opens=True),
        {"kk": frozenset({"a", "b"}), "ru": frozenset({"a", "b"}), "en": frozenset({"a", "b"})},
        ((TODAY + timedelta(days=200), "Eid al-Adha (estimated)"),),
        Met("clinic_bot", reads_all=False, seat=Seat("administrator", manages_topics=True)),
    )


def wrong(facts: Facts) -> list[Finding]:
    return [finding for finding in examine(facts) if finding.level is not Level.OK]


def only(facts: Facts) -> Finding:
    """The one thing that is wrong; it says how to mend it."""
    (found,) = wrong(facts)
    assert found.mend
    return found


def test_an_installation_in_order_has_nothing_to_mend_and_may_be_started(well: Facts) -> None:
    found = examine(well)

    assert {finding.level for finding in found} == {Level.OK}
    assert len(found) == len(CHECKS)
    assert next_step(found) == "start it: qupia run"


def test_what_is_bad_is_mended_before_what_is_doubtful() -> None:
    found = [Finding(Level.WARN, "a", "mend a"), Finding(Level.BAD, "b", "mend b"), Finding(Level.OK, "c")]

    assert next_step(found) == "mend b"
    assert next_step(found[:1]) == "mend a"


@pytest.mark.parametrize(
    ("storage", "level", "said"),
    [
        (NoFile("qupia.db"), Level.WARN, "qupia.db"),
        (Closed("start it, or mend DATABASE_URL"), Level.BAD, "cannot be used"),
        (Behind(), Level.BAD, "tables"),
    ],
)
def test_a_database_that_is_not_ready(well: Facts, storage: object, level: Level, said: str) -> None:
    found = wrong(replace(well, storage=storage))  # type: ignore[arg-type]

    assert found[0].level is level
    assert said in found[0].what
    assert found[0].mend


@pytest.mark.parametrize(
    ("seat", "level", "said"),
    [
        (None, Level.WARN, "none is linked"),
        (Refused("TelegramBadRequest"), Level.BAD, "does not see it"),
        (Seat("left"), Level.BAD, "not in it"),
        (Seat("kicked"), Level.BAD, "not in it"),
        (Seat("restricted", can_send=False), Level.BAD, "may not write"),
        (Seat("member"), Level.WARN, "does not hear every reply"),
        (Seat("administrator", is_forum=True), Level.WARN, "topics"),
    ],
)
def test_a_staff_group_in_which_the_bot_cannot_work(
    well: Facts, seat: Seat | Refused | None, level: Level, said: str
) -> None:
    found = only(replace(well, telegram=Met("clinic_bot", reads_all=False, seat=seat)))

    assert found.level is level
    assert said in found.what


def test_a_member_that_may_read_everything_hears_every_reply(well: Facts) -> None:
    assert not wrong(replace(well, telegram=Met("clinic_bot", reads_all=True, seat=Seat("member"))))


def test_a_webhook_that_another_server_set_is_a_conflict_and_its_path_stays_hidden(well: Facts) -> None:
    other = f"https://other.example/{HIDDEN}"
    found = only(replace(well, telegram=replace(well.telegram, webhook=other)))  # type: ignore[type-var]

    assert found.level is Level.BAD
    assert "other.example" in found.what
    assert HIDDEN not in found.what + found.mend


def test_a_webhook_of_our_own_is_no_conflict_until_it_fails(well: Facts, set_: Set) -> None:
    ours = set_(WEBHOOK_URL="https://bot.example/", WEBHOOK_SECRET="secret")
    met = Met("clinic_bot", False, "https://bot.example/telegram/webhook", seat=Seat("administrator"))

    assert not wrong(replace(well, settings=ours, telegram=met))
    failed = replace(well, settings=ours, telegram=replace(met, webhook_failed=True))
    assert only(failed).level is Level.WARN


@pytest.mark.parametrize(
    ("key", "level", "said"),
    [
        (Key("qupia.key", True, "run chmod 600 qupia.key"), Level.BAD, "qupia.key"),
        (Key("qupia.key", False), Level.WARN, "no qupia.key yet"),
    ],
)
def test_a_key_that_is_open_to_others_or_absent(well: Facts, key: Key, level: Level, said: str) -> None:
    found = only(replace(well, key=key))

    assert found.level is level
    assert said in found.what


def test_a_key_that_does_not_open_what_is_stored(well: Facts) -> None:
    found = only(replace(well, storage=Stored("-100200", {"kk": "2026-01-01.a1b2c3"}, opens=False)))

    assert (found.level, "DATA_KEY" in found.mend) == (Level.BAD, True)


def test_words_that_one_language_lacks_are_named(well: Facts) -> None:
    found = only(replace(well, words=dict(well.words) | {"ru": frozenset({"a"})}))

    assert found.level is Level.BAD
    assert "ru lacks b" in found.what


@pytest.mark.parametrize(("held", "said"), [({}, "built-in"), ({"ru": "2026-01-01.a1b2c3"}, "no Kazakh")])
def test_a_policy_that_is_not_imported_is_asked_for(well: Facts, held: dict[str, str], said: str) -> None:
    found = only(replace(well, storage=Stored("-100200", held)))

    assert said in found.what
    assert "qupia policy import" in found.mend


def test_a_guessed_holiday_that_comes_near_is_to_be_confirmed(well: Facts) -> None:
    near = ((TODAY + timedelta(days=30), "Eid al-Adha (estimated)"),)

    assert "2027-01-13" in only(replace(well, estimated=near)).what


def test_a_trial_without_a_way_to_send_codes_is_only_doubtful(well: Facts, set_: Set) -> None:
    found = only(replace(well, settings=set_(CODE_SENDER="log")))

    assert (found.level, "CODE_SENDER" in found.mend) == (Level.WARN, True)


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
