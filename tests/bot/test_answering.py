"""The talk's answerer goes by the edition in force at each question."""

from bot.answering import Answering
from dialogs.commands import Intent
from dialogs.messages import Language

CLAUSES = [
    f"{s}.{c}" for s, n in enumerate((2, 14, 2, 2, 1, 1, 1, 2, 1, 1, 1, 3), 1) for c in range(1, n + 1)
]


def test_an_edition_that_comes_into_force_while_the_bot_runs_is_answered_by_at_once() -> None:
    places = {number: number for number in CLAUSES}
    numbers = set(CLAUSES)
    answering = Answering(lambda: frozenset(numbers), lambda: dict(places))
    assert answering.find("что такое блокирование?", Language.RUSSIAN).clause == "2.2"
    assert answering.find("пункт 12.4", Language.RUSSIAN).intent is Intent.OUT_OF_SCOPE

    places["2.2"] = "2.15"
    del places["2.14"]
    numbers.update({"2.15", "12.4"})
    assert answering.find("что такое блокирование?", Language.RUSSIAN).clause == "2.15"
    assert answering.find("пункт 12.4", Language.RUSSIAN).clause == "12.4"
    assert answering.find("что такое уничтожение?", Language.RUSSIAN).clause != "2.14"
