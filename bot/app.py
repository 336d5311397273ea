"""The composition root: reads the settings, makes every room once, joins them, runs what the command asks for."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import structlog

from bot import broadcasts, charts, made, platform_limits, receipts
from bot.answering import Answering
from bot.broadcasts import Broadcasts
from bot.calendar import KazakhstanCalendar
from bot.channels import codes
from bot.config import Settings
from bot.conversations import Answers, Conversations
from bot.desk import clocks, documents, posts, progress
from bot.editions import EditionShelf
from bot.house import House
from bot.intake import SWEEP_SECONDS, Hearer, Intake
from bot.office import Office, opted_out
from bot.outbox import Outbox
from bot.pace import Pace
from bot.ports import DeliveryStatus, Drawn, Sender, Settled
from bot.staff_room import Room
from bot.storage import cases, outbox, people, recipients, schema, settings
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import Inbound
from bot.storage.outbox import Lane, Outgoing
from bot.timekeeper import Timekeeper
from bot.watch import Watch
from bot.wording import Wording
from dialogs.messages import Prompt, text

if TYPE_CHECKING:
    from aiogram.types import Update
    from aiohttp.web import RouteDef

    from bot.channels.telegram import TelegramHearer
    from bot.channels.whatsapp import Update as WhatsAppUpdate

log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """What may be handed in instead of the real thing: a clock, a pace, an answerer, a sender of codes.

    ``rest`` is how the timekeeper waits from look to look; True means that it was woken before its time.
    """

    now: Callable[[], datetime] = utc_now
    rest: Callable[[float], Awaitable[object]] = asyncio.sleep
    pace: Pace = field(default_factory=lambda: Pace(platform_limits.LIMITS))
    answers: Answers | None = None
    codes: Sender | None = None
    sweep_seconds: float = SWEEP_SECONDS


class App:
    """Everything, joined. Make it with ``open_app``; it runs no task by itself."""

    def __init__(self, config: Settings, keyring: Keyring, parts: Parts) -> None:
        self.config = config
        self.parts = parts
        self.keyring = keyring
        self.database = Database(config.database_url)
        self.shelf = EditionShelf(
            self.database, made.plain_policies(), lambda: parts.now().astimezone(config.zone).date()
        )
        self.house = House(
            keyring=keyring,
            wording=Wording(config.zone),
            clinic=made.clinic(config),
            clinic_phone=config.clinic_phone,
            zone=config.zone,
            calendar=KazakhstanCalendar(),
            shelf=self.shelf,
            receipt_keys=keyring.subkeys(receipts.KEY_USE),
            now=parts.now,
        )
        self.senders: dict[str, Sender] = {codes.CHANNEL: parts.codes or made.code_sender(config)}
        self.hearers: dict[str, Hearer] = {}
        linked = str(config.admin_chat_id) if config.admin_chat_id else None
        self.room = Room(self.database, self.house, linked, made.read_policy, lambda: self.intake.look())
        self.outbox = Outbox(
            self.database,
            keyring,
            self.senders,
            parts.pace,
            parts.now,
            self._settled,
            gate=broadcasts.gate(self.house),
        )
        wake, every = self.outbox.wake, parts.sweep_seconds
        self.broadcasts = Broadcasts(self.database, self.house, self._patient_channels, wake, parts.pace)
        self.intake = Intake(self.database, keyring, self.hearers, parts.now, wake, self._sorry, every)
        self.timekeeper = Timekeeper(
            self.database, self.house, self.outbox.wake, self._administrators, self._keeps_topics, parts.rest
        )
        self.limits = platform_limits.Kept(parts.pace)
        self.watch = Watch(self.database, parts.now)
        self.bot: Any = None
        self.graph: Any = None
        self.telegram: TelegramHearer | None = None

    async def refresh(self) -> None:
        """Take up what other processes changed: imported editions, the calendar, settings."""
        await self.shelf.refresh()
        await self.database.read(lambda conn: clocks.refresh(conn, self.house))
        self.limits.take(await self.database.read(platform_limits.read))

    @cached_property
    def answers(self) -> Answers:
        """The answerer, by the clauses of the edition in force."""
        return self.parts.answers or Answering(self.shelf.numbers, self.shelf.numbers_now)

    def open_telegram(self) -> None:
        """Join the Telegram channel. aiogram is imported here and not before: it costs seconds."""
        from bot.channels import staff, telegram, telegram_sender

        if self.config.bot_token is None:
            return
        token = self.config.bot_token.get_secret_value()
        self.bot = telegram.make_bot(token, self.config.telegram_api_url)
        patients = Conversations(self.database, self.house, self.answers)
        group = staff.StaffChannel(self.bot, self.room)
        self.telegram = telegram.TelegramHearer(self.bot, patients, group)
        self.hearers[telegram.CHANNEL] = self.telegram
        self.senders[telegram.CHANNEL] = telegram_sender.TelegramSender(self.bot, self, charts.draw)

    def _patient_channels(self) -> list[str]:
        """Channels through which people can be written to."""
        return [channel for channel in self.senders if channel != codes.CHANNEL]

    async def drawn(self, number: str) -> Drawn | None:
        """The card of a case as it is now, for the sender."""
        broadcast = progress.number(number)
        if broadcast is not None:
            return await self.database.read(lambda conn: progress.draw(conn, self.house, broadcast))
        return await self.database.read(lambda conn: posts.draw_card(conn, self.house, number))

    async def document(self, name: str, of: int, file: Path) -> str:
        """Write a document of the group into a file. Raises LookupError for one that is not known."""
        return await self.database.read(lambda conn: documents.write(conn, name, of, file))

    async def moved_to_topic(self, number: str, thread: str) -> None:
        """The sender had to open a new topic for a case."""
        await self.database.write(lambda conn: posts.moved_to_topic(conn, self.house, number, thread))

    async def _administrators(self, group: str) -> Sequence[str]:
        if self.bot is None:
            return ()
        from bot.channels import staff

        return await staff.administrators(self.bot, int(group))

    def open_whatsapp(self) -> None:
        """Join the WhatsApp channel, if it is configured."""
        from bot.channels import whatsapp

        config = self.config
        if config.whatsapp_token is None or config.whatsapp_phone_id is None:
            return
        self.graph = whatsapp.Graph(
            config.whatsapp_api_url,
            config.whatsapp_api_version,
            config.whatsapp_phone_id,
            config.whatsapp_token.get_secret_value(),
        )
        office = Office(self.database, self.house, self.outbox.wake, self.limits.people_a_day)
        patients = Conversations(self.database, self.house, self.answers)
        name = made.whatsapp_names(self.keyring)
        hearer = whatsapp.WhatsAppHearer(patients, office, self.graph.mark_read, name=name)
        asked = office.window_open, office.alert, office.halt, office.reach
        self.hearers[whatsapp.CHANNEL] = hearer
        self.senders[whatsapp.CHANNEL] = whatsapp.WhatsAppSender(self.graph, *asked, name=name)

    def whatsapp_routes(self) -> list[RouteDef]:
        """``/whatsapp/webhook``; nothing when the channel is absent."""
        from bot.channels import whatsapp

        config = self.config
        if config.whatsapp_app_secret is None or config.whatsapp_verify_token is None:
            return []
        webhook = whatsapp.Webhook(
            config.whatsapp_app_secret.get_secret_value(),
            config.whatsapp_verify_token.get_secret_value(),
            self.take_whatsapp,
            self.parts.now,
            name=made.whatsapp_names(self.keyring),
            phone_id=config.whatsapp_phone_id,
            count=self.watch.passed_over,
        )
        return list(webhook.routes())

    async def take_whatsapp(self, updates: Sequence[WhatsAppUpdate]) -> None:
        """Store WhatsApp's updates; when this returns they may be acknowledged."""
        now = self.parts.now()
        await self.intake.take(
            [Inbound("whatsapp", update.id, update.stream, update.payload, now) for update in updates]
        )

    async def _keeps_topics(self, group: str) -> bool | None:
        if self.bot is None:
            return None
        from bot.channels import staff

        return await staff.keeps_topics(self.bot, int(group))

    async def take_telegram(self, updates: Sequence[Update]) -> int:
        """Store Telegram's updates; when this returns they may be acknowledged."""
        from bot.channels import telegram

        if self.telegram is not None:
            self.telegram.remember(updates)
        now = self.parts.now()
        inbound = [
            Inbound(telegram.CHANNEL, *parts, update.model_dump_json(exclude_unset=True).encode(), now)
            for update in updates
            if (parts := telegram.inbound_parts(update))
        ]
        return await self.intake.take(inbound) if inbound else 0

    def _sorry(self, conn: sa.Connection, seq: int, stream: str) -> None:
        """Tell a patient whose message could not be heard, after every try, to send it again."""
        channel, _, address = stream.partition(":")
        contact = people.find(conn, self.keyring, channel, address, self.parts.now())
        if contact is None or contact.language is None:
            return
        payload = self.house.wording.speak(Prompt((text("not-heard"),)), contact.language).payload(0)
        message = Outgoing(f"not-heard:{seq}", channel, address, "message", payload, Lane.ANSWER)
        outbox.queue(conn, self.keyring, [message], self.parts.now())

    def _settled(self, conn: sa.Connection, settled: Settled) -> None:
        """What became of a message, for those it concerns: the group's new id, the card's "not delivered: call"."""
        if settled.moved_to is not None:
            if posts.group(conn) == settled.address:
                settings.put(conn, posts.GROUP, settled.moved_to)
            return
        if settled.status is DeliveryStatus.UNREACHABLE:
            people.unreachable(conn, settled.channel, settled.address)
        if recipients.opted_out_elsewhere(settled.channel, settled.problem):
            opted_out(conn, self.house, settled.address, settled.key)
        to_patient = settled.about is not None and settled.address != posts.group(conn)
        if settled.about is None or not to_patient:
            return
        failed = settled.status is not DeliveryStatus.SENT
        if progress.number(settled.about) is not None:
            self._tested(conn, settled, failed)
            return
        case = cases.find(conn, self.keyring, settled.about)
        if case is not None and case.undelivered != failed:
            cases.mark(conn, settled.about, undelivered=failed)
            posts.show_card(conn, self.house, settled.about)

    def _tested(self, conn: sa.Connection, settled: Settled, failed: bool) -> None:
        """A broadcast sent to an administrator's own chat; one that never opened it is told how."""
        if failed:
            said = (text("broadcast-test-failed"),)
            posts.post(conn, self.house, f"test-failed:{settled.seq}", said, about=settled.about)

    async def close(self) -> None:
        """Let go of the network and the database."""
        if self.bot is not None:
            await self.bot.session.close()
        if self.graph is not None:
            await self.graph.close()
        await self.database.close()


@contextlib.asynccontextmanager
async def open_app(config: Settings, parts: Parts | None = None) -> AsyncIterator[App]:
    """The app with its database migrated and its editions read; closed at the end."""
    await asyncio.to_thread(schema.migrate, config.database_url)
    app = App(config, made.keyring(config), parts or Parts())
    try:
        await app.refresh()
        yield app
    finally:
        await app.close()
