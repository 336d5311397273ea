"""What a case is about, for one person's eyes; whoever looked stands in the log."""

from __future__ import annotations

from bot.desk.acts import Desk
from bot.storage import cases, timelines
from bot.storage.timelines import Entry
from dialogs.flows.review import lines
from dialogs.messages import Prompt, Text, text
from dialogs.phones import shown


def details(desk: Desk, number: str) -> Prompt | Text:
    """The content of a case for one person's eyes, logged by name."""
    case = desk.case_of(number)
    if isinstance(case, Text):
        return case
    content = cases.content(desk.conn, desk.house.keyring, number)
    assert content is not None
    phone = (text("details-phone", phone=shown(content.phone)),) if content.phone else ()
    story = timelines.story(desk.conn, desk.house.keyring, number, internal=True)
    told = tuple(_told(entry) for entry in story if entry.words)
    desk.audit("details-shown", number)
    return Prompt(
        (text("details-title", number=number), *lines(content.draft), *phone, *told), protected=True
    )


def _told(entry: Entry) -> Text:
    writer = "patient" if entry.actor == "patient" else "note" if entry.internal else "clinic"
    return text(f"details-{writer}", at=entry.at, words=entry.words)
