"""The people's side of the emulated WhatsApp over HTTP and JSON under /demo/whatsapp, for the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.demo.cloud_api.emulator import CloudApi
from bot.demo.cloud_api.people import Patient
from bot.demo.cloud_api.world import WINDOW, Json
from bot.demo.letters import Letters

WIRE_SHOWN = 120
Act = Callable[[Patient, Json], Awaitable[Any]]


def _text(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise web.HTTPBadRequest(text=f"{name} is missing")
    return value


ACTS: dict[str, Act] = {
    "says": lambda one, given: one.says(_text(given, "text"), reply_to=given.get("reply_to") or None),
    "presses": lambda one, given: one.presses(_text(given, "data"), on=given.get("message") or None),
    "edits": lambda one, given: one.edits(_text(given, "message"), _text(given, "text")),
    "deletes": lambda one, given: one.deletes(_text(given, "message")),
    "reacts": lambda one, given: one.reacts(_text(given, "message")),
    "voice": lambda one, given: one.sends_voice(),
    "sticker": lambda one, given: one.sends_sticker(),
    "photo": lambda one, given: one.sends_photo(),
    "album": lambda one, given: one.sends_album(),
    "document": lambda one, given: one.sends_document(
        str(given.get("name") or "scan.pdf")[:240], str(given.get("caption") or "")[:1024]
    ),
    "location": lambda one, given: one.sends_location(),
    "contact": lambda one, given: one.shares_contact(),
    "stranger": lambda one, given: one.shares_contact_of_another(),
    "number": lambda one, given: one.changes_number(_text(given, "phone")),
    "stops": lambda one, given: one.stops_messages(),
    "looks": lambda one, given: one.looks(),
    "blocks": lambda one, given: one.blocks(),
    "unblocks": lambda one, given: one.unblocks(),
}
"""What the page's visitor can do in somebody's name."""


class WhatsAppPeopleHttp:
    """Routes for the page. The clock and the faults of Telegram's pane work here too when they are shared."""

    def __init__(self, api: CloudApi, letters: Letters | None = None) -> None:
        self.api = api
        self.letters = letters or Letters()
        self.letters.holders.append(lambda: (one.account.phone for one in api.people.values()))

    def routes(self) -> list[web.RouteDef]:
        """To add to an aiohttp application."""
        return [
            web.get("/demo/whatsapp/world", self.world),
            web.get("/demo/whatsapp/chat", self.chat),
            web.get("/demo/whatsapp/wire", self.wire),
            web.post("/demo/whatsapp/people", self.person),
            web.post("/demo/whatsapp/act", self.act),
            web.post("/demo/whatsapp/fault", self.fault),
        ]

    async def world(self, request: web.Request) -> web.Response:
        """The clock, the people, the templates."""
        api = self.api
        templates = [
            {"name": one.name, "language": one.language, "status": one.status}
            for one in api.world.templates.values()
        ]
        counts = {
            "requests": api.wire.count,
            "refused": len(api.wire.refused()),
            "waiting": api.courier.pending,
        }
        return web.json_response(
            {
                "now": api.clock.now().isoformat(),
                "version": api.changes.version,
                "people": [self._person(one) for one in api.people.values()],
                "templates": templates,
                "counts": counts,
                "faults": self._faults(),
            }
        )

    async def chat(self, request: web.Request) -> web.Response:
        """One person's chat."""
        patient = self._patient(request.query)
        letters = self.letters.on(patient.account.phone)
        messages = [one.json() for one in patient.sees]
        return web.json_response({**self._person(patient), "messages": messages, "sms": letters})

    async def wire(self, request: web.Request) -> web.Response:
        """The newest requests and their answers, newest first."""
        kept = list(self.api.wire.kept)[-WIRE_SHOWN:]
        return web.json_response({"exchanges": [one.json() for one in reversed(kept)]})

    async def person(self, request: web.Request) -> web.Response:
        """A new patient; with ``username`` their number is hidden."""
        given = await _given(request)
        username = str(given["username"])[:35] if given.get("username") else None
        count = len(self.api.people) + 1
        name = str(given.get("name") or f"Науқас {count}")[:64]
        patient = self.api.person(name, username=username, language=str(given.get("language") or "kk")[:8])
        return web.json_response(self._person(patient))

    async def act(self, request: web.Request) -> web.Response:
        """Somebody does something: ``{"person", "does", …}``."""
        given = await _given(request)
        act = ACTS.get(str(given.get("does")))
        if act is None:
            raise web.HTTPBadRequest(text="nobody can do that")
        try:
            await act(self._patient(given), given)
        except (PermissionError, LookupError) as problem:
            raise web.HTTPConflict(text=str(problem)) from None
        return web.json_response({"ok": True})

    async def fault(self, request: web.Request) -> web.Response:
        """Let the next sending fail in a way Meta's platform does, or nothing with ``{"kind": "none"}``."""
        kind = str((await _given(request)).get("kind"))
        if kind == "none":
            self.api.faults.clear()
        else:
            try:
                self.api.fails(kind, times=1)
            except ValueError as problem:
                raise web.HTTPBadRequest(text=str(problem)) from None
        return web.json_response({"on": self._faults()})

    def _faults(self) -> list[str]:
        return [fault.kind for fault in self.api.faults.on]

    def _patient(self, given: Any) -> Patient:
        wanted = str(given.get("person", ""))
        for patient in self.api.people.values():
            if wanted == patient.id:
                return patient
        raise web.HTTPNotFound(text="nobody of that id")

    def _person(self, patient: Patient) -> Json:
        account = patient.account
        closes = account.last_word + WINDOW if account.last_word else None
        return {
            "id": account.user_id,
            "name": account.name,
            "username": account.username,
            "phone": f"+{account.phone}",
            "shows_phone": account.shows_phone,
            "language": account.language,
            "latest": max((one.touched for one in patient.sees if one.from_bot), default=0),
            "blocked": account.blocked,
            "window_open": self.api.world.is_open(account),
            "window_closes": closes.isoformat() if closes else None,
        }


async def _given(request: web.Request) -> Json:
    try:
        given = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="JSON expected") from None
    if not isinstance(given, dict):
        raise web.HTTPBadRequest(text="an object expected")
    return given
