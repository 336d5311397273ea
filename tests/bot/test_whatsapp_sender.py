"""What becomes of a message: every answer Meta may give, with the person and the operator in mind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.whatsapp.graph import Accepted, Answer, Lost, Refused
from bot.channels.whatsapp.refusals import REFUSALS
from bot.channels.whatsapp.sender import WhatsAppSender
from bot.ports import Delivered, Delivery, Rejected, TryLater, Unanswered, Unreachable

PERSON = "KZ.13491208655302741"


class Meta:
    """Answers as told, and writes down what it was sent."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.sent: list[tuple[str, Mapping[str, Any], str]] = []

    async def send(self, address: str, content: Mapping[str, Any], *, key: str = "") -> Answer:
        self.sent.append((address, content, key))
        return self.answers.pop(0) if self.answers else Accepted(f"wamid.{len(self.sent)}")


class Desk:
    """A sender with its window, its alerts and its clock in hand."""

    def __init__(self, *answers: Answer, open: bool = True, wait: float = 0.0) -> None:
        self.meta = Meta(*answers)
        self.open = open
        self.wait = wait
        self.alerts: list[str] = []
        self.halts: list[str] = []
        self.now = 0.0
        self.sender = WhatsAppSender(
            self.meta, self._window, self._alert, self._halt, self._reach, name=str, clock=lambda: self.now
        )

    async def _window(self, address: str) -> bool:
        return self.open

    async def _alert(self, problem: str) -> None:
        self.alerts.append(problem)

    async def _halt(self, problem: str) -> None:
        self.halts.append(problem)

    async def _reach(self, address: str, lane: int) -> float:
        return self.wait

    async def send(self, delivery: Delivery | None = None):
        return await self.sender.send(delivery or letter())

    def kinds(self) -> list[str]:
        return [content["type"] for _, content, _ in self.meta.sent]


def letter(
    *html: str, key: str = "turn:1", attempts: int = 0, about: str | None = None, **more: Any
) -> Delivery:
    rows = [[["menu", "Мәзір"]]]
    payload = {"html": list(html or ["Сәлем"]), "rows": rows, "turn": 1, "language": "ru", **more}
    return Delivery(1, key, "whatsapp", PERSON, 1, "message", payload, about, attempts)


async def test_a_message_goes_to_the_persons_id_with_its_key():
    desk = Desk()
    assert await desk.send() == Delivered("wamid.1")
    ((address, content, key),) = desk.meta.sent
    assert (address, content["type"], key) == (PERSON, "interactive", "turn:1")


LATER = {
    130429: TryLater(1.0, whole_channel=True),
    131056: TryLater(6.0),
    4: TryLater(60.0, whole_channel=True),
    80007: TryLater(60.0, whole_channel=True),
    131048: TryLater(300.0),
    131031: TryLater(900.0, whole_channel=True),
    368: TryLater(900.0, whole_channel=True),
    131042: TryLater(900.0, whole_channel=True),
    190: TryLater(900.0, whole_channel=True),
    200: TryLater(900.0, whole_channel=True),
}


@pytest.mark.parametrize(("code", "outcome"), LATER.items())
async def test_limits_locks_and_payment_lose_no_message(code, outcome):
    assert await Desk(Refused(400, code)).send() == outcome


@pytest.mark.parametrize("code", [131048, 131031, 368, 131042, 190])
async def test_the_operator_hears_of_what_only_they_can_mend_once_an_hour(code):
    desk = Desk(*[Refused(400, code)] * 3)
    await desk.send()
    await desk.send()
    assert len(desk.alerts) == 1
    desk.now = 3600.0
    await desk.send()
    assert [alert.split()[0] for alert in desk.alerts] == [str(code)] * 2


async def test_each_attempt_waits_longer():
    waits = [(await Desk(Refused(400, 131056)).send(letter(attempts=n))).seconds for n in (0, 1, 2, 20)]
    assert waits == [6.0, 12.0, 24.0, 300.0]


async def test_somebody_who_cannot_be_reached_is_unreachable():
    assert await Desk(Refused(400, 131026)).send() == Unreachable("131026 undeliverable")


@pytest.mark.parametrize("code", [131049, 131050, 131062])
async def test_what_meta_will_not_deliver_is_not_tried_again(code):
    outcome = await Desk(Refused(400, code)).send()
    assert isinstance(outcome, Rejected)
    assert outcome.problem.startswith(str(code))


@pytest.mark.parametrize(
    "answer", [Lost("TimeoutError"), Refused(500, 131000), Refused(503, 131016), Refused(502, -1)]
)
async def test_a_broken_connection_or_server_leaves_it_open_whether_the_message_went(answer):
    assert isinstance(await Desk(answer).send(), Unanswered)


async def test_an_unknown_refusal_is_final_and_named_by_its_code_alone():
    assert await Desk(Refused(400, 987654)).send() == Rejected("987654 http-400")


# --- Windows and templates ------------------------------------------------------------------------


async def test_after_24_hours_the_case_is_told_by_template_in_the_persons_language():
    desk = Desk(open=False)
    assert await desk.send(letter("Диагноз", about="26-00417-5")) == Delivered("wamid.1")
    ((_, content, _),) = desk.meta.sent
    template = content["template"]
    assert (template["name"], template["language"]["code"]) == ("qupia_case_news", "ru")
    assert "26-00417-5" in str(template)
    assert "Диагноз" not in str(content)


async def test_an_answer_needs_no_look_at_the_window_because_the_person_has_just_written():
    desk = Desk()
    desk.open = False
    answer = replace(letter(), lane=0)
    assert await desk.send(answer) == Delivered("wamid.1")
    assert desk.kinds() == ["interactive"]


async def test_a_window_that_closed_on_the_way_ends_in_a_template_too():
    desk = Desk(Refused(400, 131047))
    assert await desk.send(letter(about="26-00417-5")) == Delivered("wamid.2")
    assert desk.kinds() == ["interactive", "template"]


async def test_a_template_not_approved_in_one_language_is_sent_in_another_and_the_operator_told():
    desk = Desk(Refused(404, 132001), open=False)
    assert isinstance(await desk.send(), Delivered)
    assert [content["template"]["language"]["code"] for _, content, _ in desk.meta.sent] == ["ru", "kk"]
    assert desk.alerts == ["132001 template-absent"]


async def test_without_any_approved_template_the_message_is_not_delivered():
    desk = Desk(*[Refused(404, 132001)] * 3, open=False)
    assert await desk.send() == Rejected("132001 template-absent")


async def test_whoever_may_not_be_reached_today_waits_for_their_turn_and_nothing_is_asked_of_meta():
    desk = Desk(open=False, wait=600.0)
    assert await desk.send() == TryLater(600.0, in_turn=True)
    assert not desk.meta.sent
    desk.open = True
    assert isinstance(await desk.send(), Delivered), "within 24 hours of a word nobody counts"


async def test_a_broadcast_goes_by_template_with_a_button_to_read_it_and_one_that_ends_messages():
    desk = Desk(open=False)
    broadcast = replace(letter("Жаңалық", news=7), lane=2, key="broadcast:7:1")
    assert await desk.send(broadcast) == Delivered("wamid.1")
    template = desk.meta.sent[0][1]["template"]
    pressed = [c["parameters"][0]["payload"] for c in template["components"] if c["type"] == "button"]
    assert (template["name"], pressed) == ("qupia_policy_news", ["-.news:7", "-.settings-notices-off"])
    assert "Жаңалық" not in str(template)


async def test_a_restricted_number_halts_broadcasts_each_time_while_the_alert_is_said_once_an_hour():
    desk = Desk(*[Refused(400, 131048)] * 2)
    await desk.send()
    await desk.send()
    assert (desk.halts, len(desk.alerts)) == (["131048 quality"] * 2, 1)


# --- Several messages -----------------------------------------------------------------------------


async def test_a_long_message_goes_on_where_it_stopped():
    desk = Desk(Accepted("wamid.a"), Refused(400, 131056))
    long = letter("а " * 2000, key="turn:9")
    assert await desk.send(long) == TryLater(6.0)
    assert isinstance(await desk.send(long), Delivered)
    assert desk.kinds() == ["text", "interactive", "interactive"]


@pytest.mark.parametrize("code", [100, 131008, 131009, 131051])
async def test_somebody_whose_app_shows_no_buttons_gets_numbers(code):
    desk = Desk(Refused(400, code))
    assert await desk.send() == Delivered("wamid.2")
    assert desk.meta.sent[1][1]["text"]["body"] == "Сәлем\n\n1. Мәзір"


async def test_a_plain_text_that_is_refused_is_not_tried_for_ever():
    desk = Desk(Refused(400, 131009), Refused(400, 131009))
    assert await desk.send() == Rejected("131009 parameter-value")


async def test_a_card_never_leaves_for_whatsapp():
    card = Delivery(1, "card:1", "whatsapp", PERSON, 1, "card", {"case": "26-00417-5"})
    desk = Desk()
    assert isinstance(await desk.send(card), Rejected)
    assert not desk.meta.sent


def test_every_code_of_the_table_has_one_meaning():
    assert all(code == refusal.code for code, refusal in REFUSALS.items())
    assert {
        131026,
        130429,
        131048,
        131049,
        131050,
        131031,
        368,
        131042,
        132001,
        131062,
        131047,
        131056,
    } <= set(REFUSALS)
