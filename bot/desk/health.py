"""The list of words that speak of health: a file in three languages, and what the clinic's staff added to it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from bot.house import House
from bot.storage import audit, settings
from dialogs.staff import Staff

FILE = Path(__file__).with_name("health_words.txt")
ADDED = "health-words"
"""The setting that holds what staff added, as a JSON list."""
MOST, SHORTEST, LONGEST = 200, 3, 30


@cache
def built_in() -> frozenset[str]:
    """The file's words, case-folded."""
    lines = (line.strip().casefold() for line in FILE.read_text("utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def added(conn: sa.Connection) -> list[str]:
    """What staff added."""
    return list(json.loads(settings.get(conn, ADDED) or "[]"))


def words(conn: sa.Connection) -> frozenset[str]:
    """Beginnings of words that are warned of."""
    return built_in() | frozenset(added(conn))


def change(conn: sa.Connection, house: House, by: Staff, word: str, *, add: bool) -> bool:
    """Add a word or take an added one away; False when it is no word or there is nothing to do."""
    word, held = word.strip().casefold(), added(conn)
    fits = word.isalpha() and SHORTEST <= len(word) <= LONGEST and len(held) < MOST
    if (word in held) == add or (add and not fits):
        return False
    settings.put(
        conn, ADDED, json.dumps(sorted({*held, word} if add else {*held} - {word}), ensure_ascii=False)
    )
    audit.append(
        conn,
        house.keyring,
        at=house.now(),
        actor=f"staff:{by.id}",
        act="health-words-changed",
        about=None,
        detail={"word": word, "added": add},
    )
    return True
