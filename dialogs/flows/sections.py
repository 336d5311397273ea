"""Browsing the policy: the sections by short title, then a section's clauses, both page by page."""

from __future__ import annotations

from dialogs.commands import Event
from dialogs.context import Context, Policy
from dialogs.flows.questions import hear_question
from dialogs.flows.quoting import quote, source
from dialogs.messages import Choice, Chose, Prompt, rows, text
from dialogs.policy import Section
from dialogs.states import Asking, BrowsingSections, ReadingSection
from dialogs.steps import Step, Steps, Turn, chosen, page_of, turned

SECTIONS_A_PAGE = 6
CLAUSES_A_PAGE = 5


def _row(section: Section, policy: Policy) -> Choice:
    short = policy.titles[section.number - 1] if section.number <= len(policy.titles) else ""
    title = short or section.heading
    return Choice(f"section:{section.number}", text("section-label", number=str(section.number), title=title))


def _sections_prompt(state: BrowsingSections, context: Context) -> Prompt:
    sections, paging = page_of(context.policy.outline.sections, state.page, SECTIONS_A_PAGE)
    listed = [[_row(section, context.policy)] for section in sections]
    body = (text("sections-title"), source(context.policy, context.clinic.policy_url))
    return Prompt(body, rows(*listed, paging, ["menu-ask", "menu"]))


def _hear_sections(state: BrowsingSections, event: Event, context: Context) -> Turn | None:
    outline = context.policy.outline
    page = turned(event, state.page, len(outline.sections), SECTIONS_A_PAGE)
    if page is not None:
        return Turn(BrowsingSections(page))
    number = chosen(event, "section:")
    if number and number.isascii() and number.isdigit() and outline.section(int(number)):
        return Turn(ReadingSection(int(number)))
    if isinstance(event, Chose) and event.id == "menu-ask":
        return Turn(Asking())
    return hear_question(state, event, context)


def _section_prompt(state: ReadingSection, context: Context) -> Prompt:
    section = context.policy.outline.section(state.section)
    if section is None:
        return Prompt((text("section-absent"),), rows(["menu-sections", "menu"]))
    clauses, paging = page_of(section.clauses, state.page, CLAUSES_A_PAGE)
    own = context.policy.shown.section(section.number)
    heading = own.heading if own and own.heading else section.heading
    preamble = own.preamble if own else section.preamble
    opens = preamble and "page-back" not in paging
    quotes = tuple(line for clause in clauses for line in quote(clause.number, context.policy))
    return Prompt(
        (
            text("section-heading", number=str(section.number), heading=heading),
            *((text("section-preamble", text=preamble),) if opens else ()),
            *quotes,
            source(context.policy, context.clinic.policy_url),
        ),
        rows(paging, ["answer-operator"], ["menu-sections", "menu"]),
    )


def _hear_section(state: ReadingSection, event: Event, context: Context) -> Turn | None:
    section = context.policy.outline.section(state.section)
    page = turned(event, state.page, len(section.clauses) if section else 0, CLAUSES_A_PAGE)
    if page is not None:
        return Turn(ReadingSection(state.section, page))
    if isinstance(event, Chose) and event.id == "menu-sections":
        return Turn(_list_with(state, context))
    return hear_question(state, event, context)


def _list_with(state: ReadingSection, context: Context) -> BrowsingSections:
    """The page of the list on which this section stands."""
    numbers = [section.number for section in context.policy.outline.sections]
    return BrowsingSections(
        numbers.index(state.section) // SECTIONS_A_PAGE if state.section in numbers else 0
    )


STEPS: Steps = {
    BrowsingSections: Step(_sections_prompt, _hear_sections),
    ReadingSection: Step(_section_prompt, _hear_section, _list_with),
}
