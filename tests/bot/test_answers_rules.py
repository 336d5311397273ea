"""What needs no learning: emergencies, numbers, defined words, STOP, a wish for a person, plain demands."""

import pytest

from bot.answers import numbers, personal, rules
from bot.answers.normalise import cyrillic, is_latin, tidy


@pytest.mark.parametrize(
    "text",
    [
        "у меня сильно болит в груди",
        "муж потерял сознание",
        "не хочу жить",
        "кровь не останавливается",
        "задыхаюсь помогите",
        "кеудем қатты ауырып тұр",
        "әкем есінен танып қалды",
        "анамның қаны тоқтамай жатыр",
        "дем ала алмай жатырмын",
        "өлгім келеді",
        "chest pain since morning",
        "she is unconscious",
        "I want to kill myself",
        "the bleeding won't stop",
        "I can't breathe",
        "удалите мои данные, я хочу покончить с собой",
        "ana esinen tanyp qaldy",
        "ne mogu dyshat",
        "ambulance",
        "вызовите скорую срочно",
        "жедел жәрдем шақырыңыздар тез",
        "move her by ambulance now, she is dying",
        "перевезите его на скорой, он не дышит",
    ],
)
def test_words_of_an_emergency_come_before_everything(text: str) -> None:
    tidied = tidy(text)
    assert any(
        (ruled := rules.rule(reading)) and ruled.intent == "urgent" for reading in (tidied, cyrillic(tidied))
    )


@pytest.mark.parametrize(
    "text",
    [
        "передаёте ли вы данные скорой помощи?",
        "есімде жоқ, қашан жазылдым",
        "will you share my records with the ambulance service?",
        "transfer my mother by ambulance to another hospital",
        "переведите мою маму на скорой в другую больницу",
        "анамды жедел жәрдеммен басқа ауруханаға ауыстырыңыздар",
        "сколько стоит перевозка на скорой",
        "we were brought by ambulance yesterday",
    ],
)
def test_a_calm_question_is_not_taken_for_an_emergency(text: str) -> None:
    ruled = rules.rule(tidy(text))
    assert ruled is None or ruled.intent != "urgent"


@pytest.mark.parametrize(
    ("text", "section", "clause"),
    [
        ("8.2", "8", "8.2"),
        ("8,2-тармақ", "8", "8.2"),
        ("пункт 8.2", "8", "8.2"),
        ("clause 8.2", "8", "8.2"),
        ("Section 8", "8", None),
        ("п. 8 2", "8", "8.2"),
        ("пункт восемь точка два", "8", "8.2"),
        ("8 бөлімнің 2 тармағы", "8", "8.2"),
        ("сегізінші бөлім", "8", None),
        ("пятый раздел", "5", None),
        ("8.2-тармақта не айтылған?", "8", "8.2"),
        ("what does 10.1 say", "10", "10.1"),
        ("15.4 пункт", "15", "15.4"),
    ],
)
def test_a_clause_or_section_is_found_by_its_number(text: str, section: str, clause: str | None) -> None:
    assert numbers.asked(tidy(text)) == (section, clause)


@pytest.mark.parametrize(
    "text",
    [
        "запишите на 12.3 в 15.30",
        "температура 38.5 что делать",
        "у меня 2 вопроса",
        "в 2.5 часа",
        "личный кабинет, он часть сайта?",
    ],
)
def test_other_numbers_are_not_clauses(text: str) -> None:
    assert numbers.asked(tidy(text)) is None


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("обработка", "2.6"),
        ("Өңдеу деген не?", "2.6"),
        ("what is blocking?", "2.2"),
        ("оператор деген кім", "2.7"),
        ("кто такой пользователь?", "2.10"),
        ("Тарату", "2.12"),
        ("иесиздендиру дегенимиз не", "2.5"),
        ("personal data", "2.8"),
        ("Деректерді бұғаттау дегенді қалай түсінуге болады?", "2.2"),
    ],
)
def test_a_defined_word_leads_to_its_definition(text: str, clause: str) -> None:
    assert rules.rule(tidy(text)) == rules.Ruled("policy", defines=clause)


@pytest.mark.parametrize("text", ["STOP", "стоп!", "Тоқтат", "toqtat", "отписаться", "unsubscribe"])
def test_stop_in_any_language_is_a_withdrawal(text: str) -> None:
    tidied = tidy(text)
    readings = (tidied, cyrillic(tidied)) if is_latin(tidied) else (tidied,)
    assert rules.Ruled("withdraw") in [rules.rule(reading) for reading in readings]


@pytest.mark.parametrize(
    "text", ["Оператор", "позовите человека", "talk to a human", "адаммен сөйлескім келеді"]
)
def test_a_wish_for_a_person_is_heard(text: str) -> None:
    assert rules.rule(tidy(text)) == rules.Ruled("operator")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("отзываю своё согласие", "withdraw"),
        ("как отозвать согласие?", None),
        ("что будет, если я отзываю согласие", None),
    ],
)
def test_a_plain_demand_is_told_from_a_question_about_it(text: str, intent: str | None) -> None:
    ruled = rules.rule(tidy(text))
    assert (ruled and ruled.intent) == intent


@pytest.mark.parametrize(
    "text",
    [
        "мой иин 900101300123",
        "позвоните 8 702 123 45 67",
        "patient@example.kz",
        "у меня ВИЧ, кто узнает?",
        "I was diagnosed with it",
    ],
)
def test_personal_data_in_a_question_is_noticed(text: str) -> None:
    assert personal.is_personal(tidy(text))


@pytest.mark.parametrize(
    "text",
    [
        "писать на ecomed17@mail.ru?",
        "+7 701 099 09 90 бұл сіздің нөмір ме",
        "пункт 8.2",
        "кому вы передаёте данные",
    ],
)
def test_the_clinics_own_contacts_are_nobodys_data(text: str) -> None:
    assert not personal.is_personal(tidy(text))
