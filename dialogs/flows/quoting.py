"""How a clause is quoted: word for word, with its source, and never more than its edition says."""

from __future__ import annotations

from dialogs.context import Policy
from dialogs.messages import Text, text
from dialogs.policy import Clause


def quote(number: str, policy: Policy) -> tuple[Text, ...]:
    """A clause as it is shown: the official words with our help under them, or ours marked as ours."""
    plain = policy.plain_clause(number)
    clause = policy.shown.clause(number)
    if clause is None:
        return (_elsewhere(number, policy),)
    if clause.is_empty:
        return (text("clause-empty", number=number, text=clause.text),)
    if not policy.shown.official:
        return (text("clause-plain", number=number, text=_whole(clause)),)
    return (text("clause-official", number=number, text=_whole(clause)), *_help(plain, clause))


def _help(plain: Clause | None, official: Clause) -> tuple[Text, ...]:
    """Our words under the official ones, unless there are none or they are the same."""
    if plain is None or plain.is_empty or plain.text == official.text:
        return ()
    return (text("clause-help", text=plain.text),)


def _whole(clause: Clause) -> str:
    return f"{clause.term} — {clause.text}" if clause.term and clause.term not in clause.text else clause.text


def _elsewhere(number: str, policy: Policy) -> Text:
    """A clause that this language has no words for: in the language of the official text, else it is absent."""
    prevailing = policy.prevailing
    clause = prevailing.clause(number) if prevailing else None
    if prevailing is None or clause is None:
        return text("clause-absent", number=number)
    if clause.is_empty:
        return text("clause-empty", number=number, text=clause.text)
    language = text(f"language-name-{prevailing.lang}")
    return text("clause-prevailing", number=number, text=_whole(clause), language=language)


def with_twin(number: str, policy: Policy) -> tuple[str, ...]:
    """The clause and the one that says nearly the same, if the edition has it."""
    other = policy.twin(number)
    return (number, other) if other and policy.outline.clause(other) else (number,)


def teaser(number: str, policy: Policy) -> Text:
    """A clause in our plain words, to choose it among several; its own words when there are no plain ones."""
    clause = policy.plain_clause(number) or policy.outline.clause(number)
    return text("clause-teaser", number=number, text=clause.text if clause else "")


def source(policy: Policy, url: str) -> Text:
    """Where the quoted words come from: which edition, in which language, and the link."""
    shown = policy.shown
    if shown.official:
        language = text(f"language-name-{shown.lang}")
        return text("source-official", version=shown.version, language=language, url=url)
    if policy.prevailing is None:
        return text("source-plain", url=url)
    return text("source-unofficial", language=text(f"language-name-{policy.prevailing.lang}"), url=url)
