"""Numbers as people type them: which are taken, and which reason is given for the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phones import NotAPhone, Phone, Reason, read_phone
from dialogs.phones import shown

LINE = "+7 727 000 00 00"

TAKEN = [
    "+7 701 099 09 90",
    "8 701 099 09 90",
    "8(701)0990990",
    "77010990990",
    "701 099 09 90",
    "(701) 099-09-90",
    "8-10-7-701-099-09-90",
    "8 10 7 701 099 09 90",
    "0077010990990",
    "00 7 701 099 09 90",
    "8.701.099.09.90",
    "+7 701 099–09–90",
    "+7\u00a0701\u00a0099\u00a009\u00a090",
    "+\u200e7 701 099 09 90",
    "８７０１０９９０９９０",
    "+7 8 701 099 09 90",
    "мой номер 8 701 099 09 90, спасибо",
    "нөмірім: 87010990990.",
    "родился 12.05.1990, телефон 87010990990",
    "кв 5 87010990990",
    "8 701 099 09 90, да, 87010990990",
]

REFUSED = {
    Reason.EMPTY: ["", " \n", "\u200b"],
    Reason.NOT_A_NUMBER: ["привет", "12", "🙂", "/start"],
    Reason.WRONG_LENGTH: [
        "8 701 099 09 9",
        "8 701 099 09 900",
        "8 701 099 09 90 5",
        "0701 099 09 90",
        "258-80-00",
        "900101300123",
        "4400 4301 2345 6789",
        "8" * 300,
        "1" * 4096,
    ],
    Reason.SEVERAL_NUMBERS: [
        "87010990990 87010990991",
        "87010990990/87010990991",
        "8 701 099 09 90 8 701 099 09 91",
        "87010990990 8 701 099 09 91",
        "8 701 099 09 90\n8 702 099 09 90",
        "+7 701 099 09 90 или +996 555 123 456",
    ],
    Reason.LETTERS_IN_NUMBER: [
        "8 7O1 099 09 90",
        "8 7О1 099 09 90",
        "87О10990990",
        "8 701 099 09 9O",
        "8 701 о99 09 90",
        "7O7010990990",
        "8 7о1 о99 о9 9о",
        "8 7О1 099 09 90 менің нөмірім",
    ],
    Reason.EXTENSION: [
        "701 099 09 90;ext=5",
        "8 701 099 09 90 доб. 5",
        "+77010990990 ext 5",
        "+77010990990x5",
        "+77010990990#5",
    ],
    Reason.LANDLINE_OR_SERVICE: [
        "8 800 080 7777",
        "88000807777",
        "+7 727 258 80 00",
        "8 7172 55 55 55",
        "103",
    ],
    Reason.UNASSIGNED: ["8 703 123 45 67", "+7 704 123 45 67", "8 709 123 45 67", "+7 612 345 67 89"],
    Reason.ANONYMOUS: ["+888 1234 5678", "+88812345678"],
    Reason.FOREIGN_RU: ["+7 912 345 67 89", "8 912 345 67 89", "9123456789", "+7 495 123 45 67"],
    Reason.FOREIGN_KG: ["+996 555 123 456", "996555123456"],
    Reason.FOREIGN_UZ: ["+998 90 123 45 67", "998901234567"],
    Reason.FOREIGN_OTHER: ["+1 202 555 0143", "+380 50 123 4567", "+90 532 123 45 67", "+996 7010990990"],
}


@pytest.mark.parametrize("typed", TAKEN)
def test_a_mobile_number_is_taken_however_it_is_spelled(typed):
    assert read_phone(typed, LINE) == Phone("+77010990990")


@pytest.mark.parametrize(
    ("reason", "typed"), [(reason, typed) for reason, cases in REFUSED.items() for typed in cases]
)
def test_what_is_no_mobile_number_of_kazakhstan_gets_its_own_reason(reason, typed):
    assert read_phone(typed, LINE) == NotAPhone(reason)


def test_every_reason_has_an_example():
    assert set(REFUSED) | {Reason.CLINIC_LINE} == set(Reason)


@pytest.mark.parametrize("line", ["+77010990990", "+7 701 099 09 90", "8 701 099 09 90"])
def test_the_clinics_own_line_typed_as_ones_own_number_is_recognised(line):
    assert read_phone("8 701 0990990", line) == NotAPhone(Reason.CLINIC_LINE)


def test_the_clinics_landline_is_recognised_before_it_is_called_a_landline():
    assert read_phone("8 727 258 80 00", "+7 727 258 80 00") == NotAPhone(Reason.CLINIC_LINE)


mobiles = st.builds(
    "+7{}{:07}".format,
    st.sampled_from([700, 701, 702, 705, 707, 747, 771, 775, 776, 777, 778]),
    st.integers(0, 9_999_999),
)


@given(mobiles)
def test_a_number_shown_to_a_person_is_read_back_as_the_same_number(e164):
    assert read_phone(shown(e164), LINE) == Phone(e164)


@given(mobiles, st.integers(2, 11), st.sampled_from("OoОо"))
def test_a_letter_for_a_digit_never_makes_another_number(e164, place, letter):
    typed = e164[:place] + letter + e164[place + 1 :]
    assert isinstance(read_phone(typed, LINE), NotAPhone)


@given(st.text(max_size=200))
def test_whatever_is_typed_gets_a_number_or_a_reason(typed):
    assert isinstance(read_phone(typed, LINE), Phone | NotAPhone)


@given(mobiles, st.text("абв, .!", max_size=20), st.text("абв, .!", max_size=20))
def test_words_around_a_number_do_not_change_it(e164, before, after):
    read = read_phone(f"{before} {shown(e164)} {after}", LINE)
    assert read == Phone(e164)
