"""One-time codes on their way to a phone: one small sender a service. Nothing here knows whose phone it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog

from bot.ports import Delivered, Delivery, Outcome, Rejected, TryLater, Unanswered
from dialogs.phones import masked

log = structlog.get_logger(__name__)

CHANNEL = "code"
SECONDS = aiohttp.ClientTimeout(total=15)
SOON = 10.0
"""Seconds after which a service that has too much to do is asked again; a code lives five minutes."""


class LogSender:
    """Writes the code to the log instead of sending it: for a trial on one's own machine, never with patients."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Log the code beside the masked phone."""
        payload = delivery.payload
        log.warning("code-not-sent-but-logged", phone=masked(payload["phone"]), code=payload["code"])
        return Delivered()


@dataclass(frozen=True, slots=True)
class Request:
    """One POST to a service: JSON or form fields, never a query, so that no access log holds a phone or a code."""

    url: str
    json: Mapping[str, Any] | None = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A code service: how it is asked, and the name of what it refuses, empty when it took the code."""

    request: Callable[[Mapping[str, Any]], Request]
    refusal: Callable[[Mapping[str, Any]], str]


def telegram_gateway(token: str, base: str = "https://gatewayapi.telegram.org") -> Service:
    """Telegram Gateway, sendVerificationMessage (core.telegram.org/gateway/api)."""

    def request(payload: Mapping[str, Any]) -> Request:
        fields = {"phone_number": payload["phone"], "code": payload["code"], "ttl": payload["minutes"] * 60}
        url = f"{base}/sendVerificationMessage"
        return Request(url, json=fields, headers={"Authorization": f"Bearer {token}"})

    return Service(request, lambda answer: "" if answer.get("ok") else str(answer.get("error", "refused")))


def smsc(login: str, password: str, base: str = "https://smsc.kz") -> Service:
    """SMSC, /sys/send.php with fmt=3 for JSON answers (smsc.kz/api/http)."""

    def request(payload: Mapping[str, Any]) -> Request:
        fields = {
            "login": login,
            "psw": password,
            "phones": payload["phone"],
            "mes": payload["words"],
            "charset": "utf-8",
            "fmt": "3",
        }
        return Request(f"{base}/sys/send.php", form=fields)

    return Service(request, lambda answer: f"error {answer['error_code']}" if "error_code" in answer else "")


def mobizon(key: str, base: str = "https://api.mobizon.kz") -> Service:
    """Mobizon, /service/message/sendsmsmessage (mobizon.kz/help/api-docs)."""

    def request(payload: Mapping[str, Any]) -> Request:
        fields = {
            "apiKey": key,
            "api": "v1",
            "output": "json",
            "recipient": payload["phone"].removeprefix("+"),
            "text": payload["words"],
        }
        return Request(f"{base}/service/message/sendsmsmessage", form=fields)

    return Service(request, lambda answer: "" if answer.get("code") == 0 else f"code {answer.get('code')}")


class ServiceSender:
    """Sends codes through one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def send(self, delivery: Delivery) -> Outcome:
        """Ask once and say what happened; the service's own words are not repeated, they may hold the phone."""
        try:
            status, answer = await self._ask(self._service.request(delivery.payload))
        except (aiohttp.ClientError, TimeoutError) as error:
            return Unanswered(type(error).__name__)
        if status == 429:
            return TryLater(SOON)
        if status >= 500:
            return Unanswered(f"HTTP {status}")
        refusal = self._service.refusal(answer) if status == 200 else f"HTTP {status}"
        if refusal:
            log.error("code-refused", problem=refusal[:60])
            return Rejected(refusal[:60])
        return Delivered()

    async def _ask(self, request: Request) -> tuple[int, Mapping[str, Any]]:
        async with (
            aiohttp.ClientSession(timeout=SECONDS) as session,
            session.post(
                request.url, json=request.json, data=request.form, headers=request.headers
            ) as response,
        ):
            if response.status != 200:
                return response.status, {}
            try:
                answer = await response.json(content_type=None)
            except ValueError:
                return 502, {}
            return response.status, answer if isinstance(answer, dict) else {}
