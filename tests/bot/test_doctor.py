"""The doctor sees what is wrong with an installation, says how to mend it, and gives nothing away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.config import Settings
from bot.doctor import CHECKS, Finding, Level, examine, next_step
from bot.facts import Behind, Closed, Facts, Key, Met, NoFile, Refused, Seat, Stored
from bot.storage.crypto import new_key

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
    assert len(found) == len(CHECKS) - 1, "WhatsApp is not configured and says nothing"
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
