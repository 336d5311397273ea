"""No platform is ever spoken to faster than it allows, and everybody gets their turn."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from bot.pace import TELEGRAM, TELEGRAM_PAID, Limit, Pace, Rules
from bot.platform_limits import LIMITS

ANSWER, NOTICE, BROADCAST = 0, 1, 2
GROUP, PATIENT = "-100200", "4711"


class Time:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def paced(rules: dict[str, Rules] | None = None) -> tuple[Pace, Time]:
    time = Time()
    return Pace(rules or dict(LIMITS), clock=time), time


def send_all(pace: Pace, time: Time, messages: list[tuple[str, int]]) -> list[tuple[float, str]]:
    """Send in the given order, each as soon as it may go; gives when each went."""
    sent = []
    for address, lane in messages:
        for _ in range(3):
            time.seconds += pace.delay("telegram", address, lane)
            if pace.take("telegram", address, lane):
                break
        else:
            raise AssertionError("waiting as long as told did not help")
        sent.append((time.seconds, address))
    return sent


def busiest(times: list[float], seconds: float) -> int:
    """The most messages in any window of this length, its end included."""
    return max((sum(start <= other <= start + seconds for other in times) for start in times), default=0)


ADDRESSES = st.one_of(st.integers(1, 60).map(str), st.sampled_from(["-1", "-2", "-3"]))
MESSAGES = st.lists(st.tuples(ADDRESSES, st.integers(0, 2)), max_size=200)


@given(MESSAGES)
def test_telegram_never_gets_more_than_thirty_a_second_nor_a_group_more_than_twenty_a_minute(
    messages: list[tuple[str, int]],
) -> None:
    pace, time = paced()
    sent = send_all(pace, time, messages)
    by_address = defaultdict(list)
    for at, address in sent:
        by_address[address].append(at)
    assert busiest([at for at, _ in sent], 1.0) <= 30
    assert all(busiest(times, 60.0) <= 20 for address, times in by_address.items() if address[0] == "-")
    assert all(busiest(times, 2.999) <= 3 for times in by_address.values())


@given(MESSAGES, st.lists(st.floats(0, 5), min_size=200, max_size=200))
def test_pauses_between_messages_never_open_a_gap_in_the_limits(
    messages: list[tuple[str, int]], idle: list[float]
) -> None:
    pace, time = paced()
    sent = []
    for message, pause in zip(messages, idle, strict=False):
        sent += send_all(pace, time, [message])
        time.seconds += pause
    assert busiest([at for at, _ in sent], 1.0) <= 30


def test_three_hundred_patients_are_told_in_about_ten_seconds() -> None:
    pace, time = paced()
    sent = send_all(pace, time, [(str(n), NOTICE) for n in range(300)])
    assert 10.0 <= sent[-1][0] - sent[0][0] < 10.8


def test_three_messages_of_one_answer_go_at_once_and_the_fourth_waits() -> None:
    pace, time = paced()
    sent = send_all(pace, time, [(PATIENT, ANSWER)] * 4)
    assert [round(at - 1000.0, 3) for at, _ in sent] == [0, 0, 0, 3]


def test_a_group_gets_nineteen_in_a_minute() -> None:
    pace, time = paced()
    sent = send_all(pace, time, [(GROUP, NOTICE)] * 20)
    assert sent[18][0] - sent[0][0] < 60 <= sent[19][0] - sent[0][0]


def test_a_broadcast_alone_comes_to_at_least_95_percent_of_what_telegram_allows() -> None:
    pace, time = paced()
    sent = send_all(pace, time, [(f"{n}", BROADCAST) for n in range(600)])
    assert 599 / (sent[-1][0] - sent[0][0]) >= 0.95 * 30
    assert busiest([at for at, _ in sent], 1.0) <= 30


def test_an_answer_in_the_middle_of_a_broadcast_goes_within_a_fifth_of_a_second() -> None:
    pace, time = paced()
    send_all(pace, time, [(f"{n}", BROADCAST) for n in range(200)])
    assert pace.delay("telegram", PATIENT, ANSWER) < 0.2


def test_paid_broadcasts_go_far_faster_and_only_once_they_are_allowed() -> None:
    pace, time = paced()
    pace.use("telegram", TELEGRAM_PAID)
    sent = send_all(pace, time, [(f"{n}", BROADCAST) for n in range(3000)])
    assert 900 <= 2999 / (sent[-1][0] - sent[0][0]) <= 1000


def test_a_pause_holds_everybody_on_that_channel_alone() -> None:
    pace, time = paced()
    pace.pause("telegram", 35)
    pace.pause("telegram", 5)
    assert 35 <= pace.delay("telegram", PATIENT, ANSWER) < 35.01
    assert not pace.take("telegram", PATIENT, ANSWER)
    assert pace.take("whatsapp", PATIENT, ANSWER)
    time.seconds += pace.delay("telegram", PATIENT, ANSWER)
    assert pace.take("telegram", PATIENT, ANSWER)


def test_a_channel_without_limits_is_never_held_up() -> None:
    pace, _ = paced()
    assert all(pace.take("code", PATIENT, ANSWER) for _ in range(1000))


def test_what_had_to_wait_is_not_counted() -> None:
    pace, time = paced({"telegram": Rules(overall=(Limit("all", 1, 1.0),))})
    assert pace.take("telegram", "1", ANSWER)
    assert not any(pace.take("telegram", "2", ANSWER) for _ in range(10))
    time.seconds += 1.0
    assert pace.take("telegram", "2", ANSWER)


def test_memory_does_not_grow_with_the_number_of_patients() -> None:
    pace, time = paced()
    send_all(pace, time, [(str(n), BROADCAST) for n in range(5000)])
    chat = TELEGRAM.chat[0]
    assert pace.remembered() <= 3 + chat.per_seconds * 30
