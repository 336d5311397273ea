"""How numbers are shown to people."""

import pytest

from dialogs.phones import masked, shown


def test_a_kazakh_number_is_shown_in_the_clinics_own_grouping():
    assert shown("+77010990990") == "+7 701 099 09 90"


def test_a_masked_number_is_known_to_its_owner_and_useless_to_others():
    assert masked("+77010990990") == "+7 701 *** ** 90"


@pytest.mark.parametrize("other", ["+996555123456", "", "12", "anonymous"])
def test_what_is_no_kazakh_number_is_shown_as_it_came_and_never_whole_when_masked(other):
    assert shown(other) == other
    assert not other or masked(other) != other
    assert masked("+996555123456") == "*** 56"
