"""Makes every spelling of the same words look alike: case, look-alike letters, Kazakh without its letters,
Latin for Cyrillic.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 4096
"""Characters of a message that are read; the rest of a longer one is ignored."""

_KAZAKH: Final = str.maketrans("әғқңөұүһі", "агкноуухи")
_SKELETON: Final = str.maketrans(
    {"й": "и", "ы": "и", "і": "и", "ё": "е", "э": "е", "щ": "ш", "ь": None, "ъ": None}
)
_LOOKS_CYRILLIC: Final = str.maketrans("aeopcxykmthbi0", "аеорсхукмтнвіо")
_LOOKS_LATIN: Final = str.maketrans("аеорсхукмтнві", "aeopcxykmthbi")
_LATIN_MARKS: Final = str.maketrans(
    {"ı": "y", "ş": "sh", "ç": "ch", "ğ": "g", "ñ": "n", "ŋ": "n", "ə": "a", "ß": "s"}
)
_PAIRS: Final = (
    ("tsya", "тся"), ("shch", "щ"), ("sch", "щ"), ("yo", "е"), ("yu", "ю"), ("ya", "я"), ("iu", "ю"), ("ia", "ия"), ("zh", "ж"),  # noqa: E501
    ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("gh", "г"), ("ng", "нг"), ("ck", "к"),
)  # fmt: skip
_SINGLE: Final = dict(zip("abcdefghijklmnopqrstuvwxz", "абсдефгхижклмнопкрстуввхз", strict=True)) | {
    "w": "у",
    "'": "ь",
}
_WORD: Final = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_LATIN: Final = re.compile(r"[a-z]")
_CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]")
_REPEATED: Final = re.compile(r"(\w)\1+")
_STRETCHED: Final = re.compile(r"(.)\1{3,}")
_VOWELS: Final = frozenset("aeiouаеиоуыюяэё")


def tidy(text: str) -> str:
    """Lower case, one form of every character, no control characters, single spaces, no stretched letters."""
    # One sign may stand for eighteen letters: what is longer after that is cut off once more.
    text = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()[:LONGEST]
    text = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    text = _WORD.sub(lambda m: _one_script(m.group()), text.replace("’", "'").replace("`", "'"))
    return _STRETCHED.sub(r"\1\1", " ".join(text.split()))


@lru_cache(maxsize=4096)
def _one_script(word: str) -> str:
    """A word typed with letters of two alphabets gets those of the one it has more of."""
    latin, cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
    if not cyrillic:
        return word
    if cyrillic >= latin:
        return word.translate(_LOOKS_CYRILLIC) if latin or "0" in word else word
    return word.translate(_LOOKS_LATIN)


def is_latin(text: str) -> bool:
    """Whether a tidied text is written mostly with Latin letters."""
    return len(_LATIN.findall(unmarked(text))) > len(_CYRILLIC.findall(text))


def unmarked(text: str) -> str:
    """Latin letters without the marks of the Kazakh alphabets of 2018 and 2021; Cyrillic is left alone."""
    text = text.translate(_LATIN_MARKS)
    out = []
    for char in text:
        base = unicodedata.normalize("NFD", char)[0]
        out.append(base if base.isascii() else char)
    return "".join(out)


def cyrillic(text: str) -> str:
    """A tidied Russian or Kazakh text in Latin letters, as near to its Cyrillic spelling as letters alone
    can tell.
    """
    return _WORD.sub(lambda m: _cyrillic_word(m.group()), unmarked(text))


@lru_cache(maxsize=4096)
def _cyrillic_word(word: str) -> str:
    for latin, letter in _PAIRS:
        word = word.replace(latin, letter)
    out: list[str] = []
    for char in word:
        if char == "y":
            out.append("й" if out and out[-1] in _VOWELS else "ы")
        else:
            out.append(_SINGLE.get(char, char))
    return "".join(out)


def fold(text: str) -> str:
    """Kazakh as it is typed without its own letters."""
    return text.translate(_KAZAKH)


def skeleton(text: str) -> str:
    """What is left of a tidied text when everything people leave out or mix up is folded away."""
    text = fold(unmarked(text)).translate(_SKELETON)
    return _REPEATED.sub(r"\1", " ".join(_WORD.findall(text.replace("'", ""))))


def words(text: str) -> list[str]:
    """The words of a tidied text, in order."""
    return _WORD.findall(text)
