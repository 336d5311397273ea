"""The words are in order, and the check that says so finds the slips people make."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.check_locales import LOCALES, ours, problems


def test_the_words_are_in_order() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("language", "old", "new", "said"),
    [
        ("kk", "menu-ask = ", "menu-aks = ", "kk: menu-ask is missing"),
        ("en", "menu-title =", "menu-titel =", "menu-title is said by the code and has no words"),
        ("kk", "{ $email }", "{ $emial }", "kk: contacts-data differs from en in $email, $emial"),
        ("ru", "<b>{ $name }</b>", "<b>{ $name }", "ru: contacts-booking: <b> stays open"),
        ("ru", "Вы хотите", "ты хочешь", "ru: menu-title: “ты” is not formal"),
        ("ru", "Вы хотите", "вы хотите", "ru: menu-title: “вы” needs a capital letter"),
        ("kk", "Артқа", "Пожалуйста", "kk: back: “Пожалуйста” is Russian"),
        (
            "kk",
            "{ $phone }",
            "{ $phone } дейін",
            "kk: contacts-booking: “◦ дейін” wants an ending on a value",
        ),
        ("en", "Settings", "{ setings }", "en: menu-settings quotes setings, which has no words"),
        ("en", "menu = Menu", "menu = Menu!", "en: menu: “!” shouts"),
    ],
)
def test_a_slip_in_the_words_is_found(tmp_path: Path, language: str, old: str, new: str, said: str) -> None:
    folder = shutil.copytree(LOCALES, tmp_path / "locales")
    file = folder / language / "menu.ftl"
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    assert said in ours(folder)


def test_a_missing_plural_form_is_found(tmp_path: Path) -> None:
    folder = shutil.copytree(LOCALES, tmp_path / "locales")
    file = folder / "ru" / "verify.ftl"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join(line for line in lines if "[few]" not in line) + "\n", "utf-8")
    assert "ru: code-wrong has the forms many, one, other" in ours(folder)
