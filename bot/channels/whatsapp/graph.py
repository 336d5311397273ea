"""The Cloud API's client: one POST for everything that is said, and what Meta answered, as values.

``address`` is a business-scoped id (``KZ.1349…``), or digits where Meta never gave an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import aiohttp

from bot.channels.whatsapp.limits import TRACKER

SECONDS = 20.0
"""How long Meta may take to answer."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Meta took it; ``id`` names the message in statuses and replies."""

    id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Meta would not: HTTP status and its own code. Its words are left out, they may repeat ours."""

    status: int
    code: int


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer came: the message may have gone. ``problem`` is the exception's name."""

    problem: str


Answer: TypeAlias = Accepted | Refused | Lost


def recipient(address: str) -> dict[str, str]:
    """The field that says who it is for: ids and phone numbers have one each."""
    return {"to": address} if address.isdigit() else {"recipient": address}


class Graph:
    """Meta's Graph API for one phone number, by any base URL and version. Open it inside the running loop."""

    def __init__(
        self, base_url: str, version: str, phone_id: str, token: str, *, seconds: float = SECONDS
    ) -> None:
        self._base = f"{base_url.rstrip('/')}/{version}"
        self._phone_id = phone_id
        self._token = token
        self._timeout = aiohttp.ClientTimeout(total=seconds, connect=min(seconds, 10.0))
        self._session: aiohttp.ClientSession | None = None

    async def send(self, address: str, content: Mapping[str, Any], *, key: str = "") -> Answer:
        """Send one message once. ``key`` comes back with its statuses; it must hold no personal data."""
        tracker = {"biz_opaque_callback_data": key[:TRACKER]} if key else {}
        return await self._post({"recipient_type": "individual", **recipient(address), **content, **tracker})

    async def mark_read(self, message_id: str) -> Answer:
        """Show the person that it was read."""
        return await self._post({"status": "read", "message_id": message_id})

    async def phone(self) -> str:
        """The number it sends from, as people see it. Raises aiohttp.ClientError and TimeoutError."""
        told = await self._get(self._phone_id, fields="display_phone_number")
        return str(told.get("display_phone_number", ""))

    async def templates(self) -> dict[tuple[str, str], str] | None:
        """(name, language) -> status of every template the token can see; None when Meta does not say.

        Raises aiohttp.ClientError and TimeoutError.
        """
        seen: dict[tuple[str, str], str] = {}
        accounts = await self._accounts()
        for account in accounts:
            found = await self._get(
                f"{account}/message_templates", fields="name,language,status", limit="500"
            )
            seen |= {(one["name"], one["language"]): one["status"] for one in found.get("data", ())}
        return seen if accounts else None

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _accounts(self) -> list[str]:
        """The business accounts the token was given, as it says itself."""
        told = await self._get("debug_token", input_token=self._token)
        scopes = told.get("data", {}).get("granular_scopes", ())
        wanted = (one for one in scopes if one.get("scope") == "whatsapp_business_management")
        return sorted({str(id) for one in wanted for id in one.get("target_ids", ())})

    async def _post(self, body: Mapping[str, Any]) -> Answer:
        url = f"{self._base}/{self._phone_id}/messages"
        try:
            async with self._opened().post(url, json={"messaging_product": "whatsapp", **body}) as response:
                return await _answered(response)
        except (aiohttp.ClientError, TimeoutError) as error:
            return Lost(type(error).__name__)

    async def _get(self, path: str, **query: str) -> dict[str, Any]:
        async with self._opened().get(f"{self._base}/{path}", params=query) as response:
            response.raise_for_status()
            found: dict[str, Any] = await response.json()
            return found

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            headers = {"Authorization": f"Bearer {self._token}"}
            self._session = aiohttp.ClientSession(headers=headers, timeout=self._timeout)
        return self._session


async def _answered(response: aiohttp.ClientResponse) -> Answer:
    try:
        given = await response.json(content_type=None)
    except ValueError:
        given = None
    body = given if isinstance(given, dict) else {}
    if response.status == 200:
        messages = body.get("messages")
        first = (
            messages[0] if isinstance(messages, list) and messages and isinstance(messages[0], dict) else {}
        )
        return Accepted(str(first.get("id", "")))
    error = body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return Refused(response.status, code if isinstance(code, int) else -1)
