"""A new edition in the staff group: read, compared, judged, published; who agreed before is asked again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.conversations import Conversations
from bot.desk import documents, posts, progress
from bot.desk.broadcasting import Broadcasting
from bot.desk.comparisons import marked, page, paged
from bot.made import read_policy
from bot.ports import Heard, Pressed, SentFile, Wrote
from bot.staff_room import Room
from bot.storage import audit, broadcasts, editions, inbox, people, settings
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import Inbound
from dialogs.broadcasts import BroadcastStatus
from dialogs.commands import AnswerFound, Event, Intent
from dialogs.flows import review
from dialogs.messages import Chose, Language, Text, Typed, text
from dialogs.policy import Comparison, Edition, compare
from dialogs.requests import Draft, Purpose, RequestKind
from tests.clinic import CHIEF, FIRST, GROUP, Clinic

OFFICIAL = Path(__file__).parents[3] / "shared" / "policy" / "ngc-privacy-policy.kk.txt"
PLAIN = """1. ЖАЛПЫ ЕРЕЖЕЛЕР

1.1. Осы саясат емхананың дербес деректерді қалай өңдейтінін айқындайды және барлық пациенттерге қатысты қолданылады.

1.2. Емхана пациенттердің құқықтарын құрметтейді және олардың деректерін құпия сақтайды.

2. ҚҰҚЫҚТАР

2.1. Пациент өз деректерін түзетуді сұрай алады және келісімін кез келген уақытта қайтарып ала алады.

2.2. Өтінішке он бес жұмыс күні ішінде жауап беріледі.
"""


OFFER = "Shall we write to you here"


class Silent:
    """An answerer that is asked nothing here."""

    def find(self, question: str, language: Language | None) -> AnswerFound:
        return AnswerFound(question, Intent.OUT_OF_SCOPE)

    def is_stop(self, words: str) -> bool:
        return words == "STOP"

    def is_urgent(self, words: str) -> bool:
        return False


class Hall:
    """The group with its room, and a patient's private chat."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.room = Room(clinic.database, clinic.house, read_policy=read_policy)
        self.talk = Conversations(clinic.database, clinic.house, Silent())
        self._updates = 0

    async def _stored(self, stream: str) -> int:
        self._updates += 1
        update = Inbound("telegram", f"{self._updates}", stream, b"{}", self.clinic.moment)
        (seq,) = await self.clinic.database.write(
            lambda conn: inbox.store(conn, self.clinic.keyring, [update])
        )
        return seq

    async def hears(self, event: Any) -> str:
        """Something happens in the group; gives the toast."""
        seq = await self._stored(f"telegram:{GROUP}")
        return (await self.room.hear(seq, GROUP, event)).toast

    async def sends(
        self, text: str, caption: str = "/policy kk 2026-12-15", name: str = "policy.txt", by: Any = CHIEF
    ) -> str:
        """An administrator sends a file; gives what the group reads."""
        await self.clinic.clears()
        await self.hears(SentFile(by, name, text.encode(), caption, f"{self._updates + 1}"))
        return "\n".join(said.words for said in await self.clinic.said(GROUP))

    async def published(
        self, text: str, judged: str = "editorial", caption: str = "/policy kk 2026-12-15"
    ) -> int:
        """The file is sent, judged and published; gives the edition's id."""
        await self.sends(text, caption)
        rows = [row for said in await self.clinic.said(GROUP) for row in said.payload["rows"]]
        id = int(
            next(choice for line in rows for choice, _ in line if "edition-judge" in choice).split(":")[1]
        )
        await self.hears(Pressed(CHIEF, f"edition-judge:{id}:{judged}"))
        await self.hears(Pressed(CHIEF, f"edition-publish:{id}:{judged}"))
        return id

    async def patient(self, event: Event) -> str:
        """A patient does something; gives what they read."""
        await self.clinic.clears()
        seq = await self._stored("telegram:77")
        await self.talk.hear(Heard(seq, "telegram", "77", event, (Language.ENGLISH,)))
        return "\n".join(said.words for said in await self.clinic.said("77"))

    async def agrees(self) -> None:
        await self.patient(Chose("language-en"))
        await self.patient(Chose("notice-agree"))


@pytest.fixture
async def hall(database: Database, keyring: Keyring) -> Hall:
    return Hall(await Clinic(database, keyring).opens())


async def kept(hall: Hall) -> list[Any]:
    return await hall.clinic.database.read(editions.all_editions)


async def test_a_file_sent_to_the_group_is_compared_and_waits_to_be_published(hall: Hall) -> None:
    assert "no official text" in await hall.sends(PLAIN)
    assert [one.published_at for one in await kept(hall)] == [None]
    assert hall.clinic.house.shelf.version().startswith("builtin.")


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (PLAIN.replace("2.2. Өтінішке", "2.4. Өтінішке"), "policy.txt", "on line 11"),
        (PLAIN, "policy.pdf", ".pdf files are not read"),
        (PLAIN.replace("ә", "?"), "policy.txt", "nothing has changed"),
        ("\0\0\0", "policy.txt", "This is not text"),
        ("The clinic keeps data.\n" * 20, "policy.txt", "Clauses found: 0"),
    ],
)
async def test_a_doubtful_file_is_refused_with_its_line_and_changes_nothing(
    hall: Hall, text: str, name: str, said: str
) -> None:
    assert said in await hall.sends(text, name=name)
    assert await kept(hall) == []


async def test_a_text_in_another_language_than_the_caption_says_is_refused(hall: Hall) -> None:
    assert "does not look like the named language (ru)" in await hall.sends(PLAIN, "/policy ru")
    assert await kept(hall) == []


async def test_a_file_that_is_too_large_is_refused_unread(hall: Hall) -> None:
    await hall.hears(SentFile(CHIEF, "policy.txt", None, "/policy kk", "1"))
    assert any("over 1,000 KB" in said.words for said in await hall.clinic.said(GROUP))


async def test_only_an_administrator_brings_an_edition_in(hall: Hall) -> None:
    assert "Only an administrator" in await hall.sends(PLAIN, by=FIRST)
    assert await hall.hears(Pressed(FIRST, "edition-publish:1:material")) == (
        "Only an administrator of the group can do this."
    )
    assert await kept(hall) == []


async def test_an_edition_once_published_is_quoted_and_the_old_one_stays(hall: Hall) -> None:
    await hall.published(PLAIN)
    first = hall.clinic.house.shelf.version()
    hall.clinic.comes("2026-12-16 10:00")
    await hall.published(PLAIN.replace("он бес", "он"), caption="/policy kk 2026-12-16")
    assert hall.clinic.house.shelf.version() != first
    old = await hall.clinic.database.read(lambda conn: editions.find(conn, first))
    assert old is not None
    assert "он бес" in old.clauses[-1].text
    assert (await hall.clinic.database.read(audit.verify)).count >= 4  # type: ignore[union-attr]


async def test_a_second_press_on_publish_publishes_nothing(hall: Hall) -> None:
    id = await hall.published(PLAIN)
    assert "is published already" in await hall.hears(Pressed(CHIEF, f"edition-publish:{id}:material"))
    assert not await hall.clinic.database.read(lambda conn: editions.is_material(conn, id))


async def test_after_a_material_change_consent_is_asked_again_with_the_clauses(hall: Hall) -> None:
    await hall.published(PLAIN)
    await hall.agrees()
    hall.clinic.comes("2026-12-16 10:00")
    await hall.published(PLAIN.replace("он бес", "он"), "material", "/policy kk 2026-12-16")
    hall.clinic.comes("2026-12-16 11:00")
    asked = await hall.patient(Chose("menu"))
    assert "the policy has changed materially" in asked
    assert "2.2" in asked
    assert "2.1" not in asked
    hall.clinic.comes("2026-12-16 11:01")
    assert "changed materially" not in await hall.patient(Chose("notice-agree"))
    assert "changed materially" not in await hall.patient(Chose("menu"))


async def test_an_editorial_change_asks_nobody(hall: Hall) -> None:
    await hall.agrees()
    hall.clinic.comes("2026-12-16 10:00")
    await hall.published(PLAIN, "editorial", "/policy kk 2026-12-16")
    assert "changed materially" not in await hall.patient(Chose("menu"))


async def test_a_material_edition_asks_only_from_its_day(hall: Hall) -> None:
    await hall.agrees()
    await hall.published(PLAIN, "material", "/policy kk 2026-12-20")
    assert "changed materially" not in await hall.patient(Chose("menu"))
    hall.clinic.comes("2026-12-20 00:01")
    await hall.clinic.house.shelf.refresh()
    assert "changed materially" in await hall.patient(Chose("menu"))


async def test_one_tap_under_a_broadcast_ends_messages_wherever_the_person_is(hall: Hall) -> None:
    await hall.agrees()
    await hall.patient(Chose("menu-settings"))
    await hall.patient(Chose("settings-notices"))
    await hall.patient(Chose("menu-ask"))
    assert await messages_of(hall) is True
    await hall.patient(Chose("settings-notices-off"))
    assert await messages_of(hall) is False


async def messages_of(hall: Hall) -> bool:
    from bot.storage import people

    clinic = hall.clinic
    found = await clinic.database.read(lambda conn: people.by_id(conn, clinic.keyring, 1, clinic.moment))
    assert found is not None
    return found.messages


async def test_own_words_are_written_language_by_language_as_replies(hall: Hall) -> None:
    await hall.hears(Pressed(CHIEF, "broadcast-new:own"))
    refused = await hall.hears(Pressed(CHIEF, "broadcast-submit:1"))
    assert "Words are missing" in refused
    for language in Language:
        await hall.clinic.database.write(
            lambda conn, language=language: Broadcasting(conn, hall.clinic.house, CHIEF).reply(
                1, f"words:{language}", f"A <notice> in {language}\nand more"
            )
        )
    assert await hall.hears(Pressed(CHIEF, "broadcast-submit:1")) == "Done."
    found = await hall.clinic.database.read(lambda conn: broadcasts.find(conn, 1))
    assert found is not None
    assert found.status is BroadcastStatus.SUBMITTED
    assert found.words[Language.KAZAKH] == ("A &lt;notice&gt; in kk", "and more")


SCOPE = {
    "kk": "Тек құпиялылық саясаты мен дербес деректер туралы",
    "ru": "только новости о политике конфиденциальности и персональных данных",
    "en": "only news about the privacy policy and personal data",
}
AGREED = {
    "kk": "Құпиялылық саясаты мен дербес деректер туралы жаңалықтар",
    "ru": "новости о политике конфиденциальности и персональных данных",
    "en": "news about the privacy policy and personal data",
}


@pytest.mark.parametrize("language", list(Language))
async def test_who_writes_to_everybody_reads_what_people_agreed_to_before_it_is_submitted(
    hall: Hall, language: Language
) -> None:
    write = hall.clinic.database.write
    await write(lambda conn: settings.put(conn, posts.GROUP_LANGUAGE, language))
    await write(lambda conn: Broadcasting(conn, hall.clinic.house, CHIEF).offer())
    (offered,) = await hall.clinic.said(GROUP)
    assert SCOPE[language] in offered.words
    await hall.hears(Pressed(CHIEF, "broadcast-new:own"))
    await hall.clinic.clears()
    await hall.hears(Pressed(CHIEF, f"broadcast-words:1:{language}"))
    (asked,) = await hall.clinic.said(GROUP)
    assert SCOPE[language] in asked.words
    card = await write(lambda conn: progress.draw(conn, hall.clinic.house, 1))
    assert card is not None
    assert SCOPE[language] in "\n".join(card.payload["html"])


@pytest.mark.parametrize("language", list(Language))
async def test_whoever_is_asked_or_switches_news_on_reads_the_same_scope(
    hall: Hall, language: Language
) -> None:
    await hall.patient(Chose(f"language-{language}"))
    offered = await hall.patient(Chose("notice-agree"))
    settings_page = await hall.patient(Chose("menu-settings"))
    switched_on = await hall.patient(Chose("settings-notices"))
    for told in (offered, settings_page, switched_on):
        assert AGREED[language].casefold() in told.casefold()


async def test_a_preview_shows_every_language_and_a_test_goes_to_ones_own_chat(hall: Hall) -> None:
    id = await hall.published(PLAIN)
    await hall.hears(Pressed(CHIEF, f"broadcast-new:{id}"))
    await hall.clinic.clears()
    await hall.hears(Pressed(CHIEF, "broadcast-preview:1"))
    shown = "\n".join(said.words for said in await hall.clinic.said(GROUP))
    assert all(
        title in shown
        for title in ("Telegram, Kazakh", "Telegram, Russian", "Telegram, English", "WhatsApp:")
    )
    await hall.hears(Pressed(CHIEF, "broadcast-test:1"))
    assert len(await hall.clinic.said(CHIEF.id)) == 3


# --- The official Kazakh text ---------------------------------------------------------------------


def official() -> str:
    """The clinic's own text, which is not part of this repository."""
    if not OFFICIAL.exists():
        pytest.skip(f"the official text is not at {OFFICIAL}")
    return OFFICIAL.read_text("utf-8")


def edited(edition: Edition) -> Edition:
    """The same with one clause reworded, one gone and one new at the end of a section."""
    section = edition.sections[7]
    first = replace(section.clauses[0], text=section.clauses[0].text + " Өзгертілді.")
    new = replace(section.clauses[-1], number=f"8.{len(section.clauses) + 1}", text="Жаңа тармақ.")
    changed = replace(section, clauses=(first, *section.clauses[1:], new))
    gone = replace(edition.sections[1], clauses=edition.sections[1].clauses[:-1])
    kept = edition.sections
    return replace(edition, version="next", sections=(kept[0], gone, *kept[2:7], changed, *kept[8:]))


async def test_the_official_text_edited_gives_the_right_clauses_in_the_diff_and_the_draft(hall: Hall) -> None:
    text = official()
    await hall.published(text)
    (first,) = await kept(hall)
    new = edited(first.edition)
    comparison = compare(first.edition, new)
    last = first.edition.sections[1].clauses[-1].number
    assert comparison == Comparison(
        (f"8.{len(first.edition.sections[7].clauses) + 1}",), ("8.1",), (last,), (), comparison.empty
    )
    paragraphs = marked(first.edition, new, comparison)
    assert "<b>Өзгертілді.</b>" in next(each for each in paragraphs if each.startswith("<b>8.1</b>"))
    assert all(len(one) <= 3 for one in paged(paragraphs))
    assert "<ins>Өзгертілді.</ins>" in page(first.edition, new, comparison)

    await hall.clinic.database.write(
        lambda conn: editions.add(conn, new, hall.clinic.moment + timedelta(hours=1))
    )
    await hall.hears(Pressed(CHIEF, "broadcast-new:2"))
    found = await hall.clinic.database.read(lambda conn: broadcasts.find(conn, 1))
    assert found is not None
    for words in found.words.values():
        said = "\n".join(words)
        assert all(number in said for number in ("8.1", last, comparison.added[0]))
        assert "3.1" not in said
    assert "Жаңа тармақ." in "\n".join(found.words[Language.KAZAKH])


async def test_the_group_reads_which_questions_lose_their_answer_and_which_clauses_have_none_yet(
    hall: Hall,
) -> None:
    await hall.published(PLAIN)
    hall.clinic.comes("2026-12-16 10:00")
    last = PLAIN.rstrip().splitlines()[-1]
    number = last.split(" ")[0].rstrip(".")
    said = await hall.sends(
        PLAIN.replace(last, f"{number}. Дәліздерде бейнекамералар ілінген."), caption="/policy kk 2026-12-16"
    )
    assert f"no longer find an answer (1): {number}" in said
    assert f"they open under the sections and by number (1): {number}" in said


async def test_the_comparison_can_be_looked_at_as_a_page(hall: Hall, tmp_path: Path) -> None:
    await hall.published(PLAIN)
    hall.clinic.comes("2026-12-16 10:00")
    id = await hall.published(PLAIN.replace("он бес", "он"), caption="/policy kk 2026-12-16")
    file = tmp_path / "page"
    name = await hall.clinic.database.read(lambda conn: documents.write(conn, "comparison", id, file))
    assert name.endswith(".html")
    assert "<del>бес</del>" in file.read_text("utf-8")


async def test_what_staff_say_under_a_broadcast_is_nobodys_business(hall: Hall) -> None:
    await hall.hears(Pressed(CHIEF, "broadcast-new:own"))
    await hall.hears(Wrote(CHIEF, "good", None, "900"))
    assert (
        await hall.clinic.database.write(
            lambda conn: Broadcasting(conn, hall.clinic.house, CHIEF).reply(1, "card", "looks good")
        )
        is None
    )


async def test_the_answer_about_news_is_a_line_of_the_ledger_of_its_own_with_its_own_words(hall: Hall):
    await hall.agrees()
    assert "messages are on" in await hall.patient(Chose("news-yes"))
    agreed, wanted = await hall.clinic.database.read(lambda conn: list(people.ledger(conn)))
    assert (agreed.purpose, agreed.granted) == ("desk", True)
    assert (wanted.purpose, wanted.granted) == ("messages", True)
    assert agreed.text_version != wanted.text_version
    assert agreed.evidence != wanted.evidence


async def test_every_line_about_messages_names_the_words_it_answers_and_no_others(hall: Hall):
    await hall.agrees()
    for choice in ("news-yes", "menu-settings", "settings-notices", "settings-notices"):
        await hall.patient(Chose(choice))
    await hall.patient(Chose("settings-notices-off"))
    await hall.patient(Typed("STOP"))
    for choice in ("settings-notices", "menu", "menu-withdraw", "purpose-messages", "continue"):
        await hall.patient(Chose(choice))
    await hall.patient(Typed("words of one's own"))
    await hall.patient(Chose("send"))
    wording = hall.clinic.house.wording

    def fingerprint(*asked: Text) -> str:
        said = "\n".join(wording.html(part, Language.ENGLISH) for part in asked)
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    def switch(stood: str) -> str:
        return fingerprint(text("settings-title", messages=stood), text("settings-notices"))

    kept = await hall.clinic.database.read(lambda conn: list(people.ledger(conn)))
    assert [(one.granted, one.text_version) for one in kept if one.purpose == "messages"] == [
        (True, fingerprint(text("news-offer"))),
        (False, switch("on")),
        (True, switch("off")),
        (False, fingerprint(text("settings-notices-off"))),
        (False, "stop"),
        (True, switch("off")),
        (False, fingerprint(*review.lines(Draft(RequestKind.WITHDRAW, purpose=Purpose.MESSAGES)))),
    ]


async def test_who_refused_news_is_not_asked_for_them_again_with_the_next_notice(hall: Hall):
    await hall.agrees()
    await hall.patient(Chose("news-no"))
    hall.clinic.comes("2026-12-16 10:00")
    await hall.published(PLAIN, "material", "/policy kk 2026-12-16")
    await hall.patient(Chose("menu"))
    hall.clinic.comes("2026-12-16 10:01")
    assert OFFER not in await hall.patient(Chose("notice-agree"))


async def test_who_passed_the_offer_of_news_by_is_not_asked_again_with_the_next_notice(hall: Hall):
    await hall.patient(Chose("language-en"))
    assert OFFER in await hall.patient(Chose("notice-agree"))
    hall.clinic.comes("2026-12-16 10:00")
    await hall.published(PLAIN, "material", "/policy kk 2026-12-16")
    assert "changed materially" in await hall.patient(Chose("menu"))
    hall.clinic.comes("2026-12-16 10:01")
    agreed = await hall.patient(Chose("notice-agree"))
    assert "your consent is recorded" in agreed
    assert OFFER not in agreed


async def test_who_declined_first_is_offered_news_with_the_first_yes(hall: Hall):
    await hall.patient(Chose("language-en"))
    assert OFFER not in await hall.patient(Chose("notice-decline"))
    await hall.patient(Chose("menu-rights"))
    assert OFFER in await hall.patient(Chose("notice-agree"))


async def test_who_is_asked_again_in_the_language_of_the_text_reads_the_changed_clause_itself(hall: Hall):
    await hall.published(PLAIN)
    await hall.patient(Chose("language-kk"))
    await hall.patient(Chose("notice-agree"))
    hall.clinic.comes("2026-12-16 10:00")
    await hall.published(PLAIN.replace("он бес", "он"), "material", "/policy kk 2026-12-16")
    asked = await hall.patient(Chose("menu"))
    assert "2.2-тармақ" in asked
    assert "«Өтінішке он жұмыс күні ішінде жауап беріледі.»" in asked
