"""Every clause and every page of every section fits one message, built-in and official alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.policy.parse import parse
from dialogs.context import Context, Policy
from dialogs.conversation import prompt
from dialogs.flows.sections import CLAUSES_A_PAGE
from dialogs.messages import Language
from dialogs.states import ChoosingClause, ReadingAnswer, ReadingSection
from tests.dialogs.shell import CLINIC, NOON, plain_policy
from tests.dialogs.talk import check_said

OFFICIAL = Path(__file__).parents[3] / "shared" / "policy" / "ngc-privacy-policy.kk.txt"


def pages_fit(policy: Policy, language: Language) -> None:
    context = Context(NOON, CLINIC, policy, language, consent=True)
    edition = policy.shown
    for section in edition.sections:
        for page in range(len(section.clauses) // CLAUSES_A_PAGE + 1):
            check_said(prompt(ReadingSection(section.number, page), context), language)
    longest = sorted(policy.plain.clauses, key=lambda clause: len(clause.text))[-3:]
    check_said(prompt(ChoosingClause(tuple(clause.number for clause in longest)), context), language)
    for number in edition.numbers():
        check_said(prompt(ReadingAnswer(number, ("1.1",)), context), language)


def test_the_built_in_edition_is_quoted_in_messages_that_fit(language: Language):
    pages_fit(plain_policy(language), language)


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official text is not part of this repository")
def test_the_official_text_is_quoted_in_messages_that_fit():
    official = parse(OFFICIAL.read_text("utf-8"), "kk", NOON.date())
    plain = plain_policy(Language.KAZAKH)
    pages_fit(replace(plain, official=official, prevailing=official), Language.KAZAKH)
