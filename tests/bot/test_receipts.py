"""Receipt codes: a patient can prove a request with nothing but the code, and nobody can invent one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.case_numbers import LARGEST, number
from bot.receipts import Receipt, check, issue
from dialogs.requests import RequestKind

KEY, OLD_KEY, STRANGER = b"k" * 32, b"o" * 32, b"s" * 32
NUMBER = "26-00417-3"
DAY = date(2026, 12, 7)
CODE = issue(KEY, NUMBER, "withdraw", DAY)
GENUINE = Receipt(NUMBER, RequestKind.WITHDRAW, DAY)


def test_a_code_shows_number_kind_and_date_and_seals_them():
    head, seal = CODE[:16], CODE[17:]
    assert head == "26-00417-3-W-9KD"
    assert [len(part) for part in seal.split("-")] == [4, 4]


def test_a_code_made_today_is_checked_the_same_way_for_ever():
    assert CODE == "26-00417-3-W-9KD-TW0H-G9PJ"


@pytest.mark.parametrize(
    "said",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", " "),
        CODE.replace("-", ""),
        f" {CODE}\n",
        CODE.replace("-", "–"),
        CODE.replace("0", "O"),
        CODE.replace("0", "о"),
        CODE.replace("1", "l"),
    ],
)
def test_a_code_is_genuine_however_it_is_typed(said):
    assert check([KEY], said) == GENUINE


def test_a_code_issued_under_an_older_key_stays_genuine():
    assert check([KEY, OLD_KEY], issue(OLD_KEY, NUMBER, "withdraw", DAY)) == GENUINE


def test_nobody_without_the_key_makes_a_code():
    assert check([KEY], issue(STRANGER, NUMBER, "withdraw", DAY)) is None
    assert check([], CODE) is None


@pytest.mark.parametrize(
    "said", ["", "26-00417-3", "26-00417-3-W-9KD", CODE + "0", CODE[:-1], "привет", "26-00418-3" + CODE[10:]]
)
def test_what_is_no_code_is_not_genuine(said):
    assert check([KEY], said) is None


def test_no_single_changed_letter_stays_genuine():
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for place, old in enumerate(CODE):
        for letter in alphabet:
            changed = CODE[:place] + letter + CODE[place + 1 :]
            assert old in ("-", letter) or check([KEY], changed) is None


@given(
    st.integers(2000, 2089),
    st.integers(1, LARGEST),
    st.sampled_from(RequestKind),
    st.dates(date(2000, 1, 1), date(2089, 9, 1)),
)
def test_every_receipt_is_read_back_as_it_was_given(year, sequence, kind, day):
    case = number(year, sequence)
    assert check([KEY], issue(KEY, case, kind, day)) == Receipt(case, kind, day)


@pytest.mark.parametrize(
    ("case", "kind", "day"),
    [("26-00417-4", "withdraw", DAY), (NUMBER, "praise", DAY), (NUMBER, "withdraw", date(1999, 12, 31))],
)
def test_a_receipt_for_nothing_is_not_issued(case, kind, day):
    with pytest.raises(ValueError):  # noqa: PT011
        issue(KEY, case, kind, day)
