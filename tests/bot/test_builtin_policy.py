"""The plain-language edition says what the policy says, in our own words, in three languages."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.policy.builtin import LANGS, builtin, short_title
from bot.policy.parse import parse
from bot.policy.read import read

OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "policy" / "ngc-privacy-policy.kk.txt"
CLAUSES_PER_SECTION = [2, 14, 2, 2, 1, 1, 1, 2, 1, 1, 1, 3]
LONGEST_RUN = 6
"""Words in a row that plain Kazakh may share with the official sentence: names of laws and legal terms."""


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_clause_has_plain_words(lang: str) -> None:
    ours = builtin(lang)

    assert [len(section.clauses) for section in ours.sections] == CLAUSES_PER_SECTION
    assert all(clause.text for clause in ours.clauses)
    assert all(section.heading for section in ours.sections)
    assert not ours.official
    assert ours.effective is None


def test_the_empty_clauses_are_said_to_be_empty(lang: str) -> None:
    ours = builtin(lang)

    assert ours.empty() == ("3.1", "3.2", "4.1")
    assert all(ours.clause(number).text for number in ours.empty())  # type: ignore[union-attr]


def test_each_definition_has_its_term_and_nothing_else_does(lang: str) -> None:
    ours = builtin(lang)

    assert all(clause.term and clause.text.startswith(clause.term) for clause in ours.sections[1].clauses)
    assert sum(clause.term is not None for clause in ours.clauses) == 14


def test_no_mark_meant_for_the_staff_reaches_a_patient(lang: str) -> None:
    ours = builtin(lang)
    shown = [section.heading + section.preamble for section in ours.sections]
    shown += [clause.text for clause in ours.clauses]

    assert not [text for text in shown if re.search(r"[{}<>#*]|short|empty", text)]


def test_a_short_title_fits_a_whatsapp_row_and_is_like_no_other(lang: str) -> None:
    titles = [short_title(number, lang) for number in range(1, 13)]

    assert all(0 < len(title) <= 24 for title in titles)
    assert len(set(titles)) == 12


def test_the_address_and_the_site_are_the_same_in_every_language(lang: str) -> None:
    ours = builtin(lang)
    found = {
        number: re.findall(r"ecomed17@mail\.ru|https://\S*[\w/]", ours.clause(number).text)  # type: ignore[union-attr]
        for number in ("1.2", "2.3", "8.2", "12.1", "12.3")
    }

    assert found == {
        "1.2": ["https://ngc.kz"],
        "2.3": ["https://ngc.kz"],
        "8.2": ["ecomed17@mail.ru"],
        "12.1": ["ecomed17@mail.ru"],
        "12.3": ["https://ngc.kz/privacy-policy/"],
    }


@pytest.mark.parametrize(
    ("lang", "legal"),
    [
        ("kk", ["иесіздендір", "бұғатта", "трансшекаралық", "кері қайтарып алу", "субъект", "оператор"]),
        ("ru", ["обезличив", "блокир", "трансграничн", "отозвать", "субъект", "оператор"]),
        ("en", ["depersonalis", "block", "cross-border", "withdraw", "subject", "operator"]),
    ],
)
def test_the_words_of_the_law_are_there_to_be_searched_for(lang: str, legal: list[str]) -> None:
    text = " ".join(clause.text for clause in builtin(lang).clauses).casefold()

    assert [word for word in legal if word not in text] == []


def test_a_language_without_a_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        builtin("de")
    with pytest.raises(KeyError):
        short_title(1, "../kk")


def words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.casefold())


def longest_shared_run(ours: list[str], official: list[str]) -> int:
    longest, row = 0, [0] * (len(official) + 1)
    for word in ours:
        row = [0] + [
            before + 1 if word == other else 0
            for (before, _), other in zip(pairwise(row), official, strict=True)
        ]
        longest = max(longest, *row)
    return longest


def test_the_longest_shared_run_is_counted_in_words() -> None:
    assert longest_shared_run(list("abcde"), list("xbcdy")) == 3
    assert longest_shared_run(list("ab"), list("cd")) == 0


@pytest.mark.skipif(
    not OFFICIAL.exists(), reason="the clinic's published page is not part of this repository"
)
def test_our_kazakh_is_no_copy_of_the_official_sentences() -> None:
    official, ours = parse(read(OFFICIAL), "kk", None), builtin("kk")
    all_official = words(" ".join([official.sections[0].preamble, *(c.text for c in official.clauses)]))
    texts = {clause.number: clause.text for clause in ours.clauses} | {"preamble": ours.sections[0].preamble}
    runs = {number: longest_shared_run(words(text), all_official) for number, text in texts.items()}

    assert official.numbers() == ours.numbers()
    assert {number: run for number, run in runs.items() if run > LONGEST_RUN} == {}
