"""What administrators do to a broadcast in the staff group: draft, look, test, approve, pause, stop, correct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from bot.desk import files, posts, progress, rules
from bot.desk.publishing import compared
from bot.house import House
from bot.storage import audit, broadcasts, editions, fates, outbox, recipients
from bot.storage.editions import Imported
from bot.storage.outbox import Lane, Outgoing
from dialogs.broadcasts import Broadcast, BroadcastAct, BroadcastStatus, Halt, Sources, denial, drafted
from dialogs.messages import Language, Prompt, Text, rows, text
from dialogs.staff import Staff
from dialogs.values import Problem, read_words

LONGEST = 3000
"""Characters of a broadcast in one language: with its button it is one message, which can be corrected."""


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """One administrator at work on a broadcast in one transaction."""

    conn: sa.Connection
    house: House
    by: Staff

    # --- Drafts

    def offer(self) -> None:
        """What a new broadcast may be drafted from: the newest edition, or one's own words."""
        newest = editions.newest(self.conn)
        about = [(f"broadcast-new:{newest.id}", text("broadcast-new-edition"))] if newest else []
        choices = [*about, ("broadcast-new:own", text("broadcast-new-own"))]
        posts.post(
            self.conn,
            self.house,
            f"broadcast-offer:{uuid4().hex}",
            (text("broadcast-offer"), text("broadcast-only")),
            choices=choices,
        )

    def draft(self, data: str) -> Text:
        """A new draft, from an edition by its id or with no words yet."""
        kept = editions.by_id(self.conn, int(data)) if data.isascii() and data.isdigit() else None
        if kept is None and data != "own":
            return text("denied-unknown")
        words = self._from_edition(kept) if kept else {}
        version = kept.edition.version if kept else ""
        id = broadcasts.draft(self.conn, words, self.house.now(), edition=version)
        self._audit("broadcast-drafted", id, edition=version)
        self._show(id)
        return text("broadcast-act-done")

    def _from_edition(self, kept: Imported) -> dict[Language, tuple[str, ...]]:
        _, comparison = compared(self.conn, kept)
        clinic, today = self.house.clinic, self.house.now().astimezone(self.house.zone).date()
        told = {}
        for language in Language:
            titles = self.house.shelf.policy(language).titles
            sources = Sources(titles, kept.edition if kept.edition.lang == language else None)
            said = drafted(
                comparison,
                sources,
                kept.edition.effective or today,
                clinic.policy_url,
                material=editions.is_material(self.conn, kept.id),
            )
            told[language] = tuple(self.house.wording.html(part, language) for part in said)
        return told

    def ask_words(self, broadcast: Broadcast, data: str) -> Text:
        """Ask for the words in one language: they are written as a reply."""
        if denied := self._denied_words(broadcast):
            return denied
        if data not in set(Language):
            return text("denied-unknown")
        said = text("broadcast-ask-words", id=broadcast.id, language=text(f"language-name-{data}"))
        self._post((said, text("broadcast-only")), broadcast.id, f"words:{data}", asks_reply=True)
        return text("toast-write")

    def reply(self, id: int, kind: str, typed: str) -> Text | None:
        """Words under a broadcast's posts: those that were asked for, or people talking among themselves."""
        act, _, language = kind.partition(":")
        return self.write(id, language, typed) if act == "words" else None

    def write(self, id: int, language: str, typed: str) -> Text:
        """Own words in one language, written as a reply to the question for them."""
        broadcast = broadcasts.find(self.conn, id, lock=True)
        if broadcast is None or language not in set(Language):
            return text("denied-unknown")
        if denied := self._denied_words(broadcast):
            return denied
        words = read_words(typed, LONGEST)
        if isinstance(words, Problem):
            return words.said
        paragraphs = tuple(escape(line, quote=False) for line in words.split("\n"))
        broadcasts.set_words(self.conn, id, {**broadcast.words, Language(language): paragraphs})
        self._audit("broadcast-written", id, language=language, words=words)
        self._show(id)
        return text("broadcast-words-kept", id=id, language=text(f"language-name-{language}"))

    def _denied_words(self, broadcast: Broadcast) -> Text | None:
        if not self.by.administrator:
            return text("denied-administrators")
        if broadcast.status is BroadcastStatus.DRAFT:
            return None
        status = text(f"broadcast-status-{broadcast.status}")
        return text("broadcast-denied-status", id=broadcast.id, status=status)

    # --- Looks

    def preview(self, broadcast: Broadcast, _data: str) -> Text:
        """Each language as people will see it, with the button under it, and what WhatsApp shows instead."""
        for language in Language:
            if words := broadcast.words.get(language):
                title = text("broadcast-preview-title", language=text(f"language-name-{language}"))
                button = self.house.wording.label(text("settings-notices-off"), language)
                shown = [*words, f"[ {escape(button, quote=False)} ]"]
                self._post((title,), broadcast.id, "message", quoted=shown)
        self._post((text("broadcast-preview-whatsapp"),), broadcast.id, "message")
        return text("broadcast-act-shown")

    def test(self, broadcast: Broadcast, _data: str) -> Text:
        """Send every language to the administrator's own chat, as people will get it."""
        if not self.by.administrator:
            return text("denied-administrators")
        made = [
            payload(self.house, broadcast, language) for language in Language if broadcast.words.get(language)
        ]
        about = progress.about(broadcast.id)
        queued = [
            Outgoing(
                f"test:{uuid4().hex}", posts.STAFF_CHANNEL, self.by.id, "message", each, Lane.ANSWER, about
            )
            for each in made
        ]
        outbox.queue(self.conn, self.house.keyring, queued, self.house.now())
        return text("broadcast-test-sent") if made else text("broadcast-no-words")

    def report(self, broadcast: Broadcast, _data: str) -> Text:
        """The list of everybody and what became of it, as a file."""
        if not self.by.administrator:
            return text("denied-administrators")
        name = f"report:{broadcast.id}:{uuid4().hex}"
        files.send(self.conn, self.house, name, "report", broadcast.id)
        self._audit("broadcast-exported", broadcast.id)
        return text("broadcast-act-shown")

    # --- Moves

    def press(self, name: str, rest: str) -> Text:
        """A button of a broadcast; the text answers the press. A denied act changes nothing."""
        number, _, data = rest.partition(":")
        if name == "broadcast-new":
            return self.draft(rest) if self.by.administrator else text("denied-administrators")
        known = number.isascii() and number.isdigit()
        broadcast = broadcasts.find(self.conn, int(number), lock=True) if known else None
        if broadcast is None:
            return text("denied-unknown")
        if name in MOVED:
            return self._move(broadcast, BroadcastAct(name))
        return LOOKS[name](self, broadcast, data) if name in LOOKS else text("denied-unknown")

    def _move(self, broadcast: Broadcast, act: BroadcastAct) -> Text:
        denied = denial(broadcast, act, self.by, two_people=rules.second_person(self.conn))
        if denied is not None:
            return denied
        values = self._values(broadcast, act)
        if not broadcasts.move(self.conn, broadcast, act, **values):
            return text("denied-unknown")
        if act in (BroadcastAct.PAUSE, BroadcastAct.STOP):
            recipients.recall(self.conn, broadcast.id)
        words = {language.value: "\n".join(said) for language, said in broadcast.words.items()}
        self._audit(MOVED[act], broadcast.id, **words)
        self._show(broadcast.id)
        return text("broadcast-act-done")

    def _values(self, broadcast: Broadcast, act: BroadcastAct) -> dict[str, Any]:
        match act:
            case BroadcastAct.SUBMIT:
                return {"submitted_by": self.by.id}
            case BroadcastAct.APPROVE:
                return {"approved_by": self.by.id}
            case BroadcastAct.RESUME:
                # A person has looked at what went wrong with the first few and says: go on.
                looked = broadcast.halt == Halt.CANARY
                return {"halt": "", "canary_passed": broadcast.canary_passed or looked}
        return {}

    def correct(self, broadcast: Broadcast, _data: str) -> Text:
        """Draft words that replace what was sent; what has not been sent yet waits for them."""
        if not self.by.administrator:
            return text("denied-administrators")
        if broadcasts.times(self.conn, broadcast.id)[0] is None:
            return text("broadcast-nothing-sent")
        if broadcast.status is BroadcastStatus.RUNNING:
            self._move(broadcast, BroadcastAct.PAUSE)
        words, now = broadcast.words, self.house.now()
        id = broadcasts.draft(self.conn, words, now, edition=broadcast.edition, corrects=broadcast.id)
        self._audit("broadcast-correction-drafted", id, corrects=str(broadcast.id))
        self._show(id)
        return text("broadcast-act-done")

    # --- Writing it down

    def _show(self, id: int) -> None:
        posts.show_card(self.conn, self.house, progress.about(id))

    def _post(
        self,
        said: tuple[Text, ...],
        id: int,
        kind: str,
        *,
        asks_reply: bool = False,
        quoted: list[str] | None = None,
    ) -> None:
        posts.post(
            self.conn,
            self.house,
            f"{kind}:{uuid4().hex}",
            said,
            about=progress.about(id),
            kind=kind,
            asks_reply=asks_reply,
            quoted=quoted or (),
        )

    def _audit(self, act: str, id: int, **detail: str) -> None:
        actor, about = f"staff:{self.by.id}", progress.about(id)
        audit.append(
            self.conn,
            self.house.keyring,
            at=self.house.now(),
            actor=actor,
            act=act,
            about=about,
            detail=detail,
        )


MOVED: Mapping[str, str] = {
    BroadcastAct.SUBMIT: "broadcast-submitted",
    BroadcastAct.RETURN: "broadcast-returned",
    BroadcastAct.APPROVE: "broadcast-approved",
    BroadcastAct.PAUSE: "broadcast-paused",
    BroadcastAct.RESUME: "broadcast-resumed",
    BroadcastAct.STOP: "broadcast-stopped",
}
"""Buttons that move a broadcast, and how the audit log calls it."""

LOOKS: Mapping[str, Callable[[Broadcasting, Broadcast, str], Text]] = {
    "broadcast-words": Broadcasting.ask_words,
    "broadcast-preview": Broadcasting.preview,
    "broadcast-test": Broadcasting.test,
    "broadcast-report": Broadcasting.report,
    "broadcast-correct": Broadcasting.correct,
}
"""Buttons that do not."""


def payload(house: House, broadcast: Broadcast, language: Language) -> dict[str, Any]:
    """What one person is sent: the words in their language and the button that ends messages."""
    spoken = house.wording.speak(Prompt((), rows(["settings-notices-off"])), language).payload(0)
    words = list(broadcast.words.get(language) or broadcast.words[Language.KAZAKH])
    title = [house.wording.html(text("broadcast-correction"), language)] if broadcast.corrects else []
    return spoken | {"html": [*title, *words], "timeless": True, "news": broadcast.id}


def read(conn: sa.Connection, contact: int, number: str, language: Language) -> tuple[str, ...]:
    """The plain words of a broadcast this contact was told of; nothing for anybody else, whatever they press."""
    id = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    broadcast = broadcasts.find(conn, id) if id and fates.is_recipient(conn, id, contact) else None
    if broadcast is None:
        return ()
    return tuple(unescape(words) for words in broadcast.words.get(language) or ())
