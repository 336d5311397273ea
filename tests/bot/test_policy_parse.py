"""A published policy, in whatever shape it comes, becomes an edition whole or is refused with a reason."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st

from bot.policy import as_json
from bot.policy.parse import parse
from bot.policy.read import LIMIT, read, read_bytes
from bot.policy.unreadable import WHY, Unreadable
from dialogs.policy import Clause, Edition, compare

DATA = Path(__file__).resolve().parents[1] / "data" / "policy"
OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "policy" / "ngc-privacy-policy.kk.txt"

WEB = (DATA / "web.kk.txt").read_text(encoding="utf-8")
PLAIN = """GENERAL

1.1. The clinic keeps records.

1.2. The rules cover the site.

DUTIES

2.1. A visitor tells the truth.

2.2. A visitor reports changes.
"""


def wordings(of: Edition) -> dict[str, str]:
    return {clause.number: clause.text for clause in of.clauses}


def refused(call: Callable[[], object]) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        call()
    return caught.value


# -- the shapes a policy comes in --------------------------------------------------------------


def test_a_page_copied_from_a_site_is_read_word_for_word() -> None:
    ours = parse(WEB, "kk", date(2027, 1, 1))

    assert [section.heading for section in ours.sections] == [
        "БҰЛ ҚҰЖАТ ТУРАЛЫ",
        "СӨЗДЕРДІҢ МАҒЫНАСЫ",
        "ҚОНАҚТЫҢ ҚҰҚЫҚТАРЫ МЕН МІНДЕТТЕРІ",
        "БАЙЛАНЫС",
    ]
    assert ours.numbers()[2:13] == (*(f"2.{place}" for place in range(1, 11)), "3.1")
    assert ours.empty() == ("3.1",)
    assert (ours.lang, ours.official, ours.effective) == ("kk", True, date(2027, 1, 1))


def test_an_address_alone_on_its_line_goes_back_into_its_sentence() -> None:
    ours = wordings(parse(WEB, "kk", None))

    assert ours["1.2"] == "Құжат https://clinic.example сайтының қонақтарына арналған."
    assert ours["4.1"] == "Хат жазу мекенжайы: desk@clinic.example"


def test_unnumbered_lines_stay_lines_of_their_clause() -> None:
    ours = wordings(parse(WEB, "kk", None))

    assert ours["3.2"].split("\n") == [
        "Қонақ:",
        "өзі туралы шындықты айтуға;",
        "өзгерісті хабарлауға міндетті.",
    ]
    assert ours["4.2"].split("\n") == ["Жауап жұмыс күні беріледі.", "Демалыс күні жауап берілмейді."]


def test_the_text_before_the_first_clause_is_kept_and_the_booking_lines_are_not() -> None:
    ours = parse(WEB, "kk", None)

    assert ours.sections[0].preamble.startswith("Осы құжат ойдан шығарылған")
    assert not any("Кеңеске жазылу" in text for text in [ours.sections[0].preamble, *wordings(ours).values()])


def test_only_the_section_of_definitions_has_terms() -> None:
    ours = parse(WEB, "kk", None)

    assert [clause.term for clause in ours.sections[1].clauses][:3] == ["Мәлімет", "Қонақ", "Емхана"]
    assert not any(clause.term for clause in (*ours.sections[0].clauses, *ours.sections[2].clauses))


def test_a_markdown_file_loses_its_marks_and_no_words() -> None:
    ours = parse(read(DATA / "sections.ru.md"), "ru", None)

    assert [section.heading for section in ours.sections] == ["Общее", "Слова", "Обязанности гостя"]
    assert wordings(ours)["1.2"] == "Правила действуют на сайте https://clinic.example и больше нигде."
    assert wordings(ours)["3.1"] == "Гость обязан:\nговорить правду;\nсообщать об изменениях."
    assert wordings(ours)["3.2"] == "Писать можно на desk@clinic.example."
    assert [clause.term for clause in ours.sections[1].clauses] == ["Запись", "Гость", "Журнал"]


def test_a_saved_web_page_loses_its_menus_and_no_words() -> None:
    ours = parse(read(DATA / "page.en.html"), "en", None)

    assert [section.heading for section in ours.sections] == ["General", "Duties"]
    assert ours.sections[0].preamble.endswith("concern no clinic that exists.")
    assert wordings(ours) == {
        "1.1": "The rules cover the site https://clinic.example alone.",
        "1.2": "Nobody else is bound by them.",
        "2.1": "A visitor must:\ntell the truth;\nreport changes.",
        "2.2": "Write to us at: desk@clinic.example",
    }


def word_file(*paragraphs: str, tracked: bool = False) -> bytes:
    document = Document()
    for text in paragraphs:
        style = {"#": "Heading 1", "-": "List Bullet"}.get(text[:1])
        document.add_paragraph(text.lstrip("#- "), style=style)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "2.3. In the table"
    table.cell(0, 1).text = "of the clinic."
    if tracked:
        document.element.body[0].append(OxmlElement("w:ins"))
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


WORD = (
    "# 1. General",
    "1.1. The clinic keeps records.",
    "1.2. It has rules.",
    "# 2. Duties",
    "2.1. A visitor must:",
    "- tell the truth;",
    "- report changes.",
    "2.2. A visitor may ask.",
)


def test_a_word_document_is_read_with_its_lists_and_tables() -> None:
    ours = wordings(parse(read_bytes("Policy.DOCX", word_file(*WORD)), "en", None))

    assert ours["2.1"] == "A visitor must:\ntell the truth;\nreport changes."
    assert ours["2.3"] == "In the table\nof the clinic."


@pytest.mark.parametrize(
    "reshaped",
    [
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        PLAIN.replace(". The", ".\u00a0The").replace("\n\n", "\n \u200b\n"),
        PLAIN.replace("1.1. ", "1.1 ").replace("1.2. ", "1.2) ").replace("2.1. ", "2.1."),
        PLAIN.replace("1.1. ", "**1.1.** ").replace("1.2. ", "1\\.2\\. "),
        PLAIN.replace("keeps records", "keeps\nrecords").replace("reports changes", "reports\n   changes"),
        PLAIN.replace("GENERAL", "# GENERAL").replace("DUTIES", "# DUTIES #"),
        PLAIN.replace("GENERAL", "1. GENERAL").replace("DUTIES", "2. DUTIES"),
        PLAIN.replace("GENERAL", "Section 1: GENERAL").replace("DUTIES", "SECTION II. DUTIES"),
        PLAIN.replace("GENERAL", "Section 1\nGENERAL").replace("DUTIES", "Section 2\n\nDUTIES"),
        "PRIVACY POLICY\n\nEdition of 2027\n\n" + PLAIN,
        PLAIN + "\n+7 700 000 00 00 Book an appointment\n© 2027",
        PLAIN.replace("\n\n", "\n"),
    ],
)
def test_one_text_in_another_shape_is_the_same_edition(reshaped: str) -> None:
    assert parse(reshaped, "en", None) == parse(PLAIN, "en", None)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("General", "Duties of a visitor"),
        ("1. General", "2. Duties of a visitor"),
        ("§ 1\nGeneral", "§ 2\nDuties of a visitor"),
        ("I. General", "II. Duties of a visitor"),
        ("**General**", "__Duties of a visitor__"),
    ],
)
def test_headings_need_no_capitals(first: str, second: str) -> None:
    text = PLAIN.replace("GENERAL", first).replace("DUTIES", second)

    assert [section.heading for section in parse(text, "en", None).sections] == [
        "General",
        "Duties of a visitor",
    ]


def test_a_capital_heading_wrapped_on_two_lines_is_one_heading() -> None:
    ours = parse(PLAIN.replace("DUTIES", "DUTIES OF A VISITOR\nAND OF A GUEST"), "en", None)

    assert ours.sections[1].heading == "DUTIES OF A VISITOR AND OF A GUEST"


def test_numbered_points_and_dates_inside_a_clause_are_not_clauses() -> None:
    text = PLAIN.replace(
        "2.2. A visitor reports", "1) on paper;\n2.1.1. by post;\n01.12.2027 at last.\n2.2. A visitor reports"
    )

    assert wordings(parse(text, "en", None))["2.1"].split("\n")[1:] == [
        "1) on paper;",
        "2.1.1. by post;",
        "01.12.2027 at last.",
    ]


WORDS = st.lists(st.sampled_from(["data", "visitor", "keeps", "site", "asks", "law"]), min_size=1, max_size=8)
TEXTS = st.lists(st.lists(WORDS, min_size=2, max_size=12), min_size=2, max_size=14)


@given(TEXTS, st.sampled_from(["\n", "\n\n", "\r\n"]), st.sampled_from([". ", ".", ") ", " "]))
def test_any_numbered_text_comes_back_clause_by_clause(
    sections: list[list[list[str]]], between: str, after: str
) -> None:
    written: dict[str, str] = {}
    lines: list[str] = []
    for section, clauses in enumerate(sections, start=1):
        lines.append(f"HEADING {section}" if section > 1 else "HEADING")
        for place, words in enumerate(clauses, start=1):
            written[f"{section}.{place}"] = " ".join(words).capitalize() + "."
            lines.append(f"{section}.{place}{after}{written[f'{section}.{place}']}")

    assert wordings(parse(between.join(lines), "en", None)) == written


# -- what is refused, and how it is said -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "why_key", "said"),
    [
        ("", 0, "policy-empty", "no text"),
        (" \n\ufeff\n", 0, "policy-empty", "no text"),
        ("GENERAL\n\n1.1. The\x00 clinic", 3, "policy-binary", "line 3"),
        (PLAIN * 9000, 0, "policy-file-large", "1000 KB"),
        ("GENERAL\n\n1.1. One.\n\n1.2. Two.", 0, "policy-not-a-policy", "found 2 clauses"),
        (PLAIN.replace("2.1.", "2.2.", 1), 9, "policy-number-gap", "2.1 is missing"),
        (PLAIN.replace("2.2.", "2.4."), 11, "policy-number-gap", "2.2 is missing"),
        (PLAIN.replace("1.2.", "1.1."), 5, "policy-number-repeated", "already stands on line 3"),
        (PLAIN.replace("1.1.", "2.1."), 3, "policy-number-first", "begins with 1.1"),
        (
            PLAIN.replace("2.2.", "1.3."),
            11,
            "policy-number-order",
            "clause 1.3 follows 2.1: put the clauses in order",
        ),
        (PLAIN.replace("GENERAL", ""), 3, "policy-no-heading", "section 1 has no heading"),
        (PLAIN.replace("DUTIES", ""), 9, "policy-no-heading", "section 2 has no heading"),
        (PLAIN.replace("DUTIES", "3. DUTIES"), 7, "policy-heading-number", "says 3 but clause 2.1"),
        (PLAIN.replace("DUTIES", "DUTIES\n\nRIGHTS"), 7, "policy-stray-heading", "no clauses under it"),
        (PLAIN + "\nFINAL PART\n", 13, "policy-stray-heading", "no clauses under it"),
        (PLAIN.replace("keeps", "k?eps"), 3, "policy-letters-lost", "replaced by ?"),
        (PLAIN.replace("keeps", "k\ufffdeps"), 3, "policy-letters-lost", "replaced by \ufffd"),
    ],
)
def test_a_doubtful_text_is_refused_with_its_line_and_the_way_to_mend_it(
    text: str, line: int, why_key: str, said: str
) -> None:
    why = refused(lambda: parse(text, "en", None))

    assert (why.line, why.why_key) == (line, why_key)
    assert said in str(why)
    assert "\n" not in str(why)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (PLAIN, "kk"),
        (PLAIN, "ru"),
        (WEB, "ru"),
        (WEB, "en"),
        ((DATA / "sections.ru.md").read_text(encoding="utf-8"), "kk"),
        ((DATA / "sections.ru.md").read_text(encoding="utf-8"), "en"),
    ],
)
def test_a_text_in_another_language_than_declared_is_refused(text: str, lang: str) -> None:
    assert refused(lambda: parse(text, lang, None)).why_key == "policy-wrong-language"


def test_a_question_mark_in_an_address_or_without_a_space_is_no_lost_letter() -> None:
    text = PLAIN.replace("the site", "https://clinic.example/?page=1").replace("the truth.", "why?Because.")

    assert parse(text, "en", None).numbers() == ("1.1", "1.2", "2.1", "2.2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
def test_a_kazakh_file_is_read_in_every_encoding_that_has_its_letters(encoding: str) -> None:
    assert read_bytes("policy.txt", WEB.encode(encoding)) == WEB


def test_a_russian_file_saved_by_an_old_windows_is_read() -> None:
    text = (DATA / "sections.ru.md").read_text(encoding="utf-8")

    assert read_bytes("policy.md", text.encode("cp1251")) == text


@pytest.mark.parametrize(
    ("name", "data", "why_key"),
    [
        ("policy.pdf", b"%PDF", "policy-file-format"),
        ("policy", b"words", "policy-file-format"),
        ("policy.txt", b"", "policy-empty"),
        ("policy.txt", b"x" * (LIMIT + 1), "policy-file-large"),
        ("policy.txt", PLAIN.encode("utf-16-le"), "policy-binary"),
        ("policy.txt", WEB.encode("ptcp154"), "policy-file-encoding"),
        ("policy.txt", WEB.encode("koi8_r", "replace"), "policy-file-encoding"),
        ("policy.txt", WEB.encode("cp866", "replace"), "policy-file-encoding"),
        ("policy.txt", bytes(range(128, 256)) * 9, "policy-file-encoding"),
        ("policy.docx", b"PK\x03\x04 no archive", "policy-file-damaged"),
        ("policy.docx", word_file(*WORD, tracked=True), "policy-tracked-changes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(name: str, data: bytes, why_key: str) -> None:
    why = refused(lambda: read_bytes(name, data))

    assert why.why_key == why_key
    assert "\n" not in str(why)


def test_letters_lost_before_the_file_was_sent_are_noticed() -> None:
    text = read_bytes("policy.txt", WEB.encode("cp1251", "replace"))

    assert refused(lambda: parse(text, "kk", None)).why_key == "policy-letters-lost"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert refused(lambda: read(tmp_path / "none.txt")).why_key == "policy-file-missing"
    assert refused(lambda: read(tmp_path)).why_key == "policy-file-missing"


def test_every_reason_is_one_line_that_says_how_to_mend_it() -> None:
    assert all("\n" not in words and ":" in words for words in WHY.values())


@given(st.text(max_size=400) | st.text(alphabet="1.2 #-\nАБабі:", max_size=400))
def test_no_text_is_taken_half(text: str) -> None:
    try:
        ours = parse(text, "kk", None)
    except Unreadable:
        return
    assert len(ours.numbers()) >= 3


# -- what the command line prints --------------------------------------------------------------


def test_the_json_view_has_just_the_agreed_names() -> None:
    old, new = parse(PLAIN, "en", None), parse(PLAIN.replace("truth", "whole truth"), "en", None)

    assert as_json(new, compare(old, new)) == {
        "version": new.version,
        "sha256": new.sha256,
        "sections": 2,
        "clauses": ["1.1", "1.2", "2.1", "2.2"],
        "empty": [],
        "added": [],
        "changed": ["2.1"],
        "removed": [],
    }


# -- the clinic's own page, when it is at hand -------------------------------------------------


@pytest.mark.skipif(
    not OFFICIAL.exists(), reason="the clinic's published page is not part of this repository"
)
def test_the_clinics_published_page_is_read_whole() -> None:
    ours = parse(read(OFFICIAL), "kk", None)
    counts = [len(section.clauses) for section in ours.sections]

    assert counts == [2, 14, 2, 2, 1, 1, 1, 2, 1, 1, 1, 3]
    assert ours.empty() == ("3.1", "3.2", "4.1")
    assert all(clause.term for clause in ours.sections[1].clauses)
    assert sum(clause.term is not None for clause in ours.clauses) == 14
    assert ours.sections[0].preamble
    assert [len(ours.clause(number).text.split("\n")) for number in ("4.2", "8.1")] == [3, 2]  # type: ignore[union-attr]
    assert ours.clause("6.1") != Clause("6.1", "")


@pytest.mark.skipif(
    not OFFICIAL.exists(), reason="the clinic's published page is not part of this repository"
)
def test_every_word_of_the_published_page_stands_in_the_edition() -> None:
    ours = parse(read(OFFICIAL), "kk", None)
    kept: list[str] = []
    for section in ours.sections:
        kept += [section.heading, section.preamble]
        kept += [f"{clause.number}. {clause.text}" for clause in section.clauses]
    body = read(OFFICIAL).split("Қабылдауға жазылу")[2].replace("6.1.", "6.1. ")

    assert " ".join(kept).split() == body.split()
