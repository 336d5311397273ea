"""The real bot, watched over HTTP: ready while it works, and what came to its doors and was not taken is counted."""

from __future__ import annotations

import aiohttp

from tests.e2e.both import Both


async def test_the_host_sees_that_the_bot_works_and_that_strangers_knock(database_url: str) -> None:
    clinic = Both(database_url)
    await clinic.opens()
    try:
        await clinic.greets(clinic.patient("whatsapp"))
        await clinic.rests()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{clinic.port}") as host:
            async with host.get("/readyz") as answer:
                found = await answer.json()
                assert (answer.status, found["ready"], found["workers"]) == (200, True, True)
            async with host.post("/whatsapp/webhook", data=b"{}") as answer:
                assert answer.status == 401
            async with host.get("/metrics") as answer:
                figures = (await answer.text()).splitlines()
        assert "qupia_updates_waiting 0.0" in figures
        assert 'qupia_messages{status="sent"} 0.0' not in figures
        assert 'qupia_whatsapp_passed_over_total{reason="signature"} 1.0' in figures
    finally:
        await clinic.closes()
