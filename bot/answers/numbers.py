"""Exact rule: a clause or a section asked for by its number, in any spelling of three languages."""

import re
from collections.abc import Callable
from typing import Final

_NUMERALS: Final = (
    "бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы оныншы",
    "бір екі үш төрт бес алты жеті сегіз тоғыз",
    "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "one two three four five six seven eight nine ten eleven twelve",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
)
_RUSSIAN_ORDINALS: Final = (
    "перв", "втор", "треть", "четв[её]рт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат",
)  # fmt: skip
_VALUE: Final = {word: str(n) for line in _NUMERALS for n, word in enumerate(line.split(), 1)}
_ENDING: Final = r"(?:ый|ой|ий|ая|ья|ое|ье|ом|ем|ую|ью|ого|его|ей)"
_ORDINALS: Final = [
    (re.compile(rf"\b{stem}{_ENDING}\b"), str(n)) for n, stem in enumerate(_RUSSIAN_ORDINALS, 1)
]

_NOUN: Final = (
    r"(?:пункт\w*|подпункт\w*|статья|статьи|статье|статью|тарма[қкг]\w*|тармағ\w*|бап\w{0,4}|clauses?|paragraphs?|para|"
    r"articles?|items?|points?|punkt\w*|tarma[qkg]\w*|пп?|cl)"
)
_SECTION: Final = (
    r"(?:раздел\w*|глав[аеуы]\w?|бөлім\w*|болим\w*|тарау\w*|sections?|chapters?|razdel\w*|b[oö]lim\w*|§)"
)
_DOT: Final = r"\s*(?:[.,\-–:/·]|точка|нүкте|нукте|point|dot)\s*"
_SUFFIX: Final = (
    r"(?:\s*[-–]?\s*(?:ші|шы|ши|інші|ой|ый|го|й|м|th|st|nd|rd|де|да|те|та|дегі|дагы|деги|ге|ға|ні))?"
)
_PAIR: Final = rf"(?<![\d.])(\d{{1,2}})(?:{_DOT}|\s+)(\d{{1,2}})(?!\d)"
_DOTTED: Final = r"(?<![\d.])(\d{1,2})[.,](\d{1,2})(?!\d|\.\d)"

_SPOKEN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NOUN}[\s.:№#]*(?:номер\s*|number\s*|no\.?\s*)?{_PAIR}",
        rf"{_PAIR}{_SUFFIX}[\s\-–.]*{_NOUN}\b",
        rf"{_SECTION}[\s.:№#]*{_DOTTED}",
        rf"{_DOTTED}{_SUFFIX}[\s\-–.]*{_SECTION}\b",
        rf"^\W*(?:№\s*)?{_DOTTED}\W*$",
    )
)
_QUOTED: Final = re.compile(
    rf"{_DOTTED}{_SUFFIX}.{{0,40}}(?:не (?:айт|де[пй]|жаз|тура)|жазыл|написан|сказано|говорит|значит|указано|says?\b|mean|state|about\b|туралы)"  # noqa: E501
    rf"|(?:говорит|написано|сказано|что (?:в|такое|значит)|айтыл|жазыл|show|what(?:'s| is| does)|read|quote|покажи\w*|көрсет\w*|процитир\w*)"  # noqa: E501
    rf"\W+(?:me\s+|мне\s+|in\s+|в\s+|под\s+)?{_DOTTED}"
)
_TIMEY: Final = re.compile(
    r"\b(?:час\w*|сағат\w*|кабинет\w*|тенге|теңге|теңгe|kg|кг|мл|ммоль\w*|hours?|pm|am|февр\w*|янв\w*|рубл\w*|%)"
)
_PART: Final = re.compile(
    rf"{_SECTION}\s*(\d{{1,2}})\W+{_NOUN}\s*(\d{{1,2}})|(\d{{1,2}}){_SUFFIX}\W*{_SECTION}\W+(\d{{1,2}}){_SUFFIX}\W*{_NOUN}"
)
_ONE_SECTION: Final = (
    re.compile(rf"\b{_SECTION}[\s.:№#]*(?:номер\s*|number\s*)?(\d{{1,2}})(?![\d.,]*\d)"),
    re.compile(rf"(?<![\d.,])(\d{{1,2}}){_SUFFIX}[\s\-–.]*{_SECTION}\b"),
    re.compile(rf"\b{_NOUN}[\s.:№#]*(\d{{1,2}})(?![\d.,]*\d)\W*$"),
    re.compile(rf"^\W*(\d{{1,2}}){_SUFFIX}[\s\-–.]*{_NOUN}\W*$"),
)


def asked(text: str) -> tuple[str, str | None] | None:
    """The (section, clause) a tidied text names by number, the clause None when only a section is named;
    else None.
    """
    text = _digits(text)
    if match := _PART.search(text):
        section, clause = (match[1], match[2]) if match[1] else (match[3], match[4])
        return str(int(section)), f"{int(section)}.{int(clause)}"
    for pattern in _SPOKEN:
        if match := pattern.search(text):
            return str(int(match[1])), f"{int(match[1])}.{int(match[2])}"
    if (match := _QUOTED.search(text)) and not _TIMEY.search(text):
        section, clause = (match[1], match[2]) if match[1] else (match[3], match[4])
        return str(int(section)), f"{int(section)}.{int(clause)}"
    for pattern in _ONE_SECTION:
        if match := pattern.search(text):
            return str(int(match[1])), None
    return None


def _digits(text: str) -> str:
    replace: Callable[[re.Match[str]], str] = lambda match: _VALUE.get(match.group(), match.group())  # noqa: E731
    text = re.sub(r"\w+", replace, text)
    for pattern, value in _ORDINALS:
        text = pattern.sub(value, text)
    return text
