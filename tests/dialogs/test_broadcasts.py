"""A broadcast's life is a table, who may is said by why they may not, and its words name what changed."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from dialogs.broadcasts import (
    LISTED,
    TRANSITIONS,
    Broadcast,
    BroadcastAct,
    BroadcastStatus,
    Fate,
    IllegalBroadcastMove,
    Sources,
    Tally,
    bar,
    broadcast_moved,
    denial,
    drafted,
    touched_clauses,
)
from dialogs.messages import Language, Text
from dialogs.policy import Clause, Comparison, Edition, Section, compare, edition
from dialogs.staff import Staff

S, A = BroadcastStatus, BroadcastAct
FIRST, SECOND = Staff("1", "Әкімші 1", True), Staff("2", "Әкімші 2", True)
MEMBER = Staff("3", "Қызметкер 1")
WORDS = dict.fromkeys(Language, ("words",))
DAY = date(2026, 12, 1)


@pytest.mark.parametrize(("status", "act"), [*product(S, A)])
def test_a_broadcast_moves_as_the_table_says_and_no_other_way(
    status: BroadcastStatus, act: BroadcastAct
) -> None:
    if (status, act) in TRANSITIONS:
        assert broadcast_moved(status, act) is TRANSITIONS[status, act]
    else:
        with pytest.raises(IllegalBroadcastMove):
            broadcast_moved(status, act)


def test_what_has_ended_never_moves_again() -> None:
    assert all(not status.is_end for status, _ in TRANSITIONS)


def test_nothing_is_sent_that_was_not_submitted_and_approved() -> None:
    assert [status for (status, _), after in TRANSITIONS.items() if after is S.RUNNING] == [
        S.APPROVED,
        S.PAUSED,
    ]
    assert [status for (status, _), after in TRANSITIONS.items() if after is S.APPROVED] == [S.SUBMITTED]


@pytest.mark.parametrize(
    ("broadcast", "act", "by", "why"),
    [
        (Broadcast(1, S.DRAFT, WORDS), A.SUBMIT, MEMBER, "denied-administrators"),
        (Broadcast(1, S.RUNNING, WORDS), A.SUBMIT, FIRST, "broadcast-denied-status"),
        (Broadcast(1, S.DRAFT, {}), A.SUBMIT, FIRST, "broadcast-denied-wordless"),
        (
            Broadcast(1, S.SUBMITTED, WORDS, submitted_by="1"),
            A.APPROVE,
            FIRST,
            "broadcast-denied-second-person",
        ),
        (Broadcast(1, S.SUBMITTED, WORDS, submitted_by="1"), A.APPROVE, SECOND, None),
        (Broadcast(1, S.SUBMITTED, WORDS, submitted_by="1"), A.RETURN, FIRST, None),
        (Broadcast(1, S.PAUSED, WORDS), A.RESUME, SECOND, None),
    ],
)
def test_whoever_may_not_is_told_why(
    broadcast: Broadcast, act: BroadcastAct, by: Staff, why: str | None
) -> None:
    denied = denial(broadcast, act, by)
    assert (denied.key if denied else None) == why


def test_a_clinic_of_one_administrator_may_switch_the_second_off() -> None:
    submitted = Broadcast(1, S.SUBMITTED, WORDS, submitted_by="1")
    assert denial(submitted, A.APPROVE, FIRST, two_people=False) is None


@pytest.mark.parametrize(("wrong", "stops"), [(0, False), (2, False), (3, True), (20, True)])
def test_more_than_a_tenth_gone_wrong_stops_it(wrong: int, stops: bool) -> None:
    assert Tally({Fate.SENT: 20 - wrong, Fate.UNKNOWN: wrong, Fate.WAITING: 900}).too_many_wrong is stops


def test_those_who_opted_out_are_no_failures() -> None:
    assert not Tally({Fate.OPTED_OUT: 20}).too_many_wrong


def test_the_bar_is_full_only_at_the_end() -> None:
    assert (bar(0, 10), bar(999, 1000), bar(1000, 1000)) == ("▱" * 10, "▰" * 9 + "▱", "▰" * 10)


def of(*texts: str) -> Edition:
    clauses = tuple(Clause(f"1.{place}", words) for place, words in enumerate(texts, 1))
    return edition("kk", (Section(1, "Жалпы", clauses),), DAY, official=True)


OLD = of("бірінші тармақ", "екінші тармақ", "үшінші тармақ")


def said(new: Edition, *, material: bool = False, quoted: bool = True) -> list[str]:
    sources = Sources(("Жалпы",), new if quoted else None)
    return [
        untitled(part).key
        for part in drafted(compare(OLD, new), sources, DAY, "https://x.kz", material=material)
    ]


def untitled(part: Text) -> Text:
    """A line without the title of its section."""
    what = dict(part.args).get("what")
    return what if part.key == "broadcast-says-titled" and isinstance(what, Text) else part


def test_the_draft_names_each_clause_that_changed_and_quotes_it_where_it_may() -> None:
    new = of("бірінші тармақ", "екінші басқа тармақ", "үшінші тармақ", "төртінші тармақ")
    assert touched_clauses(compare(OLD, new)) == ("1.2", "1.4")
    assert said(new) == [
        "broadcast-says-title",
        "broadcast-says-quoted",
        "broadcast-says-quoted",
        "broadcast-says-link",
    ]
    assert said(new, quoted=False)[1:3] == ["broadcast-says-changed", "broadcast-says-added"]


def test_the_draft_says_what_is_gone_and_that_consent_is_asked_again() -> None:
    keys = said(of("бірінші тармақ", "екінші тармақ"), material=True)
    assert keys[1:3] == ["broadcast-says-removed", "broadcast-says-material"]


def test_a_long_list_is_counted_rather_than_read() -> None:
    new = of(*(f"тармақ {n} сөз" for n in range(LISTED + 5)))
    assert said(new).count("broadcast-says-more") == 1
    assert len(said(new)) == LISTED + 3


def test_a_clause_that_moved_is_named_by_both_numbers() -> None:
    moved = Comparison((), (), (), (("1.2", "1.3"),), ())
    lines = drafted(moved, Sources(("Жалпы",)), DAY, "https://x.kz", material=False)
    assert untitled(lines[1]).key == "broadcast-says-renumbered"


@pytest.mark.parametrize(
    ("titles", "official", "title"), [(("Общее",), None, "Общее"), ((), OLD, "Жалпы"), (("",), None, None)]
)
def test_a_section_without_a_short_title_is_named_by_its_heading_or_not_at_all(
    titles: tuple[str, ...], official: Edition | None, title: str | None
) -> None:
    gone = Comparison((), (), ("1.2",), (), ())
    line = drafted(gone, Sources(titles, official), DAY, "https://x.kz", material=False)[1]
    assert dict(line.args).get("title") == title
