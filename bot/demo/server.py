"""The demo's server: the page, the people's side and the emulated Bot API on one port."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.demo.bot_api import BotApi, Clock, Group, Person
from bot.demo.bot_api.http import MAX_BODY
from bot.demo.bot_api.people_http import PeopleHttp

PAGE = Path(__file__).parent / "page"
FIRST_PHONE = 77010000001

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def _local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other sites open in the same browser must not act in the demo, nor read it."""
    origin = request.headers.get("Origin")
    if origin and request.path.startswith("/demo/") and origin.split("://")[-1] != request.host:
        raise web.HTTPForbidden(text="this page only")
    return await handler(request)


async def _index(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": POLICY})


def page_routes() -> list[web.AbstractRouteDef]:
    """The page and its files."""
    return [web.get("/", _index), web.static("/page", PAGE)]


async def serve(
    bot_api: BotApi, host: str, port: int, *, more: Iterable[web.AbstractRouteDef] = ()
) -> web.AppRunner:
    """Serve page, people and Bot API on one port; ``more`` adds another platform's routes.

    Raises OSError when the port is taken. Stop with ``runner.cleanup()``.
    """
    app = web.Application(client_max_size=MAX_BODY, middlewares=[_local_only])
    app.add_routes([*page_routes(), *PeopleHttp(bot_api).routes(), *bot_api.routes(), *more])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner


@dataclass(frozen=True, slots=True)
class DemoServer:
    """A running demo: what the real bot needs to connect, and the people of the story."""

    bot_api: BotApi
    group: Group
    patients: tuple[Person, ...]
    staff: tuple[Person, ...]
    runner: web.AppRunner

    @property
    def url(self) -> str:
        """Where the page is."""
        host, port = self.runner.addresses[0][:2]
        return f"http://{host}:{port}"

    @property
    def api_url(self) -> str:
        """For TELEGRAM_API_URL."""
        return self.url

    @property
    def token(self) -> str:
        """For BOT_TOKEN."""
        return self.bot_api.token

    @property
    def group_id(self) -> int:
        """For ADMIN_CHAT_ID."""
        return self.group.id

    async def close(self) -> None:
        """Stop serving."""
        self.bot_api.intake.close()
        await self.runner.cleanup()


def _people(api: BotApi, names: Iterable[tuple[str, str]], first: int) -> tuple[Person, ...]:
    return tuple(
        api.person(name, language_code=language, phone=f"+{first + number}")
        for number, (name, language) in enumerate(names)
    )


async def serve_demo(
    host: str, port: int, clock: Clock | None = None, *, more: Iterable[web.AbstractRouteDef] = ()
) -> DemoServer:
    """Everything the demo needs before the bot starts: three patients, a group with three staff.

    Raises OSError when the port is taken.
    """
    api = BotApi(clock)
    patients = _people(api, (("Науқас 1", "kk"), ("Пациент 2", "ru"), ("Patient 3", "en")), FIRST_PHONE)
    staff = _people(api, (("Қызметкер 1", "kk"), ("Сотрудник 2", "ru"), ("Әкімші 3", "kk")), FIRST_PHONE + 50)
    group = api.group("New Generation Clinic", creator=staff[2], members=staff[:2])
    runner = await serve(api, host, port, more=more)
    return DemoServer(api, group, patients, staff, runner)
