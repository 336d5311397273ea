"""What is sealed opens in its own place with one of the keys, and nowhere else."""

from __future__ import annotations

import base64
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.crypto import Keyring, Unsealable, load_or_make, new_key

PLACE = {"table": "contacts", "column": "phone", "row": "telegram:1"}
PHONE = "+7 701 099 09 90"
OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@given(st.binary(max_size=5000))
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    ring = Keyring([NEW])
    assert ring.open(ring.seal(plain, **PLACE), **PLACE) == plain


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=10))
def test_json_comes_back_as_it_went(value: object) -> None:
    ring, held = Keyring([NEW]), {"value": value}
    assert ring.open_json(ring.seal_json(held, **PLACE), **PLACE) == held


def test_nothing_is_sealed_as_nothing() -> None:
    ring = Keyring([NEW])
    assert ring.seal_json(None, **PLACE) is None
    assert ring.open_json(None, **PLACE) is None


@pytest.mark.parametrize("elsewhere", [{"table": "cases"}, {"column": "name"}, {"row": "telegram:2"}])
def test_a_value_copied_to_another_place_does_not_open(elsewhere: dict[str, str]) -> None:
    ring = Keyring([NEW])
    sealed = ring.seal(PHONE.encode(), **PLACE)
    with pytest.raises(Unsealable):
        ring.open(sealed, **(PLACE | elsewhere))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sealed: b"\x02" + sealed[1:],
        lambda sealed: sealed[:1] + bytes(4) + sealed[5:],
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: sealed[:20],
        lambda sealed: sealed[:8],
        lambda sealed: b"",
    ],
)
def test_a_spoiled_value_names_its_column_and_never_its_content(spoil: Callable[[bytes], bytes]) -> None:
    ring = Keyring([NEW])
    with pytest.raises(Unsealable, match=r"contacts\.phone") as refused:
        ring.open(spoil(ring.seal(PHONE.encode(), **PLACE)), **PLACE)
    assert "701" not in str(refused.value)


def test_the_same_phone_is_never_sealed_to_the_same_bytes() -> None:
    ring = Keyring([NEW])
    assert ring.seal(PHONE.encode(), **PLACE) != ring.seal(PHONE.encode(), **PLACE)


def test_after_a_new_key_comes_first_old_values_open_and_new_ones_need_it() -> None:
    before, after = Keyring([OLD]), Keyring([NEW, OLD])
    assert after.open(before.seal(b"x", **PLACE), **PLACE) == b"x"
    with pytest.raises(Unsealable, match="not among the data keys"):
        before.open(after.seal(b"x", **PLACE), **PLACE)


def test_a_phone_is_found_again_after_a_new_key_came_first() -> None:
    before, after = Keyring([OLD]), Keyring([NEW, OLD])
    assert before.blind("phone", PHONE) in after.blinds("phone", PHONE)
    assert after.blind("phone", PHONE) == after.blinds("phone", PHONE)[0]


def test_fingerprints_for_different_purposes_cannot_be_matched() -> None:
    ring = Keyring([NEW])
    assert ring.blind("phone", PHONE) != ring.blind("code", PHONE)


def test_keys_are_read_from_the_setting_with_or_without_padding() -> None:
    text = f" {new_key()} , {new_key().rstrip('=')}"
    assert repr(Keyring.from_text(text)) == "Keyring(2 keys)"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "at least one"),
        ("hunter2", "key 1 is not 32 bytes"),
        (f"{base64.urlsafe_b64encode(OLD).decode()},hunter2", "key 2 is not 32 bytes"),
        (base64.urlsafe_b64encode(b"hunter2").decode(), "qupia keygen"),
        (",".join([base64.urlsafe_b64encode(OLD).decode()] * 2), "twice"),
    ],
)
def test_a_wrong_key_is_explained_and_not_repeated(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        Keyring.from_text(text)
    assert "hunter2" not in str(refused.value)


def test_the_key_file_is_made_once_and_is_private(tmp_path: Path) -> None:
    file = tmp_path / "qupia.key"
    made = load_or_make(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_or_make(file).open(made.seal(b"x", **PLACE), **PLACE) == b"x"
    assert [left.name for left in tmp_path.iterdir()] == ["qupia.key"]


def test_a_key_file_that_others_can_read_is_refused_with_the_way_to_mend_it(tmp_path: Path) -> None:
    file = tmp_path / "qupia.key"
    load_or_make(file)
    file.chmod(0o640)
    with pytest.raises(ValueError, match="chmod 600"):
        load_or_make(file)


def test_a_file_that_holds_no_key_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "qupia.key"
    file.write_text("hunter2")
    file.chmod(0o600)
    with pytest.raises(ValueError, match=r"qupia\.key is not a key file") as refused:
        load_or_make(file)
    assert "hunter2" not in str(refused.value)
