"""What becomes of a clause when the clinic publishes a new edition."""

from dataclasses import replace

import pytest

from dialogs.policy import Clause, Edition, Section, edition
from dialogs.succession import Place, lost, origin_of, places, standing, unheard_of

WORDS = {
    "1.1": "the clinic holds what patients tell it in confidence",
    "1.2": "this policy covers the website and every form on it",
    "2.1": "data goes abroad only where the law of that country protects it",
    "2.2": "letters are sent to those who left an address",
}


def policy(wording: dict[str, str]) -> Edition:
    sections = sorted({number.split(".")[0] for number in wording})
    return edition(
        "en",
        tuple(
            Section(
                int(s), f"Heading {s}", tuple(Clause(n, w) for n, w in wording.items() if n.startswith(s))
            )
            for s in sections
        ),
        None,
        official=True,
    )


MOVED = {"1.1": WORDS["1.1"], "1.2": "cameras record the corridors", "1.3": WORDS["1.2"], "2.1": WORDS["2.2"]}


@pytest.mark.parametrize(
    ("editions", "expected"),
    [
        pytest.param([], {n: (n, True) for n in WORDS}, id="nothing was published yet"),
        pytest.param(
            [WORDS], {n: (n, True) for n in WORDS}, id="the first edition is numbered like the examples"
        ),
        pytest.param(
            [WORDS, MOVED],
            {"1.1": ("1.1", True), "1.2": ("1.3", True), "2.2": ("2.1", True)},
            id="moved and gone",
        ),
        pytest.param(
            [WORDS, WORDS | {"2.2": WORDS["2.2"] + " and asked for them"}],
            {"1.1": ("1.1", True), "1.2": ("1.2", True), "2.1": ("2.1", True), "2.2": ("2.2", False)},
            id="reworded where it stands",
        ),
        pytest.param(
            [
                WORDS,
                {**WORDS, "2.1": "fees are shown on the price list", "2.3": WORDS["2.1"] + " and its courts"},
            ],
            {"1.1": ("1.1", True), "1.2": ("1.2", True), "2.1": ("2.3", False), "2.2": ("2.2", True)},
            id="moved and reworded at once",
        ),
        pytest.param(
            [WORDS, MOVED, WORDS],
            {"1.1": ("1.1", True), "1.2": ("1.2", True), "2.2": ("2.2", True)},
            id="moved there and back; what was gone stays gone",
        ),
        pytest.param([{"1.1": "a text of another clinic"}], {}, id="another text altogether"),
    ],
)
def test_a_clause_is_followed_through_the_editions(
    editions: list[dict[str, str]], expected: dict[str, tuple[str, bool]]
) -> None:
    found = places(tuple(WORDS), [policy(wording) for wording in editions])
    assert found == {number: Place(*place) for number, place in expected.items()}


def test_what_finds_no_answer_any_more_and_what_no_question_leads_to_is_named() -> None:
    assert lost(policy(WORDS), policy(MOVED)) == ("2.1",)
    assert unheard_of(policy(WORDS), policy(MOVED)) == ("1.2",)


def test_a_section_comes_from_the_one_that_gave_it_most_clauses() -> None:
    found = {"1.1": Place("2.1"), "1.2": Place("2.2"), "5.1": Place("2.3"), "6.1": Place("7.1")}
    assert [origin_of(section, found) for section in (2, 7, 9)] == [1, 6, None]


REWRITTEN = {"1.1": WORDS["1.1"], "1.2": WORDS["1.2"], "2.1": "cameras record the corridors"}


def test_of_several_languages_the_kazakh_text_prevails_whichever_was_imported_first() -> None:
    kazakh, russian = policy(WORDS), policy(MOVED)
    assert standing(tuple(WORDS), {"ru": [russian], "kk": [kazakh]}).prevailing is kazakh
    assert standing(tuple(WORDS), {"en": [kazakh], "ru": [russian]}).prevailing is russian
    assert standing(tuple(WORDS), {}).prevailing is None


def test_a_section_whose_every_clause_is_written_anew_comes_from_the_one_with_its_heading() -> None:
    stands = standing(tuple(WORDS), {"kk": [policy(WORDS), policy(REWRITTEN)]})
    assert "2.1" not in {place.number for place in stands.places.values()}
    assert stands.sections == {1: 1, 2: 2}


def test_a_section_with_another_heading_and_other_clauses_comes_from_none() -> None:
    new = policy(REWRITTEN)
    (kept, other) = new.sections
    new = replace(new, sections=(kept, replace(other, heading="Cameras")))
    assert standing(tuple(WORDS), {"kk": [policy(WORDS), new]}).sections == {1: 1}
