"""The emulated Cloud API as one object: a server, a clock, people, templates and the webhooks it sends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from bot.demo.bot_api.changes import Changes
from bot.demo.bot_api.clock import Clock
from bot.demo.bot_api.faults import Fault, Faults
from bot.demo.bot_api.wire import Wire
from bot.demo.cloud_api.courier import Courier
from bot.demo.cloud_api.http import CloudApiHttp
from bot.demo.cloud_api.people import Patient
from bot.demo.cloud_api.whatsapp import WhatsApp
from bot.demo.cloud_api.world import Account, Json, KnownTemplate

TOKEN = "EAAEmulatedCloudApiTokenForThisHouse"
PHONE_ID = "301700000000001"
APP_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
VERIFY_TOKEN = "emulated-verify-token"
FIRST_ID = 13_491_208_655_300_000
FIRST_PHONE = 77_010_000_001


class CloudApi:
    """The emulator; in memory, for one business number.

    ``clock`` moves its time, ``changes`` may be shared with another emulator so that one page sees both,
    ``rates=False`` switches the sending limits off. ``templates`` are submissions Meta has approved.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        changes: Changes | None = None,
        templates: Iterable[Json] = (),
        rates: bool = True,
    ) -> None:
        self.clock = clock or Clock()
        self.changes = changes or Changes()
        self.courier = Courier(self.clock, self.changes, APP_SECRET)
        self.world = WhatsApp(self.clock, self.changes, self.courier, PHONE_ID, rates=rates)
        self.http = CloudApiHttp(self.world, TOKEN)
        self.people: dict[str, Patient] = {}
        self._runner: web.AppRunner | None = None
        for submission in templates:
            self.approves(submission)

    # -- serving --------------------------------------------------------------------------

    def routes(self) -> list[web.RouteDef]:
        """To add the emulator to an application of one's own."""
        return self.http.routes()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve on a port (0: a free one); returns the base URL. Raises OSError when it is taken."""
        app = web.Application()
        app.add_routes(self.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        address = runner.addresses[0]
        return f"http://{address[0]}:{address[1]}"

    async def close(self) -> None:
        """Stop serving and sending webhooks."""
        await self.courier.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def subscribes(self, address: str) -> None:
        """Send webhooks to this address from now on."""
        self.courier.address = address

    # -- the world ------------------------------------------------------------------------

    @property
    def wire(self) -> Wire:
        """Every request and its answer."""
        return self.http.wire

    @property
    def faults(self) -> Faults:
        """What is broken at the moment."""
        return self.http.faults

    def fails(self, kind: str, **details: Any) -> None:
        """Switch a fault on; kinds as for the Bot API."""
        self.faults.add(Fault(kind, **details))

    def refuses(self, code: int, times: int = 1) -> None:
        """Answer the next sendings with this code."""
        self.world.refusing.extend([code] * times)

    def fails_later(self, code: int, times: int = 1) -> None:
        """Take the next messages and report by webhook that they failed."""
        self.world.failing.extend([code] * times)

    def person(self, name: str = "Науқас", *, phone: str | None = None, **details: Any) -> Patient:
        """A new person; details: username (the phone stays hidden), language, on_whatsapp."""
        number = len(self.people)
        digits = (phone or str(FIRST_PHONE + number)).lstrip("+")
        account = Account(f"KZ.{FIRST_ID + number}", digits, name, **details)
        patient = Patient(self.world, self.world.add(account))
        self.people[account.user_id] = patient
        return patient

    def approves(self, submission: Json, status: str = "APPROVED") -> None:
        """Meta decides on a template, now or again later."""
        known = KnownTemplate.of(submission, status)
        self.world.templates[known.name, known.language] = known

    def repeats_last_webhook(self) -> None:
        """Deliver the newest webhook once more, byte for byte: they come at least once."""
        if self.courier.sent:
            self.courier.deliver(self.courier.sent[-1])

    async def consumed(self, timeout: float = 45.0) -> None:  # noqa: ASYNC109
        """Return when every webhook has been acknowledged. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while self.courier.pending:
                await self.changes.next()
