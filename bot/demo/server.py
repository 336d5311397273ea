"""The demo's server: the page, the people's side and the emulated Bot API on one port."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from aiohttp import web

from bot.channels.whatsapp.templates import TEMPLATES
from bot.demo import samples
from bot.demo.bot_api import BotApi, Clock, Group, Person
from bot.demo.bot_api.http import MAX_BODY
from bot.demo.bot_api.people_http import PeopleHttp
from bot.demo.cloud_api import CloudApi, WhatsAppPeopleHttp
from bot.demo.life import Life, LifeHttp

PAGE = Path(__file__).parent / "page"
FIRST_PHONE = 77010000001

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _is_address(host: str) -> bool:
    """Whether a Host header names a machine by number, or this machine: no stranger's name."""
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return name.casefold() == "localhost"
    return True


@web.middleware
async def _local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other sites open in the same browser must not act in the demo, nor read it.

    A site can have its own name lead to this machine (DNS rebinding): then it is the name that gives it away.
    """
    if not _is_address(request.host):
        raise web.HTTPForbidden(text="open this page by its address: http://127.0.0.1")
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
    life: Life
    whatsapp: CloudApi

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

    def show_sms(self, phone: str, code: str) -> None:
        """Show a one-time code on the phone it was sent to."""
        self.bot_api.arrives_sms(phone, code)

    async def close(self) -> None:
        """Stop serving."""
        self.bot_api.intake.close()
        await self.whatsapp.close()
        await self.runner.cleanup()


def _people(api: BotApi, label: str, languages: Iterable[str], first: int) -> tuple[Person, ...]:
    return tuple(
        api.person(f"{label} {number + 1}", language_code=language, phone=f"+{first + number}")
        for number, language in enumerate(languages)
    )


def _whatsapp(api: BotApi) -> CloudApi:
    """The same people on WhatsApp, by the same clock, with every template approved."""
    made = CloudApi(api.clock, changes=api.world.changes, templates=[one.submission() for one in TEMPLATES])
    for number, language in enumerate(("kk", "ru", "en")):
        made.person(f"Науқас {number + 1}", language=language)
    return made


async def serve_demo(
    host: str, port: int, clock: Clock | None = None, *, more: Iterable[web.AbstractRouteDef] = ()
) -> DemoServer:
    """Everything the demo needs before the bot starts: three patients and a group with staff.

    Two members and two administrators, because a broadcast needs a second administrator's approval.
    Raises OSError when the port is taken.
    """
    api = BotApi(clock)
    patients = _people(api, "Науқас", ("kk", "ru", "en"), FIRST_PHONE)
    staff = _people(api, "Қызметкер", ("kk", "ru"), FIRST_PHONE + 50)
    chiefs = _people(api, "Әкімші", ("kk", "ru"), FIRST_PHONE + 60)
    group = api.group("New Generation Clinic", creator=chiefs[0], administrators=chiefs[1:], members=staff)
    whatsapp = _whatsapp(api)
    life = Life(api, whatsapp)
    others = [
        *whatsapp.routes(),
        *WhatsAppPeopleHttp(whatsapp, api.letters).routes(),
        *LifeHttp(life).routes(),
        *samples.routes(),
    ]
    runner = await serve(api, host, port, more=[*others, *more])
    return DemoServer(api, group, patients, staff + chiefs, runner, life, whatsapp)
