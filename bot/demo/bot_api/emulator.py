"""The emulated Bot API as one object: a server, a clock, people and groups."""

import asyncio
from typing import Any

from aiohttp import web

from bot.demo.bot_api.clock import Clock
from bot.demo.bot_api.faults import Fault, Faults
from bot.demo.bot_api.groups import ALL_RIGHTS, Group
from bot.demo.bot_api.http import MAX_BODY, BotApiHttp
from bot.demo.bot_api.intake import Intake
from bot.demo.bot_api.people import Person
from bot.demo.bot_api.seen import Seen, transcript
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.wire import Wire
from bot.demo.bot_api.world import User
from bot.demo.letters import Letters

TOKEN = "7010990990:AAEmulated-Bot-Api-Token_for-this-house"


class BotApi:
    """The emulator; in memory, for one bot.

    ``clock`` moves its time, ``rates=False`` switches Telegram's sending limits off, ``privacy=False``
    lets the bot read everything in groups.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        token: str = TOKEN,
        username: str = "qupia_demo_bot",
        rates: bool = True,
        privacy: bool = True,
    ) -> None:
        self.clock = clock or Clock()
        self.token = token
        bot = User(int(token.split(":")[0]), "Qupia", username=username, is_bot=True)
        self.world = Telegram(self.clock, bot, rates=rates, privacy=privacy)
        self.intake = Intake(self.world)
        self.http = BotApiHttp(self.world, self.intake, token)
        self.people: dict[int, Person] = {}
        self.groups: list[Group] = []
        self.letters = Letters(holders=[lambda: (one.user.phone for one in self.people.values())])
        self._runner: web.AppRunner | None = None

    # -- serving --------------------------------------------------------------------------

    def routes(self) -> list[web.RouteDef]:
        """To add the emulator to an application of one's own."""
        return self.http.routes()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve on a port (0: a free one); returns the base URL. Raises OSError when it is taken."""
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes(self.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        address = runner.addresses[0]
        return f"http://{address[0]}:{address[1]}"

    async def close(self) -> None:
        """Stop serving and pushing."""
        self.intake.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

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
        """Switch a fault on; see ``Fault`` for kinds and details."""
        self.faults.add(Fault(kind, **details))

    def person(self, first_name: str = "Пациент", **details: Any) -> Person:
        """A new person; details: id, last_name, username, language_code, phone."""
        person = Person(self.world, self.world.add_user(first_name=first_name, **details))
        self.people[person.id] = person
        return person

    def group(
        self,
        title: str = "New Generation Clinic",
        *,
        creator: Person | None = None,
        administrators: tuple[Person, ...] = (),
        members: tuple[Person, ...] = (),
        bot: str | None = "administrator",
        rights: frozenset[str] = ALL_RIGHTS,
        supergroup: bool = True,
        forum: bool = False,
    ) -> Group:
        """A group that already exists; ``bot``: the bot's status in it, None when it is not there."""
        group = Group(self.world, self.world.add_group(title, supergroup=supergroup, forum=forum))
        if creator:
            group.seat(creator.user, "creator")
        for person in administrators:
            group.seat(person.user, "administrator")
        for person in members:
            group.seat(person.user, "member")
        if bot:
            group.seat(self.world.bot, bot, rights=rights)
        self.groups.append(group)
        return group

    def transcript(self, chat_id: int, viewer_id: int) -> list[Seen]:
        """What one person sees of a chat now."""
        return transcript(self.world, self.world.chats[chat_id], viewer_id)

    def arrives_sms(self, phone: str, code: str) -> None:
        """A text message reaches a phone: the page shows it over the chat."""
        self.letters.arrives(phone, code)
        self.world.changes.tell()

    def repeats_last_update(self) -> None:
        """Deliver the newest update once more, with the same id: they come at least once."""
        if self.world.updates.last is not None:
            self.world.updates.put(self.world.updates.last)

    async def consumed(self, timeout: float = 45.0) -> None:  # noqa: ASYNC109
        """Return when the bot has confirmed every update. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while self.world.updates.pending:
                await self.world.changes.next()
