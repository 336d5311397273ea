"""Delivers outbox rows over the Cloud API: freely within 24 hours of a person's word, by template after.

A row may be several messages. Those that went are remembered while the process lives, so that a retry goes on
where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import structlog

from bot.channels.went import Went
from bot.channels.whatsapp.graph import Accepted, Answer, Lost, Refused
from bot.channels.whatsapp.naming import Name
from bot.channels.whatsapp.refusals import REFUSALS, TEMPLATE_ABSENT, Means, Refusal, reading_of
from bot.channels.whatsapp.rendering import Content, numbered, render
from bot.channels.whatsapp.templates import languages, stand_in
from bot.channels.whatsapp.words import language_of
from bot.ports import Delivered, Delivery, Outcome, Rejected, TryLater, Unanswered

log = structlog.get_logger(__name__)

ANSWER_LANE = 0


Reach = Callable[[str, int], Awaitable[float]]
"""Asked before a template goes, with the address and the lane: 0 when this person may be reached now, else in how many
seconds to ask again."""


class Api(Protocol):
    """The part of the Graph client a sender needs."""

    async def send(self, address: str, content: Mapping[str, Any], *, key: str = "") -> Answer:
        """Send one message once."""


class WhatsAppSender:
    """Tries each row once and says plainly what became of it.

    ``window_open`` says whether the person wrote within 24 hours, ``reach`` when they may be written to if not;
    ``alert`` gets problems the operator has to solve, as code and name, each at most once in ``quiet`` seconds of
    ``clock``; ``halt`` gets those that end broadcasts, each time.
    """

    def __init__(
        self,
        api: Api,
        window_open: Callable[[str], Awaitable[bool]],
        alert: Callable[[str], Awaitable[object]],
        halt: Callable[[str], Awaitable[object]],
        reach: Reach,
        *,
        name: Name,
        clock: Callable[[], float] = time.monotonic,
        quiet: float = 3600.0,
    ) -> None:
        self._api = api
        self._window_open = window_open
        self._alert = alert
        self._halt = halt
        self._reach = reach
        self._name = name
        self._clock = clock
        self._quiet = quiet
        self._alerted: dict[str, float] = {}
        self._went = Went()

    async def send(self, delivery: Delivery) -> Outcome:
        """Send one row. Never raises for anything Meta may answer."""
        if delivery.kind == "card":
            return Rejected("cards live in the staff group")
        # An answer follows the person's own word, also for somebody who asked to be forgotten by that word. Should it
        # come a day late, Meta says so and the template goes instead.
        if delivery.lane != ANSWER_LANE and not await self._window_open(delivery.address):
            return await self._send_template(delivery)
        return await self._say(delivery, render(delivery.payload))

    async def _say(self, delivery: Delivery, messages: list[Content]) -> Outcome:
        went = self._went.of(delivery.key)
        for content in messages[len(went) :]:
            answer = await self._api.send(delivery.address, content, key=delivery.key)
            match answer:
                case Accepted(id):
                    went.append(id)
                case Lost(problem):
                    return Unanswered(problem)
                case Refused():
                    return await self._refused(delivery, content, answer)
        self._went.forget(delivery.key)
        return self._delivered(went[-1])

    async def _refused(self, delivery: Delivery, content: Content, answer: Refused) -> Outcome:
        refusal = await self._told(answer)
        if refusal.means is Means.TEMPLATE_NEEDED:
            return await self._send_template(delivery)
        if refusal.means is Means.PLAIN_TEXT and content["type"] == "interactive":
            # Something about the buttons: the person still gets the words, and answers with a number.
            log.warning("buttons refused", problem=refusal.problem)
            return await self._say_plainly(delivery)
        return refusal.outcome(delivery.attempts)

    async def _say_plainly(self, delivery: Delivery) -> Outcome:
        self._went.forget(delivery.key)
        return await self._say(delivery, numbered(delivery.payload) or render({"html": ["…"]}))

    async def _send_template(self, delivery: Delivery) -> Outcome:
        """The approved words in the person's language, or in another one that is approved."""
        if wait := await self._reach(delivery.address, delivery.lane):
            return TryLater(wait, in_turn=True)
        filled = stand_in(delivery)
        for language in languages(language_of(delivery.payload)):
            content = filled.content(language)
            answer = await self._api.send(delivery.address, content, key=delivery.key)
            match answer:
                case Accepted(id):
                    return self._delivered(id)
                case Lost(problem):
                    return Unanswered(problem)
            refusal = await self._told(answer)
            if refusal.means is not Means.TEMPLATE_MISSING:
                return refusal.outcome(delivery.attempts)
        return Rejected(REFUSALS[TEMPLATE_ABSENT].problem)

    async def _told(self, answer: Refused) -> Refusal:
        """What a refusal means; the operator hears of what is theirs to mend."""
        refusal = reading_of(answer.code, answer.status)
        log.info("whatsapp refused", problem=refusal.problem, status=answer.status)
        if refusal.halts:
            await self._halt(refusal.problem)
        last = self._alerted.get(refusal.problem)
        if refusal.alert and (last is None or self._clock() - last >= self._quiet):
            self._alerted[refusal.problem] = self._clock()
            await self._alert(refusal.problem)
        return refusal

    def _delivered(self, id: str) -> Delivered:
        return Delivered(self._name(id) if id else None)
