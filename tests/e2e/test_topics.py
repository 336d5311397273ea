"""One topic a case where the group has topics; words that are edited after they were sent."""

from __future__ import annotations

import pytest

from tests.e2e.stage import PATIENCE, Stage


@pytest.fixture
async def forum(closed: Stage) -> Stage:
    """A clinic whose group is a forum in which the bot may manage topics."""
    await closed.group.turns_topics()
    await closed.group.promotes_bot()
    await closed.opens()
    await closed.at_desk(closed.chief).hears("тақырыбы болады", PATIENCE)
    await closed.speaks_english()
    return closed


async def test_everything_about_a_case_stands_in_its_topic_until_the_case_ends(forum: Stage) -> None:
    await forum.greets()
    number = await forum.files()
    topic = (await forum.card(number, "staff-take")).topic_id
    assert topic
    assert forum.group.chat.topics[topic].name == f"{number} · Correction of data"
    await forum.does(forum.first, "staff-take", number)
    await forum.at_desk(forum.first).says("we are looking into it", topic=topic)
    forum.keeps("we are looking into it")
    await forum.patient.hears("we are looking into it", PATIENCE)
    answer = await forum.at_desk(forum.first).hears("was sent in the clinic's name", PATIENCE)
    assert answer.topic_id == topic
    await forum.does(forum.first, "staff-documents-seen", number)
    await forum.does(forum.first, "staff-done", number)
    await forum.does(forum.first, "staff-outcome", f"{number}:corrected")
    await forum.does(forum.first, "staff-no-words", f"{number}:corrected")
    await forum.patient.hears("is done", PATIENCE)
    await forum.rests()
    assert forum.group.chat.topics[topic].closed


async def test_a_deleted_topic_is_opened_anew_and_a_closed_one_reopened(forum: Stage) -> None:
    await forum.greets()
    number = await forum.files()
    first = (await forum.card(number, "staff-take")).topic_id
    assert first
    await forum.group.closes_topic(first)
    await forum.rests()
    assert not forum.group.chat.topics[first].closed
    await forum.group.deletes_topic(first)
    # The bot is not told: it finds out with the next thing it has to say about the case.
    assert await forum.walks(forum.patient, f"request:{number}", "request-message", "=one more word")
    await forum.rests()
    card = await forum.card(number, "staff-take")
    assert card.topic_id not in (None, first)
    assert not forum.group.chat.topics[card.topic_id].deleted
    await forum.does(forum.first, "staff-take", number)
    await forum.card(number, "staff-done")


async def test_where_the_bot_loses_its_rights_cases_go_on_as_cards(forum: Stage) -> None:
    await forum.greets()
    await forum.group.demotes_bot()
    number = await forum.files()
    card = await forum.card(number, "staff-take")
    assert card.topic_id is None
    assert await forum.does(forum.first, "staff-take", number)


async def test_words_edited_in_the_group_are_edited_with_the_patient(stage: Stage) -> None:
    await stage.greets()
    number = await stage.files()
    await stage.does(stage.first, "staff-take", number)
    await stage.card(number, "staff-done")
    answer = await stage.replies(stage.first, f"{number} ·", "come on Mnday")
    assert "sent in the clinic's name" in answer.text
    await stage.patient.hears("come on Mnday", PATIENCE)
    seat = stage.at_desk(stage.first)
    written = next(one for one in reversed(seat.sees) if one.text == "come on Mnday")
    stage.keeps("come on Monday")
    await seat.edits(written, "come on Monday")
    await seat.hears("is corrected too", PATIENCE)
    await stage.rests()
    told = [one.text for one in stage.patient.sees if "come on" in one.text]
    assert len(told) == 1
    assert "come on Monday" in told[0]
    await seat.edits(written, "// not for them")
    await seat.hears("cannot become an internal note", PATIENCE)
    await seat.says("hello all")
    await stage.rests()
