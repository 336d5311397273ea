"""Two editions of a policy to try the desk with, as files that an administrator sends to the group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from aiohttp import web

from bot.policy.builtin import builtin
from dialogs.policy import Edition

CHANGES = Path(__file__).parent / "samples"
FILES = {"policy.kk.txt": ("policy.kk.txt",), "policy-new.kk.txt": ("policy.kk.txt", "policy-new.kk.txt")}
"""What each text is made of, over the built-in edition."""
LASTS = "12.2"
"""The clause about how long an edition is in force."""
CLAUSE = re.compile(r"^(?P<number>\d+\.\d+)\. (?P<text>.+)$", re.MULTILINE)


def _replaced(file: str) -> Mapping[str, str]:
    """The clauses a file in ``samples`` gives, by number."""
    text = (CHANGES / file).read_text(encoding="utf-8")
    return {found["number"]: found["text"] for found in CLAUSE.finditer(text)}


def _lines(edition: Edition, replaced: Mapping[str, str]) -> Iterator[str]:
    for section in edition.sections:
        yield section.heading.upper()
        known = {clause.number: clause.text for clause in section.clauses}
        for number, text in known.items():
            yield f"{number}. {replaced.get(number, text)}"
        yield from (f"{new}. {replaced[new]}" for new in _added(section.number, known, replaced))


def _added(section: int, known: Mapping[str, str], replaced: Mapping[str, str]) -> list[str]:
    return [number for number in replaced if number.startswith(f"{section}.") and number not in known]


def text(name: str, copy: int = 1) -> str | None:
    """The policy as a clinic's site might have it, with lists left empty, or the edition after it.

    Whoever tries it again gets another ``copy``, which says so, because an edition is published once.
    """
    files = FILES.get(name)
    if files is None:
        return None
    plain = builtin("kk")
    lasts = plain.clause(LASTS)
    assert lasts is not None
    again = {LASTS: f"{lasts.text} ({copy}-басылым)"} if copy > 1 else {}
    replaced = {number: words for file in files for number, words in _replaced(file).items()}
    return "\n\n".join(_lines(plain, again | replaced)) + "\n"


def routes() -> list[web.RouteDef]:
    """For the page: every download is a new copy."""
    taken: Counter[str] = Counter()

    async def sample(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        taken[name] += 1
        found = text(name, taken[name])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(text=found, content_type="text/plain", charset="utf-8")

    return [web.get("/demo/samples/{name}", sample)]
