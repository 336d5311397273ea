"""One durable turn with a patient: seen before? · lock the contact · load · advance · run commands · save, queue."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import sqlalchemy as sa

from bot import verification
from bot.desk import health
from bot.errands import Errands, NeedsAnswer
from bot.house import House
from bot.ports import Heard
from bot.receipts import check as check_receipt
from bot.storage import inbox, outbox, people, persons, posts
from bot.storage.database import Database
from bot.storage.outbox import Lane, Outgoing
from dialogs import codec
from dialogs.commands import AnswerFound, Event, Noted, ReceiptChecked
from dialogs.context import Context
from dialogs.conversation import WRITING, Exchange, beginning, hold, prompt
from dialogs.messages import AskedToStop, Chose, CriedForHelp, Language, Prompt, Replied, Started, Typed, text
from dialogs.requests import ProofMethod, RequestKind
from dialogs.states import SharingContact, State

LONGEST_LABEL = 64
UNREAD_ANSWERS = 20
"""Answers that may wait for one person: who writes faster than a chat takes messages gets the newest."""
LOOK_EVERY = 8
"""Only so often is it looked whether too many wait: a flood is met soon, and nobody else pays for the look."""


class Answers(Protocol):
    """The answerer: finds approved text, generates none."""

    def find(self, question: str, language: Language | None) -> AnswerFound:
        """The best clause or intent for a question; takes tens of milliseconds, so it is called in a thread."""

    def is_stop(self, words: str) -> bool:
        """Whether the whole message means STOP."""

    def is_urgent(self, words: str) -> bool:
        """Whether the words are those of an emergency; never takes long."""


@dataclass(frozen=True, slots=True)
class Manners:
    """What a channel needs of the talk beyond its words."""

    numbers_choose: bool
    has_contact_keyboard: bool


MANNERS = {"Telegram": Manners(False, True), "WhatsApp": Manners(True, False)}
"""By the platform's name as people know it."""
PLATFORMS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}

COMMANDS: dict[str, Event] = {
    "/start": Started(),
    "/menu": Chose("menu"),
    "/help": Chose("menu"),
    "/settings": Chose("menu-settings"),
    "/stop": AskedToStop(),
}
"""Commands a patient may type; everything else with a slash is met with the prompt again."""
UNKNOWN_COMMAND = Chose("")
"""No choice has this id. The typed words go no further: the last choice is kept unsealed."""


class Conversations:
    """Hears patients. Any number of processes may hear at once: the contact's row is the lock."""

    def __init__(self, database: Database, house: House, answers: Answers) -> None:
        self._database = database
        self._house = house
        self._answers = answers

    async def hear(self, heard: Heard) -> bool:
        """Carry one stored message through the talk in one transaction. False when it had been heard before.

        A question is answered before the transaction is tried again, so that nothing slow happens inside it.
        Raises ``inbox.OutOfTurn`` while an earlier message of the same person is still to be heard.
        """
        answer: AnswerFound | None = None
        while True:
            try:
                return await self._database.write(partial(self._turn, heard, answer))
            except NeedsAnswer as asked:
                answer = await asyncio.to_thread(self._answers.find, asked.question, asked.language)

    def _turn(self, heard: Heard, answer: AnswerFound | None, conn: sa.Connection) -> bool:
        house, now = self._house, self._house.now()
        if not inbox.begin(conn, heard.seq, now):
            return False
        contact = people.meet(conn, house.keyring, heard.channel, heard.address, now)
        state = codec.load(contact.state) if contact.state else beginning()
        context = self._context(conn, contact, heard)
        errands = Errands(conn, house, contact, evidence=f"inbox:{heard.seq}", answer=answer)
        event = self._understood(conn, heard, state, context)
        if heard.call is not None:
            event, context = self._called(conn, heard.call, errands, context)
        exchange = hold(state, event, context, errands.run)
        if errands.forgotten:
            self._say(conn, heard, exchange, 0)
            return True
        if exchange.says is not None:
            turn = contact.turn + 1 if exchange.asks else contact.turn
            # A remark beside the prompt leaves the keyboard where it is: it is still asked for.
            stays = not exchange.asks or isinstance(exchange.state, SharingContact)
            leaves = isinstance(state, SharingContact) and not stays
            self._say(conn, heard, exchange, turn, leaves_contact_button=leaves)
            taken = exchange.taken if exchange.asks else contact.last_choice
            people.keep(conn, house.keyring, contact, codec.dump(exchange.state), turn, taken, now)
        return True

    def _context(self, conn: sa.Connection, contact: people.Contact, heard: Heard) -> Context:
        house = self._house
        language = contact.language or heard.languages[0]
        renewed = self._renewed(conn, contact)
        return Context(
            now=house.now().astimezone(house.zone),
            clinic=house.clinic,
            policy=house.shelf.policy(language),
            language=contact.language,
            languages=heard.languages,
            consent=None if renewed else contact.consent,
            messages=contact.messages,
            proof=contact.proof,
            turn=contact.turn,
            last_choice=contact.last_choice,
            renewed=renewed,
            joined=persons.joined_on(conn, contact),
            foreign_platform=PLATFORMS[heard.channel],
            health_words=health.words(conn) if isinstance(heard.event, Typed) else frozenset(),
        )

    def _renewed(self, conn: sa.Connection, contact: people.Contact) -> tuple[str, ...]:
        """Clauses that changed materially since the person agreed; the ledger is asked only when there are any."""
        shelf = self._house.shelf
        if not contact.consent or not shelf.changed_since(None):
            return ()
        return shelf.changed_since(people.agreed_at(conn, contact.id))

    def _replied(self, conn: sa.Connection, heard: Heard, words: str) -> Event | None:
        """A reply to a message about a case is words for that case."""
        if heard.answers is None:
            return None
        number = posts.about_of(conn, heard.channel, heard.address, heard.answers)
        if number is None and outbox.is_settling(conn, heard.channel, heard.address):
            raise inbox.OutOfTurn  # an answer that was quicker than our note of what it answers
        return Replied(number, words) if number else None

    def _called(
        self, conn: sa.Connection, call: int, errands: Errands, context: Context
    ) -> tuple[Event, Context]:
        """Reception heard a call-in code: the proof is kept, then the talk is told."""
        phone = verification.heard_phone(conn, self._house, call, errands.contact.id)
        if phone is None:
            return Noted(), context
        return errands.prove(phone, ProofMethod.CALL, context)

    def _understood(self, conn: sa.Connection, heard: Heard, state: State, context: Context) -> Event:
        """Typed words that mean something else: heard everywhere, meant for a case, a label of the prompt."""
        if not isinstance(heard.event, Typed):
            return heard.event
        words = heard.event.text.strip()
        return (
            self._heard_everywhere(words)
            or self._replied(conn, heard, words)
            or self._labelled(words, state, context)
            or Typed(words)
        )

    def _heard_everywhere(self, words: str) -> Event | None:
        """A command, STOP, an emergency: also in a reply to a message of the clinic."""
        if words.startswith("/"):
            return self._commanded(words)
        if self._answers.is_stop(words):
            return AskedToStop()
        if self._answers.is_urgent(words):
            return CriedForHelp()
        return None

    def _labelled(self, words: str, state: State, context: Context) -> Event | None:
        """The words of a button of the prompt they answer."""
        if len(words) > LONGEST_LABEL:
            return None
        language = context.language or context.languages[0]
        shown = prompt(state, context)
        labels = self._house.wording.labels(shown, language)
        choice = labels.get(" ".join(words.split()).casefold()) or self._counted(words, shown, state, context)
        return Chose(choice) if choice else None

    def _counted(self, words: str, shown: Prompt, state: State, context: Context) -> str | None:
        """The number of a button, for clients that show none; never where a value is being written."""
        choices = [choice.id for line in shown.rows for choice in line]
        counts = MANNERS[context.foreign_platform].numbers_choose and not isinstance(state, WRITING)
        fits = counts and words.isascii() and words.isdigit() and 1 <= int(words[:3]) <= len(choices)
        return choices[int(words[:3]) - 1] if fits else None

    def _commanded(self, words: str) -> Event:
        name, _, rest = words.partition(" ")
        name = name.partition("@")[0].lower()
        if name == "/verify":
            genuine = check_receipt(self._house.receipt_keys, rest)
            if genuine is None:
                return ReceiptChecked()
            return ReceiptChecked(genuine.number, RequestKind(genuine.kind), genuine.received_on)
        return COMMANDS.get(name, UNKNOWN_COMMAND)

    def _say(
        self,
        conn: sa.Connection,
        heard: Heard,
        exchange: Exchange,
        turn: int,
        *,
        leaves_contact_button: bool = False,
    ) -> None:
        if exchange.says is None:
            return
        house = self._house
        language = exchange.context.language or heard.languages[0]
        says = exchange.says
        manners = MANNERS[exchange.context.foreign_platform]
        if leaves_contact_button and manners.has_contact_keyboard and not says.contact:
            says = replace(says, body=(text("keyboard-closed"), *says.body))
        payload = house.wording.speak(says, language).payload(turn)
        payload["remove_keyboard"] = says is not exchange.says
        message = Outgoing(f"turn:{heard.seq}", heard.channel, heard.address, "message", payload, Lane.ANSWER)
        outbox.queue(conn, house.keyring, [message], house.now())
        if heard.seq % LOOK_EVERY == 0:
            outbox.thin_out(conn, heard.channel, heard.address, UNREAD_ANSWERS)
