"""The HTTP face of the emulated Cloud API: messages, the token's scopes and the templates."""

from __future__ import annotations

import hmac
import json
import re
import time
from typing import Any

from aiohttp import web

from bot.demo.bot_api.faults import Fault, Faults
from bot.demo.bot_api.wire import Exchange, Wire
from bot.demo.cloud_api.refusals import Refused
from bot.demo.cloud_api.whatsapp import DISPLAY, WABA_ID, WhatsApp

VERSION = re.compile(r"v\d{2}\.\d")
METHOD = "messages"


class Lost(Exception):
    """The connection breaks here."""


class CloudApiHttp:
    """Answers a client out of the emulated world."""

    def __init__(self, world: WhatsApp, token: str) -> None:
        self.world = world
        self.token = token
        self.faults = Faults()
        self.wire = Wire()

    def routes(self) -> list[web.RouteDef]:
        """To add to an aiohttp application."""
        return [
            web.post(r"/{version:v[0-9.]+}/{phone_id:\d+}/messages", self.messages),
            web.get(r"/{version:v[0-9.]+}/debug_token", self.debug_token),
            web.get(r"/{version:v[0-9.]+}/{phone_id:\d+}", self.phone),
            web.get(r"/{version:v[0-9.]+}/{waba:\d+}/message_templates", self.templates),
        ]

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """One POST, logged."""
        started = time.perf_counter()
        given: dict[str, Any] = {}
        fault = self.faults.take(METHOD, None)
        try:
            self._authorize(request)
            given = await self._body(request)
            status, answer = 200, await self._answer(given, fault)
        except Refused as refused:
            status, answer = refused.status, refused.body(f"A{self.wire.count:020}")
            self.world.last_refusal = str(refused)
        except Lost:
            status, answer = 0, {}
        self._log(given, status, answer, fault, started)
        if status == 0:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=499)
        return web.json_response(answer, status=status)

    async def _answer(self, given: dict[str, Any], fault: Fault | None) -> dict[str, Any]:
        kind = fault.kind if fault else None
        if kind == "429":
            raise Refused(130429, "Cloud API message throughput has been reached.")
        if kind == "5xx":
            raise Refused(131016)
        if kind == "reset_before":
            raise Lost
        answer = self.world.send(given)
        if fault and kind == "slow":
            await self.world.clock.sleep(fault.seconds)
        if kind == "reset_after":
            raise Lost
        return answer

    async def phone(self, request: web.Request) -> web.Response:
        """The number itself."""
        try:
            self._authorize(request)
        except Refused as refused:
            return web.json_response(refused.body("A"), status=refused.status)
        return web.json_response({"display_phone_number": DISPLAY, "id": self.world.phone_id})

    async def debug_token(self, request: web.Request) -> web.Response:
        """What the token may do, and with which account."""
        try:
            self._authorize(request)
        except Refused as refused:
            return web.json_response(refused.body("A"), status=refused.status)
        scopes = ("whatsapp_business_management", "whatsapp_business_messaging")
        granular = [{"scope": scope, "target_ids": [WABA_ID]} for scope in scopes]
        return web.json_response({"data": {"is_valid": True, "granular_scopes": granular}})

    async def templates(self, request: web.Request) -> web.Response:
        """Every template with its status."""
        try:
            self._authorize(request)
        except Refused as refused:
            return web.json_response(refused.body("A"), status=refused.status)
        known = self.world.templates.values()
        found = [{"name": one.name, "language": one.language, "status": one.status} for one in known]
        return web.json_response({"data": found})

    def _authorize(self, request: web.Request) -> None:
        if not VERSION.fullmatch(request.match_info["version"]):
            raise Refused(100, "Unknown path components", status=404)
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode()):
            raise Refused(190, "Invalid OAuth access token - Cannot parse access token")
        phone_id = request.match_info.get("phone_id")
        if phone_id is not None and phone_id != self.world.phone_id:
            raise Refused(100, f"Object with ID '{phone_id}' does not exist", subcode=33)

    async def _body(self, request: web.Request) -> dict[str, Any]:
        try:
            given = json.loads(await request.text())
        except ValueError:
            raise Refused(100, "The request body is not JSON") from None
        if not isinstance(given, dict) or request.content_type != "application/json":
            raise Refused(100, "A JSON object is expected")
        return given

    def _log(
        self, given: dict[str, Any], status: int, answer: Any, fault: Fault | None, started: float
    ) -> None:
        refused = answer.get("error") if isinstance(answer, dict) else None
        exchange = Exchange(
            id=self.wire.count + 1,
            at=self.world.clock.now(),
            method=METHOD,
            request={name: _shown(value) for name, value in given.items()},
            status=status,
            ok=status == 200,
            description=f"{refused['message']}: {refused['error_data']['details']}" if refused else None,
            result=answer if status == 200 else None,
            ms=round((time.perf_counter() - started) * 1000, 2),
            fault=fault.kind if fault else None,
        )
        self.wire.add(exchange)
        self.world.changes.tell()


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
