"""Editions of a policy and what changed between two of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.policy import (
    Clause,
    Comparison,
    Edition,
    Mark,
    MarkKind,
    Section,
    compare,
    edition,
    fingerprint,
    marks,
    number_key,
)


def policy(**wording: str) -> Edition:
    """An edition from `_2_1="words"` arguments."""
    clauses = [Clause(key.strip("_").replace("_", "."), text) for key, text in wording.items()]
    sections = sorted({number_key(clause.number)[0] for clause in clauses})
    return edition(
        "kk",
        tuple(
            Section(n, f"Heading {n}", tuple(c for c in clauses if number_key(c.number)[0] == n))
            for n in sections
        ),
        None,
        official=True,
    )


def test_clause_ten_comes_after_clause_nine() -> None:
    assert policy(_2_10="ten", _2_9="nine", _10_1="last").numbers() == ("2.9", "2.10", "10.1")


def test_a_clause_and_a_section_are_found_by_number_or_not_at_all() -> None:
    ours = policy(_1_1="one", _2_1="two")

    assert ours.clause("2.1") == Clause("2.1", "two")
    assert ours.clause("2.2") is None
    assert ours.section(2) == Section(2, "Heading 2", (Clause("2.1", "two"),))
    assert ours.section(3) is None


@pytest.mark.parametrize(
    ("clause", "empty"),
    [
        (Clause("3.1", ""), True),
        (Clause("3.1", " \n"), True),
        (Clause("3.1", "The clinic may:"), True),
        (Clause("3.1", "Nothing is listed here.", left_empty=True), True),
        (Clause("3.1", "The clinic may:\nask"), False),
        (Clause("8.2", "Write to: a@clinic.example"), False),
    ],
)
def test_a_lead_in_without_its_list_states_nothing(clause: Clause, empty: bool) -> None:
    assert clause.is_empty is empty


def test_an_edition_names_its_empty_clauses() -> None:
    assert policy(_3_1="Rights:", _3_2="Duties:", _4_1="Tell the truth.").empty() == ("3.1", "3.2")


def test_an_edition_is_called_after_its_date_and_its_wording() -> None:
    dated = edition("kk", policy(_1_1="one").sections, date(2026, 11, 22), official=True)

    assert dated.version == f"2026-11-22.{dated.sha256[:6]}"
    assert policy(_1_1="one").version == f"undated.{dated.sha256[:6]}"


def test_the_fingerprint_ignores_spacing_and_notices_every_word() -> None:
    plain = policy(_1_1="one two").sections

    assert fingerprint(policy(_1_1="one\n two ").sections) == fingerprint(plain)
    assert fingerprint(policy(_1_1="one too").sections) != fingerprint(plain)
    assert fingerprint((Section(1, "Other", plain[0].clauses),)) != fingerprint(plain)
    assert fingerprint((Section(1, "Heading 1", plain[0].clauses, "More."),)) != fingerprint(plain)


def test_a_first_edition_is_all_new() -> None:
    assert compare(None, policy(_1_1="one", _1_2="Rights:")) == Comparison(
        added=("1.1", "1.2"), changed=(), removed=(), renumbered=(), empty=("1.2",)
    )


def test_a_clause_is_changed_only_when_its_words_differ() -> None:
    found = compare(
        policy(_1_1="one two", _1_2="three", _1_3="gone"), policy(_1_1="one  \ntwo", _1_2="four", _2_1="new")
    )

    assert (found.added, found.changed, found.removed) == (("2.1",), ("1.2",), ("1.3",))
    assert found.renumbered == ()
    assert found.sections == (2,)


def test_a_clause_put_in_the_middle_renumbers_the_rest_and_changes_nothing() -> None:
    found = compare(
        policy(_2_1="one", _2_2="two", _2_3="three"), policy(_2_1="one", _2_2="new", _2_3="two", _2_4="three")
    )

    assert found.added == ("2.2",)
    assert found.renumbered == (("2.2", "2.3"), ("2.3", "2.4"))
    assert (found.changed, found.removed) == ((), ())


def test_a_clause_taken_out_renumbers_the_rest() -> None:
    found = compare(policy(_2_1="one", _2_2="two", _2_3="three"), policy(_2_1="two", _2_2="three"))

    assert found.removed == ("2.1",)
    assert found.renumbered == (("2.2", "2.1"), ("2.3", "2.2"))
    assert (found.added, found.changed) == ((), ())


def test_two_clauses_that_swap_places_are_both_renumbered() -> None:
    found = compare(policy(_1_1="one", _1_2="two"), policy(_1_1="two", _1_2="one"))

    assert found.renumbered == (("1.2", "1.1"), ("1.1", "1.2"))
    assert (found.added, found.changed, found.removed) == ((), (), ())


def test_empty_clauses_are_not_taken_for_one_another() -> None:
    assert compare(policy(_1_1="", _1_2="one"), policy(_1_1="one", _1_2="")).renumbered == (("1.2", "1.1"),)


def test_a_new_heading_alone_is_noticed() -> None:
    old = policy(_1_1="one")
    new = edition("kk", (Section(1, "Renamed", old.sections[0].clauses),), None, official=True)

    assert compare(old, new).sections == (1,)
    assert not compare(old, new).is_same
    assert compare(old, old).is_same


WORDINGS = st.dictionaries(
    st.tuples(st.integers(1, 3), st.integers(1, 12)), st.sampled_from(["a", "b", "c", "d e", ""]), min_size=1
)


@given(WORDINGS, WORDINGS)
def test_every_clause_of_both_editions_is_told_of_at_most_once(
    before: dict[tuple[int, int], str], after: dict[tuple[int, int], str]
) -> None:
    old, new = (
        policy(**{f"_{section}_{place}": text for (section, place), text in of.items()})
        for of in (before, after)
    )
    found = compare(old, new)
    came = [*found.added, *found.changed, *(number for _, number in found.renumbered)]
    left = [*found.removed, *found.changed, *(number for number, _ in found.renumbered)]

    for told, of, other in ((came, new, old), (left, old, new)):
        assert len(told) == len(set(told))
        silent = set(of.numbers()) - set(told)
        assert all(of.clause(number) == other.clause(number) for number in silent)


def test_a_person_sees_which_words_went_and_which_came() -> None:
    assert marks("we keep data for one year", "we keep data for two years") == (
        Mark(MarkKind.SAME, "we keep data for"),
        Mark(MarkKind.REMOVED, "one year"),
        Mark(MarkKind.ADDED, "two years"),
    )
    assert marks("", "new") == (Mark(MarkKind.ADDED, "new"),)
    assert marks("", "") == ()


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_the_marks_give_both_texts_back(old: list[str], new: list[str]) -> None:
    found = marks(" ".join(old), " ".join(new))

    assert " ".join(mark.words for mark in found if mark.kind is not MarkKind.ADDED) == " ".join(old)
    assert " ".join(mark.words for mark in found if mark.kind is not MarkKind.REMOVED) == " ".join(new)
