"""Exact rule: a term the policy defines, as the whole message or inside 'what is …', leads to its
definition.
"""

import re
from collections.abc import Iterable
from typing import Final

from bot.answers.normalise import skeleton
from bot.answers.phrases import FOLDER

_FRAMED_ONLY: Final = (
    "2.7: оператор",
    "2.7: operator",
    "2.7: the operator",
    "2.8: personal information",
    "2.8: pd",
)
_FRAMES: Final = tuple(
    re.compile(rf"^(?:{before})\s*(?P<term>.+?)\s*(?:{after})$")
    for before, after in (
        (r"а?\s*(?:ну\s+)?(?:что|кто)\s+(?:вообще\s+)?(?:такое|такой|такие|значит|означает|это)", r"(?:вообще|по-вашему|то)?"),  # noqa: E501
        (r"(?:дайте |какое )?(?:определение|понятие|термин|значение|расшифровка|смысл)(?: термина| понятия| слова| у)?", r""),  # noqa: E501
        (r"", r"(?:это|эт[оа])\s+(?:что|кто|как|че|чё)(?:\s+(?:такое|такой|понимать))?"),
        (r"", r"(?:что|кто)\s+(?:это|такое|такой|значит|означает)(?:\s+(?:такое|такой))?"),
        (r"", r"(?:дегеніміз|деген|дегенiмiз|дегениміз|дегенимиз|degen|degenimiz)\s*(?:сөз\w*\s+)?(?:не|кім|ким|немене|қалай|ne|kim|нені білдіреді)?(?:\s+(?:сөз|өзі|сонда))?"),  # noqa: E501
        (r"", r"(?:дегенді|дегенди)\s+(?:қалай|калай|калаи)\s+(?:түсін|тусин)\w*(?:\s+(?:болады|керек))?"),
        (r"", r"(?:анықтамасы|мағынасы|ұғымы|терминi|термині|түсінігі)"),
        (r"(?:so\s+)?(?:what|who)(?:'s|\s+is|\s+are|\s+does|\s+do you mean by)(?:\s+(?:a|an|the))?", r"(?:mean|stand for|exactly|here)?"),  # noqa: E501
        (r"(?:define|definition of|meaning of|explain)(?:\s+(?:a|an|the))?", r""),
        (r"", r"(?:definition|meaning|means what|what is (?:it|that))"),
        (r"что вы понимаете под|что понимается под|что подразумевается под", r""),
    )
)  # fmt: skip
_EDGES: Final = " .,;:!?…\"'«»“”()[]-–—"


def _table(lines: Iterable[str]) -> dict[str, str]:
    pairs = (line.split(": ", 1) for line in lines if line.strip() and not line.startswith("#"))
    return {skeleton(term.casefold()): clause for clause, term in pairs}


_ALONE: Final = _table((FOLDER / "terms.txt").read_text("utf-8").splitlines())
_FRAMED: Final = _ALONE | _table(_FRAMED_ONLY)


def defined(text: str) -> str | None:
    """The clause that defines the term a tidied text consists of, or None. The word 'operator' alone is a
    wish for a person.
    """
    bare = text.strip(_EDGES)
    if clause := _ALONE.get(skeleton(bare)):
        return clause
    for frame in _FRAMES:
        if (match := frame.match(bare)) and (clause := _FRAMED.get(skeleton(match["term"].strip(_EDGES)))):
            return clause
    return None
