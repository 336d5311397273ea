"""The people's side over HTTP and JSON under /demo: what the page shows, and what its visitor does."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.demo.bot_api.emulator import BotApi
from bot.demo.bot_api.group_seen import topics_of
from bot.demo.bot_api.groups import Group
from bot.demo.bot_api.method_profile import commands_for
from bot.demo.bot_api.opened import opened
from bot.demo.bot_api.people import Person
from bot.demo.bot_api.people_acts import ACTS
from bot.demo.bot_api.seat import Seat
from bot.demo.bot_api.world import Json

TYPING_SECONDS = 5
WIRE_SHOWN = 120
HEARTBEAT = 15.0


class PeopleHttp:
    """Routes for the page; everything is told from one person's seat."""

    def __init__(self, api: BotApi) -> None:
        self.api = api

    def routes(self) -> list[web.RouteDef]:
        """To add to an aiohttp application."""
        return [
            web.get("/demo/events", self.events),
            web.get("/demo/world", self.world),
            web.get("/demo/chat", self.chat),
            web.get("/demo/wire", self.wire),
            web.get("/demo/file/{file_id}", self.file),
            web.post("/demo/people", self.person),
            web.post("/demo/act", self.act),
            web.post("/demo/sms", self.sms),
            web.post("/demo/clock", self.clock),
            web.post("/demo/fault", self.fault),
        ]

    # -- reading --------------------------------------------------------------------------

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: one line whenever something changed, a heartbeat otherwise."""
        stream = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await stream.prepare(request)
        changes, shown = self.api.world.changes, -1
        try:
            while request.transport is not None and not request.transport.is_closing():
                moved = await changes.past(shown, HEARTBEAT)
                shown = changes.version
                await stream.write(f"data: {shown}\n\n".encode() if moved else b": still here\n\n")
                await asyncio.sleep(0.04)  # let one turn's messages arrive as one picture
        except ConnectionError:
            pass
        return stream

    async def world(self, request: web.Request) -> web.Response:
        """The clock, the people, the groups, the bot."""
        api, world = self.api, self.api.world
        people = [_person(person) | {"latest": _latest(person)} for person in api.people.values()]
        groups = [self._group(group) for group in api.groups]
        bot = {"id": world.bot.id, "name": world.bot.first_name, "username": world.bot.username}
        counts = {
            "requests": api.wire.count,
            "refused": len(api.wire.refused()),
            "waiting": len(world.updates.pending),
        }
        now = {
            "now": world.now().isoformat(),
            "skipped": world.clock.skipped,
            "version": world.changes.version,
        }
        faults = [fault.kind for fault in api.faults.on]
        return _json(
            now | {"bot": bot, "people": people, "groups": groups, "counts": counts, "faults": faults}
        )

    async def chat(self, request: web.Request) -> web.Response:
        """One chat through one person's eyes."""
        seat = self._seat(request.query)
        chat, world = seat.chat, self.api.world
        leads = chat.member(seat.id).leads
        typing = chat.doing and (world.now() - chat.doing[1]).total_seconds() < TYPING_SECONDS
        pressed = [{"message_id": p.message.id, "data": p.data} for p in world.waiting(seat.id)]
        found: Json = {
            "id": chat.id,
            "messages": [one.json() for one in seat.sees],
            "keyboard": [[_button(button) for button in row] for row in seat.keyboard],
            "toasts": [
                {"id": t.id, "text": t.text, "alert": t.alert, "url": t.url} for t in seat.toasts[-5:]
            ],
            "typing": bool(typing),
            "pressed": pressed,
            "started": not chat.private or seat.user.started,
            "blocked": chat.private and seat.user.blocked,
            "inside": chat.private or chat.member(seat.id).present,
            "leads": leads,
            "topics": topics_of(chat),
            "commands": commands_for(world, chat.type, seat.user.language_code or "", leads=leads),
            "sms": self.api.letters.on(seat.user.phone),
            "about": world.profile.get(f"description/{seat.user.language_code}")
            or world.profile.get("description/", ""),
        }
        return _json(found)

    async def wire(self, request: web.Request) -> web.Response:
        """The newest requests of the bot and their answers, newest first."""
        kept = list(self.api.wire.kept)[-WIRE_SHOWN:]
        return _json({"exchanges": [one.json() for one in reversed(kept)]})

    async def file(self, request: web.Request) -> web.Response:
        """A file as its phone opens it: nothing in it can run on the page."""
        stored = self.api.world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        return opened(stored)

    # -- doing ----------------------------------------------------------------------------

    async def person(self, request: web.Request) -> web.Response:
        """A new patient with a language."""
        given = await _given(request)
        count = sum(1 for one in self.api.people.values() if not one.user.is_bot) + 1
        person = self.api.person(
            str(given.get("name") or f"Пациент {count}")[:64],
            language_code=str(given.get("language") or "ru")[:8],
            phone=str(given.get("phone") or f"+77010000{count:03d}"),
        )
        return _json(_person(person))

    async def act(self, request: web.Request) -> web.Response:
        """Somebody does something somewhere: ``{"person", "chat", "does", …}``."""
        given = await _given(request)
        act = ACTS.get(str(given.get("does")))
        if act is None:
            raise web.HTTPBadRequest(text="nobody can do that")
        seat = self._seat(given)
        try:
            await act(self.api, seat, given)
        except (PermissionError, LookupError) as problem:
            raise web.HTTPConflict(text=str(problem)) from None
        return _json({"ok": True})

    async def sms(self, request: web.Request) -> web.Response:
        """A text message arrives: ``{"phone", "code"}``, from whoever plays the SMS gateway."""
        given = await _given(request)
        self.api.arrives_sms(str(given.get("phone", ""))[:32], str(given.get("code", ""))[:160])
        return _json({"ok": True})

    async def clock(self, request: web.Request) -> web.Response:
        """Move the clock forward: ``{"seconds": …}``, at most 60 days at once."""
        given = await _given(request)
        seconds = given.get("seconds")
        if not isinstance(seconds, int | float) or not 0 < seconds <= 60 * 86400:
            raise web.HTTPBadRequest(text="seconds must be between 0 and 60 days")
        self.api.clock.advance(float(seconds))
        self.api.world.changes.tell()
        return _json({"now": self.api.clock.now().isoformat()})

    async def fault(self, request: web.Request) -> web.Response:
        """Switch a fault on, or all off with ``{"kind": "none"}``."""
        given = await _given(request)
        if given.get("kind") == "none":
            self.api.faults.clear()
        else:
            try:
                self.api.fails(
                    str(given.get("kind")), method=given.get("method"), times=given.get("times", 1)
                )
            except ValueError as problem:
                raise web.HTTPBadRequest(text=str(problem)) from None
        return _json({"on": [fault.kind for fault in self.api.faults.on]})

    # -- inside ---------------------------------------------------------------------------

    def _seat(self, given: Any) -> Seat:
        try:
            person = self.api.people[int(given["person"])]
            chat_id = int(given.get("chat") or person.id)
        except (KeyError, ValueError, TypeError):
            raise web.HTTPNotFound(text="no such person") from None
        if chat_id == person.id:
            return person
        topic = given.get("topic")
        group = next((one for one in self.api.groups if chat_id in (one.id, one.first_id)), None)
        if group is None:
            raise web.HTTPNotFound(text="no such chat")
        seat = person.at(group)
        seat.topic = int(topic) if str(topic or "").isdigit() else None
        return seat

    def _group(self, group: Group) -> Json:
        members = [
            {"id": number, "status": member.status, "anonymous": member.anonymous}
            for number, member in group.chat.members.items()
            if member.present and number in self.api.people
        ]
        latest = max((one.touched for one in group.chat.order), default=0)
        found = {"id": group.id, "title": group.chat.title, "forum": group.chat.is_forum}
        return found | {"members": members, "latest": latest}


def _person(person: Person) -> Json:
    user = person.user
    return {
        "id": user.id,
        "name": user.first_name,
        "language": user.language_code,
        "phone": user.phone,
        "blocked": user.blocked,
    }


def _latest(person: Person) -> int:
    """When the bot last said something in the private chat: tells the page what is unread."""
    return max((one.touched for one in person.chat.order if one.sender_id != person.id), default=0)


def _button(button: Any) -> Json:
    return {"text": button.text, "does": button.does, "style": button.style}


async def _given(request: web.Request) -> Json:
    try:
        given = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="JSON expected") from None
    if not isinstance(given, dict):
        raise web.HTTPBadRequest(text="an object expected")
    return given


def _json(body: Json) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, default=str)
    return web.json_response(text=text, headers={"Cache-Control": "no-store"})
