"""``qupia run`` killed at any moment and started again, and a network that breaks: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.demo.bot_api import BotApi
from tests.e2e.reborn import Program
from tests.e2e.stage import KEY, PATIENCE, Log, Stage

LATER = (0.0, 0.05, 0.3, 1.0, 2.5)
"""Seconds after an act at which the process is killed, when it is not killed at an event."""
STEPS = (
    ("=hello", "language-en"),
    ("language-en", "notice-agree"),
    ("notice-agree", "menu-rectify"),
    ("menu-rectify", "whom-self"),
    ("whom-self", "field-name"),
    ("field-name", "Write the right name"),
    ("=Құпия Дұрыс", "skip"),
    ("=Құпия Қате", "send"),
    ("send", "verify-share"),
    ("verify-code", "Type your phone number"),
    ("=8 701 555 01 77", "six-digit code"),
    ("back", "Type your phone number"),
    ("back", "verify-share"),
    ("verify-share", ""),
    ("contact", "Request registered"),
    ("=Сөз бір", "Сөз бір"),
    ("=Сөз екі", "Сөз екі"),
)
"""What the patient does, and what the answer to it says or offers. Every step is killed once."""
SECRETS = ("Құпия", "Сөз", "7015550101", "7015550177", "555 01 77", "555-01-77", "Сырлы")


AGAIN = ("To be sure", "Type your phone number")
"""Prompts the patient comes back to on purpose."""


def settings(api: BotApi, url: str, folder: Path, group: int) -> dict[str, str]:
    """The environment of ``qupia run``."""
    return {
        "PATH": os.defpath,
        "BOT_TOKEN": api.token,
        "ADMIN_CHAT_ID": str(group),
        "TELEGRAM_API_URL": url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'qupia.db'}",
        "DATA_KEY": KEY,
        "LOG_LEVEL": "DEBUG",
        "LOG_FORMAT": "json",
    }


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    made = BotApi(rates=False)
    yield made
    await made.close()


@pytest.fixture
async def program(api: BotApi, tmp_path: Path) -> AsyncIterator[Program]:
    url = await api.start()
    chief = api.person("Әкімші", language_code="kk")
    group = api.group(creator=chief)
    made = Program(tmp_path, settings(api, url, tmp_path, group.id), "run")
    yield made
    if made.process is not None and made.process.is_alive():
        await made.ends(signal.SIGKILL)
        print(made.said[-4000:])


async def passes(api: BotApi, nth: int) -> None:
    """Wait for the moment of a kill: another one for each step, from the first byte to after the answer."""
    sent = len(api.wire.calls("sendMessage"))
    moments: tuple[Callable[[], bool], ...] = (
        lambda: not api.world.updates.pending,
        lambda: len(api.wire.calls("sendMessage")) > sent,
        lambda: False,
    )
    kind, late = nth % len(moments), LATER[nth % len(LATER)]
    await api.world.changes.until(moments[kind], late if kind == 2 else PATIENCE)


@pytest.mark.timeout(900)
async def test_a_patient_loses_nothing_to_seventeen_kills(api: BotApi, program: Program) -> None:
    patient = api.person("Сырлы", language_code="en", phone="+77015550101")
    await program.starts()
    number = ""
    for nth, (step, answer) in enumerate(STEPS):
        if step.startswith("=Сөз"):
            last = next(one for one in reversed(patient.sees) if one.from_bot)
            await patient.presses_data(last.message_id, f"-.answer:{number}")
            await patient.hears(f"add to request {number}", 90.0)
        if step == "contact":
            await patient.shares_contact()
        elif step.startswith("="):
            await patient.says(step[1:])
        else:
            await patient.presses(step)
        await passes(api, nth)
        assert await program.ends(signal.SIGKILL) == -signal.SIGKILL
        await program.starts()
        if step == "verify-share":
            await patient.waits_for(lambda one: patient.keyboard, 90.0)
        else:
            seen = await patient.hears(answer, 90.0)
            number = next((b.value.partition(":")[2] for b in seen.buttons if "request:" in b.value), number)
    said = Counter(one.text for one in patient.sees if one.from_bot)
    twice = {text: times - 1 for text, times in said.items() if times > 1 and not text.startswith(AGAIN)}
    chief = next(iter(api.people.values())).at(api.groups[0])
    await chief.waits_for(lambda one: number in one.text and "staff-take" in str(one.choices), 60.0)
    cards = [one for one in chief.sees if f"staff-take:{number}" in one.choices]
    await patient.says("/menu")
    await patient.hears("menu-ask", 90.0)
    assert await program.ends(signal.SIGTERM) == 0
    assert len(cards) <= 1 + len(STEPS)
    assert sum(twice.values()) <= len(STEPS), twice
    assert max(twice.values(), default=0) <= 2
    print(f"{len(STEPS)} kills, {sum(twice.values())} messages seen twice")
    stage = Stage(api, "", program.environment["DATABASE_URL"], Log())
    assert await stage.asks("SELECT count(*) FROM cases") == [(1,)]
    assert await stage.asks("SELECT what FROM timeline ORDER BY seq") == [
        ("filed",),
        ("message",),
        ("message",),
    ]
    assert await stage.asks("SELECT count(*) FROM inbox WHERE done_at IS NULL OR problem IS NOT NULL") == [
        (0,)
    ]
    logged = program.said
    assert "code-not-sent-but-logged" in logged
    assert [secret for secret in SECRETS if secret in logged] == []


@pytest.mark.parametrize("kind", ["429", "5xx", "reset_before", "reset_after"])
async def test_a_broken_network_delays_and_reorders_nothing(stage: Stage, kind: str) -> None:
    patient = stage.patient
    await stage.greets()
    before = len(patient.sees)
    stage.api.fails(kind, method="sendMessage", times=3, retry_after=1)
    stage.api.fails(kind, method="getUpdates", times=2, retry_after=1)
    stage.keeps("Құпия Дұрыс")
    for typed in ("Correct my data", "For myself", "Name", "Құпия Дұрыс", "Skip"):
        await patient.says(typed)
    await patient.hears("Check before sending", PATIENCE)
    await stage.rests()
    heard = [one.text for one in patient.sees[before:] if one.from_bot]
    expected = [
        "Who is the request for?",
        "Which data is wrong?",
        "Write the right name",
        "What does the clinic have",
        "Check",
    ]
    once = [text for place, text in enumerate(heard) if not place or text != heard[place - 1]]
    assert len(once) == len(expected)
    assert all(part in text for part, text in zip(expected, once, strict=True))
    assert len(heard) == len(expected) if kind != "reset_after" else len(heard) <= len(expected) + 3
