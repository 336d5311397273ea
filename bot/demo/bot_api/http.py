"""The HTTP face of the emulated Bot API: /bot<token>/<method> and /file/bot<token>/<path>."""

import hmac
import json
import re
import time
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import BodyPartReader, web

from bot.demo.bot_api.faults import Fault, Faults
from bot.demo.bot_api.fields import Fields, Upload, as_text
from bot.demo.bot_api.intake import METHODS as INTAKE
from bot.demo.bot_api.intake import Intake
from bot.demo.bot_api.methods import METHODS
from bot.demo.bot_api.refusals import NO_METHOD, NOT_FOUND, UNAUTHORIZED, Refusal, Refused, bad, too_many
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.wire import Exchange, Wire

MAX_BODY = 64 * 2**20


class Lost(Exception):
    """The connection breaks here."""


class BotApiHttp:
    """Answers a bot's requests out of the emulated world."""

    def __init__(self, world: Telegram, intake: Intake, token: str) -> None:
        self.world = world
        self.intake = intake
        self.token = token
        self.faults = Faults()
        self.wire = Wire()

    def routes(self) -> list[web.RouteDef]:
        """To add to an aiohttp application."""
        return [
            web.route("*", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def download(self, request: web.Request) -> web.Response:
        """A file by the path that getFile gave."""
        if not self._known(request.match_info["token"]):
            return _refusal(UNAUTHORIZED)
        path = request.match_info["path"]
        stored = next((one for one in self.world.files.values() if one.path == path), None)
        if stored is None:
            return _refusal(NOT_FOUND)
        return web.Response(body=stored.content, content_type=stored.mime or "application/octet-stream")

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One method call, logged."""
        started, method = time.perf_counter(), request.match_info["method"]
        fields = Fields({}, {})
        fault: Fault | None = None
        try:
            self._authorize(request)
            fields = await read(request)
            fault = self.faults.take(method.lower(), fields.integer("chat_id") or None)
            answer: Refusal | dict[str, Any] = await self._answer(method, fields, fault)
        except Refused as refused:
            answer = refused.refusal
        except Lost:
            answer = Refusal(0, "connection reset")
        self._log(method, fields, answer, fault, started)
        if isinstance(answer, Refusal):
            return self._abort(request) if answer.code == 0 else _refusal(answer)
        return web.json_response(answer)

    async def _answer(self, method: str, fields: Fields, fault: Fault | None) -> dict[str, Any]:
        kind = fault.kind if fault else None
        if fault and kind == "429":
            raise Refused(too_many(fault.retry_after))
        if kind == "5xx":
            raise Refused(Refusal(502, "Bad Gateway"))
        if kind == "reset_before":
            raise Lost
        result = await self._run(method.lower(), fields)
        text = json.dumps({"ok": True, "result": result}, ensure_ascii=False)
        if fault and kind == "slow":
            await self.world.clock.sleep(fault.seconds)
        if kind == "reset_after":
            raise Lost
        found: dict[str, Any] = json.loads(text)
        return found

    async def _run(self, method: str, fields: Fields) -> Any:
        if method == "getupdates":
            return await self.intake.get_updates(fields)
        if method in INTAKE:
            return INTAKE[method](self.intake, fields)
        if method not in METHODS:
            raise Refused(NO_METHOD)
        return METHODS[method](self.world, fields)

    def _known(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token.encode())

    def _authorize(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{10,}", token):
            raise Refused(NOT_FOUND)
        if not self._known(token):
            raise Refused(UNAUTHORIZED)

    def _log(
        self,
        method: str,
        fields: Fields,
        answer: Refusal | dict[str, Any],
        fault: Fault | None,
        started: float,
    ) -> None:
        refused = answer if isinstance(answer, Refusal) else None
        sent = dict(fields.values) | {
            name: f"<{len(file.content)} bytes>" for name, file in fields.files.items()
        }
        exchange = Exchange(
            id=self.wire.count + 1,
            at=self.world.now(),
            method=method,
            request=sent,
            status=refused.code if refused else 200,
            ok=refused is None,
            description=refused.description if refused else None,
            result=None if isinstance(answer, Refusal) else answer["result"],
            ms=round((time.perf_counter() - started) * 1000, 2),
            fault=fault.kind if fault else None,
        )
        self.wire.add(exchange)
        if refused:
            self.world.last_refusal = f"{method}: {refused.description}"
        if method.lower() != "getupdates":
            self.world.changes.tell()

    def _abort(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=499)


def _refusal(refusal: Refusal) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    headers = {}
    if refusal.parameters:
        body["parameters"] = dict(refusal.parameters)
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.json_response(body, status=refusal.code, headers=headers)


async def read(request: web.Request) -> Fields:
    """Parameters of a request in any of the four ways Telegram takes them."""
    values = {name: value for name, value in request.query.items() if value}
    if request.content_type == "application/json":
        values |= await _json_body(request)
        return Fields(values, {})
    if request.content_type == "multipart/form-data":
        files: dict[str, Upload] = {}
        async for name, value in _parts(request):
            if isinstance(value, Upload):
                files[name] = value
            else:
                values[name] = value
        return Fields(values, files)
    values |= {name: str(value) for name, value in (await request.post()).items()}
    return Fields(values, {})


async def _json_body(request: web.Request) -> dict[str, str]:
    try:
        given = await request.json()
    except ValueError:
        raise Refused(bad("can't parse JSON object")) from None
    if not isinstance(given, dict):
        raise Refused(bad("object expected"))
    return {name: as_text(value) for name, value in given.items() if value is not None}


async def _parts(request: web.Request) -> AsyncIterator[tuple[str, Upload | str]]:
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read())
        if part.filename:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            yield part.name or "", Upload(part.filename, mime, content)
        else:
            yield part.name or "", content.decode()
