"""A step comes back from the database as it was; what nobody knows any more becomes the menu."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import codec
from dialogs.states import AtMenu, ReadingAnswer, ReadingSection, State, WritingOld

STATES = get_args(State)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5))])

st.register_type_strategy(datetime, st.datetimes(min_value=datetime(2000, 1, 1), timezones=ZONES))


@pytest.mark.parametrize("step", STATES)
def test_every_step_survives_the_database(step: type[Any]):
    @given(st.from_type(step))
    def survives(state: Any) -> None:
        assert codec.load(json.loads(json.dumps(codec.dump(state)))) == state

    survives()


def test_the_version_and_the_step_are_written_with_the_values():
    assert codec.dump(ReadingSection(2, 1)) == {"v": 1, "step": "ReadingSection", "section": 2, "page": 1}


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"v": 0, "step": "Asking"},
        {"v": 2, "step": "Asking"},
        {"v": "1", "step": "Asking"},
        {"v": 1},
        {"v": 1, "step": "Dancing"},
        {"v": 1, "step": None},
        {"v": 1, "step": ["Asking"]},
        {"v": 1, "step": "ReadingSection"},
        {"v": 1, "step": "ReadingSection", "section": "2", "page": 0},
        {"v": 1, "step": "ReadingSection", "section": 2, "page": 0, "colour": "blue"},
        {"v": 1, "step": "ReadingAnswer", "clause": "2.1", "others": "2.2"},
        {"v": 1, "step": "ReadingAnswer", "clause": "2.1", "others": [2]},
        {"v": 1, "step": "WritingOld", "draft": None},
        {"v": 1, "step": "WritingOld", "draft": "rectify"},
        {"v": 1, "step": "WritingOld", "draft": {"kind": "dance"}},
        {"v": 1, "step": "WritingOld", "draft": {"kind": "rectify", "iin": "1"}},
        {"v": 1, "step": "ReadingHoldings", "holdings": {}, "at": "yesterday"},
    ],
)
def test_what_cannot_be_read_becomes_the_menu(stored: dict[str, Any]):
    assert codec.load(stored) == AtMenu()


def test_a_field_with_a_default_may_be_missing():
    assert codec.load({"v": 1, "step": "ReadingAnswer", "clause": "2.1"}) == ReadingAnswer("2.1")
    short = {"v": 1, "step": "WritingOld", "draft": {"kind": "rectify"}}
    assert isinstance(codec.load(short), WritingOld)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(STATES), st.dictionaries(st.sampled_from(["draft", "page", "number", "x"]), JSON))
def test_nothing_that_is_stored_makes_reading_it_fail(step: type[Any], fields: dict[str, Any]):
    assert isinstance(codec.load({"v": 1, "step": step.__name__, **fields}), STATES)
