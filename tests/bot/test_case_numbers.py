"""Case numbers: what people say over the phone is read back as the same case or as none."""

import pytest
from stdnum.iso7064 import mod_11_10

from bot.case_numbers import LARGEST, number, read_number

SAMPLE = [number(year, sequence) for year in (2026, 2027, 2039) for sequence in range(1, LARGEST, 997)]


@pytest.mark.parametrize(
    "said",
    [
        "26-00417-3",
        "26004173",
        "26 00417 3",
        "№ 26-00417-3",
        "№26-00417-3",
        "No 26-00417-3",
        "No. 26-00417-3",
        "Но 26-00417-3",
        "N26-00417-3",
        "#26-00417-3",
        "номер: 26-00417-3",
        "нөмір 26-00417-3",
        " 26–00417–3 ",
        "26-OO417-3",
        "26-ОО417-3",
    ],
)
def test_a_number_is_read_however_it_is_written(said):
    assert read_number(said) == number(2026, 417) == "26-00417-3"


@pytest.mark.parametrize(
    "said", ["", "417", "26-00417", "26-00417-33", "26-00418-3", "привет", "26-00000-9", "2026-00417-3"]
)
def test_what_is_no_case_number_is_read_as_none(said):
    assert read_number(said) is None


def test_one_wrong_digit_never_names_another_case():
    for case in SAMPLE:
        for place, digit in (
            (p, d) for p, old in enumerate(case) if old != "-" for d in "0123456789" if d != old
        ):
            assert read_number(case[:place] + digit + case[place + 1 :]) is None


def test_two_neighbouring_digits_swapped_never_name_another_case():
    for case in SAMPLE:
        digits = case.replace("-", "")
        for place in range(len(digits) - 1):
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            assert swapped == digits or read_number(swapped) is None


def test_the_alternative_check_digit_would_have_let_swaps_through():
    bases = [f"26{sequence:05}" for sequence in range(1, LARGEST, 997)]
    numbers = [base + mod_11_10.calc_check_digit(base) for base in bases]
    swaps = [n[:p] + n[p + 1] + n[p] + n[p + 2 :] for n in numbers for p in range(7) if n[p] != n[p + 1]]
    assert any(mod_11_10.is_valid(swap) for swap in swaps)


def test_two_cases_never_share_a_number():
    assert len(set(SAMPLE)) == len(SAMPLE)


@pytest.mark.parametrize(("year", "sequence"), [(1999, 1), (2100, 1), (2026, 0), (2026, LARGEST + 1)])
def test_a_number_that_does_not_fit_is_refused(year, sequence):
    with pytest.raises(ValueError, match="case number"):
        number(year, sequence)
