"""The clinic's way over HTTP: a file becomes an edition, an edition a broadcast, a broadcast a report."""

from __future__ import annotations

from bot.demo.bot_api import Seen
from tests.e2e.stage import PATIENCE, Stage

POLICY = """1. ЖАЛПЫ ЕРЕЖЕЛЕР

1.1. Осы саясат емхананың дербес деректерді қалай өңдейтінін айқындайды және барлық пациенттерге қатысты қолданылады.

1.2. Емхана пациенттердің құқықтарын құрметтейді және олардың деректерін құпия сақтайды.

2. ҚҰҚЫҚТАР

2.1. Пациент өз деректерін түзетуді сұрай алады және келісімін кез келген уақытта қайтарып ала алады.

2.2. Өтінішке он бес жұмыс күні ішінде жауап беріледі.
"""


async def posted(stage: Stage, words: str, *buttons: str) -> Seen:
    """The newest post in the group that says this and has these buttons."""
    return await stage.at_desk(stage.chief).waits_for(
        lambda one: (
            one.from_bot
            and words in one.text
            and all(any(choice.startswith(b) for choice in one.choices) for b in buttons)
        ),
        PATIENCE,
    )


def choice(seen: Seen, begins: str) -> str:
    return next(each for each in seen.choices if each.startswith(begins))


async def press(stage: Stage, who: object, seen: Seen, begins: str) -> str:
    seat = stage.at_desk(who)  # type: ignore[arg-type]
    return await stage.toast(await seat.presses(choice(seen, begins), on=seen))


async def test_a_new_edition_is_published_told_about_and_reported(stage: Stage) -> None:
    await stage.greets()
    await stage.walks(stage.patient, "menu-settings", "settings-notices")
    await stage.group.promotes(stage.second)
    chief, second = stage.chief, stage.second

    day = stage.clock.now().date().isoformat()
    await stage.at_desk(chief).sends_document(
        "policy.txt", POLICY.encode(), "text/plain", f"/policy kk {day}"
    )
    compared = await posted(stage, "no official text", "edition-judge")
    await press(stage, chief, compared, "edition-judge")
    await press(stage, chief, await posted(stage, "will be published", "edition-publish"), "edition-publish")
    published = await posted(stage, "is published", "broadcast-new")

    await press(stage, chief, published, "broadcast-new")
    draft = await posted(stage, "Broadcast No. 1", "broadcast-submit")
    await press(stage, chief, draft, "broadcast-submit")
    submitted = await posted(stage, "waiting for approval", "broadcast-approve")
    assert "another administrator" in await press(stage, chief, submitted, "broadcast-approve")
    await press(stage, second, submitted, "broadcast-approve")

    told = await stage.patient.waits_for(
        lambda one: one.from_bot and "privacy policy has changed" in one.text, PATIENCE
    )
    assert "settings-notices-off" in told.choices
    report = await posted(stage, "has ended")
    assert "Delivered: 1" in report.text
    await stage.at_desk(chief).waits_for(
        lambda one: one.from_bot and "broadcast-1.csv" in str(one.media), PATIENCE
    )
    await stage.patient.presses("settings-notices-off", on=told)
    await stage.rests()
    assert await stage.asks("SELECT messages FROM contacts WHERE language = 'en'") in ([(False,)], [(0,)])
    assert stage.refusals() == []
