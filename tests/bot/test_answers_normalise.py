"""People type the same words in many ways; the answers should not care which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import normalise


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("КЕЛІСІМІМДІ  қайтарып\nалғым келеді", "келісімімді қайтарып алғым келеді"),
        ("уДАЛИТЕ!!!!!!", "удалите!!"),
        ("сoгласиe", "согласие"),
        ("websitе", "website"),
        ("８．２", "8.2"),
    ],
)
def test_case_width_and_look_alike_letters_do_not_matter(typed: str, meant: str) -> None:
    assert normalise.tidy(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("жүргізуші құқығы", "жургизуши кукыгы"),
        ("рассылка ещё", "расылка еще"),
        ("Өңдеу", "ондеу"),
    ],
)
def test_kazakh_without_its_letters_and_common_slips_leave_the_same_bones(one: str, other: str) -> None:
    assert normalise.skeleton(normalise.tidy(one)) == normalise.skeleton(normalise.tidy(other))


@pytest.mark.parametrize(
    ("latin", "letters"),
    [
        ("otzyvayu soglasie", "отзываю согласие"),
        ("hochu zapisatsya", "хочу записатся"),
        ("derekterimdi", "деректеримди"),
        ("şağym", "шагым"),
    ],
)
def test_russian_and_kazakh_in_latin_letters_are_read_as_cyrillic(latin: str, letters: str) -> None:
    assert normalise.cyrillic(normalise.tidy(latin)) == letters


@given(st.text())
def test_nothing_typed_can_break_the_reading(text: str) -> None:
    tidied = normalise.tidy(text)
    assert len(tidied) <= normalise.LONGEST * 18  # NFKC can lengthen one character to 18
    normalise.skeleton(normalise.cyrillic(tidied))
