"""The example files can be read by staff and by the bot, and the index was built from them."""

from collections import defaultdict

import pytest

from bot.answers import examples, stored

CLAUSES = {
    f"{s}.{c}" for s, n in enumerate((2, 14, 2, 2, 1, 1, 1, 2, 1, 1, 1, 3), 1) for c in range(1, n + 1)
}


def test_every_clause_has_a_topic_with_many_situations_in_three_languages() -> None:
    situations: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for example in examples.read_all():
        if example.topic.intent == "policy":
            situations[example.topic.clauses[0]][example.lang].add(example.situation)
    assert set(situations) == CLAUSES
    assert min(len(told) for by_lang in situations.values() for told in by_lang.values()) >= 25


def test_there_are_enough_wishes_and_enough_messages_about_something_else() -> None:
    counted: dict[str, int] = defaultdict(int)
    for example in examples.read_all():
        counted[example.topic.intent] += 1
    assert min(counted[i] for i in ("rectify", "withdraw", "book", "operator")) >= 80
    assert counted["out_of_scope"] >= 300


def test_the_index_is_not_older_than_the_examples() -> None:
    assert stored.load().fingerprint == examples.fingerprint(), "run `qupia answers build`"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# topic: x\nkk: бір", "say '# clauses"),
        ("# clauses: 8.2\nkk: бір", "before any '@ situation'"),
        ("# clauses: 8.2\n@ one\nкк: бір", "line 3"),
        ("# intent: dance\n@ one\nkk: бір", "unknown intent 'dance'"),
    ],
)
def test_a_slip_in_a_file_is_named_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(examples.BadExamples, match=complaint):
        list(examples.read("file", text))
