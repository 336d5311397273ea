"""What a prompt looks like on WhatsApp: within every limit, nothing cut, nothing lost."""

from __future__ import annotations

import html as markup
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp import TEMPLATES, limits, numbered, render, unfitting
from bot.channels.whatsapp.limits import fits, units
from bot.channels.whatsapp.markup import to_whatsapp
from bot.channels.whatsapp.rendering import options
from bot.channels.whatsapp.templates import CASE, MESSAGE, POLICY, missing, stand_in
from bot.channels.whatsapp.words import CONTROLS
from bot.demo.cloud_api.checks import check
from bot.demo.cloud_api.markup import as_html, plain
from bot.demo.cloud_api.world import KnownTemplate
from bot.ports import Delivery
from bot.wording import Wording
from dialogs.conversation import prompt
from dialogs.messages import Language
from tests.bot.everything_said import contexts, states

Payload = dict[str, Any]


def said(*html: str, rows: list[list[list[str]]] | None = None, **more: Any) -> Payload:
    return {"html": list(html), "rows": rows or [], "contact": "", "turn": 4, "language": "kk", **more}


def choices(*labels: str) -> list[list[list[str]]]:
    return [[[f"c{number}", label]] for number, label in enumerate(labels)]


def accepted(payload: Payload) -> list[dict[str, Any]]:
    """Rendered, and taken by the emulated Cloud API, which shares no code with the renderer."""
    messages = render(payload)
    assert messages
    for content in messages:
        check({"messaging_product": "whatsapp", "recipient": "KZ.1", **content})
    return messages


def kinds(messages: list[dict[str, Any]]) -> list[str]:
    return [one["interactive"]["type"] if one["type"] == "interactive" else one["type"] for one in messages]


# --- Capability -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, ["text"]), (1, ["button"]), (3, ["button"]), (4, ["list"]), (10, ["list"]), (11, ["list", "list"])],
)
def test_the_number_of_choices_decides_between_buttons_and_lists(count, expected):
    labels = [f"Таңдау {number}" for number in range(count)]
    assert kinds(accepted(said("Не істейміз?", rows=choices(*labels)))) == expected


def test_every_choice_of_a_long_list_is_there_once_with_its_turn():
    messages = accepted(said("Тізім", rows=choices(*[f"Тармақ {number}" for number in range(25)])))
    ids = [
        row["id"]
        for one in messages
        for part in one["interactive"]["action"]["sections"]
        for row in part["rows"]
    ]
    assert ids == [f"4.c{number}" for number in range(25)]


def test_a_label_too_long_for_a_button_makes_a_list():
    (menu,) = accepted(said("Мәзір", rows=choices("Менің дербес деректерім", "Иә")))
    assert kinds([menu]) == ["list"]
    assert menu["interactive"]["action"]["button"] == CONTROLS[Language.KAZAKH].button


def test_a_short_form_stands_for_a_label_that_does_not_fit_and_the_label_under_it():
    long = "№ 26-00417-5 · Келісімді кері қайтарып алу · Қаралып жатыр"
    (menu,) = accepted(
        said("Өтініштер", rows=[[["request:26-00417-5", long, "№ 26-00417-5"]], *choices("Мәзір")])
    )
    row = menu["interactive"]["action"]["sections"][0]["rows"][0]
    assert (row["title"], row["description"]) == ("№ 26-00417-5", long)
    assert not unfitting(said(rows=[[["x", long, "№ 26-00417-5"]]]))


def test_a_label_that_fits_nowhere_stands_in_full_under_a_number():
    long = "Өте ұзын атау: " + "сөз " * 30
    (menu,) = accepted(said("Тізім", rows=choices(long, "Мәзір")))
    assert f"1. {' '.join(long.split())}" in menu["interactive"]["body"]["text"]
    assert menu["interactive"]["action"]["sections"][0]["rows"][0]["title"] == "1"
    assert unfitting(said(rows=choices(long, "Мәзір"))) == (" ".join(long.split()),)


def test_choices_that_read_the_same_are_told_apart():
    accepted(
        said(
            "?",
            rows=[[["a", "Бірінші ұзын атау осында", "Атау"], ["b", "Екінші ұзын атау осы жерде", "Атау"]]],
        )
    )


def test_text_too_long_for_a_body_goes_first_and_the_choices_stand_under_its_end():
    messages = accepted(said("а" * 4000, "б" * 900, "Соңы", rows=choices("Иә")))
    assert kinds(messages) == ["text", "button"]
    assert messages[1]["interactive"]["body"]["text"].endswith("Соңы")


def test_a_long_last_paragraph_leaves_only_a_word_over_the_choices():
    messages = accepted(said("а " * 1000, rows=choices("Иә")))
    assert kinds(messages) == ["text", "button"]
    assert messages[1]["interactive"]["body"]["text"] == CONTROLS[Language.KAZAKH].choose


def test_the_contact_is_asked_for_by_whatsapps_own_button_beside_the_choices():
    messages = accepted(said("Нөміріңіз керек.", rows=choices("Артқа"), contact="Нөмірімді жіберу"))
    assert kinds(messages) == ["button", "request_contact_info"]
    assert messages[1]["interactive"]["body"]["text"] == "Нөмірімді жіберу"


def test_a_notice_whose_button_never_ages_says_so_in_its_id():
    (notice,) = accepted(said("Жаңалық", rows=[[["request:26-00417-5", "Ашу"]]], timeless=True))
    assert notice["interactive"]["action"]["buttons"][0]["reply"]["id"] == "-.request:26-00417-5"


def test_nothing_is_said_of_a_keyboard_that_whatsapp_does_not_have():
    (menu,) = render(said("Пернетақта жабылды.", "Мәзір", remove_keyboard=True))
    assert menu["text"]["body"] == "Мәзір"


def test_old_apps_get_the_choices_as_numbers():
    (plain_text,) = numbered(said("Не істейміз?", rows=choices("Сұрақ қою", "Мәзір")))
    assert plain_text["text"]["body"] == "Не істейміз?\n\n1. Сұрақ қою\n2. Мәзір"


# --- Everything the desk says ---------------------------------------------------------------------

WORDING = Wording(ZoneInfo("Asia/Almaty"))


def everything(language: Language) -> list[Payload]:
    return [
        WORDING.speak(prompt(state, context), language).payload(10**6) | {"language": language.value}
        for context in contexts(language)
        for state in states()
    ]


@pytest.mark.parametrize("language", Language)
def test_every_prompt_of_every_step_is_taken_and_no_label_is_cut(language):
    for payload in everything(language):
        messages = accepted(payload)
        whole = "\n".join(str(one) for one in messages)
        for option in options(payload):
            assert option.label in whole
            assert option.id in whole


@pytest.mark.parametrize("language", Language)
def test_every_label_of_every_step_fits_or_has_a_short_form_that_does(language):
    unfit = {label for payload in everything(language) for label in unfitting(payload)}
    assert unfit == set()


@pytest.mark.parametrize("language", Language)
def test_the_words_of_whatsapps_own_controls_fit(language):
    controls = CONTROLS[language]
    assert fits(controls.button, limits.LIST_BUTTON)
    assert fits(controls.choose, limits.BODY)
    assert fits(controls.more, limits.BODY)


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=120)
LABELS = st.text(st.characters(whitelist_categories=["L", "N", "P", "So"]), min_size=1, max_size=90)
ROWS = st.lists(
    st.lists(
        st.tuples(st.uuids().map(lambda one: one.hex), LABELS, LABELS).map(list), min_size=1, max_size=3
    ),
    max_size=8,
)


@given(st.lists(WORDS | WORDS.map(lambda w: w * 40), max_size=4), ROWS, st.booleans())
def test_any_prompt_is_within_every_limit(paragraphs, rows, asks_contact):
    html = [markup.escape(words, quote=False) for words in paragraphs]
    accepted(said(*html, rows=rows, contact="Нөмірімді жіберу" if asks_contact else ""))


@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=3), ROWS)
def test_nothing_that_was_said_is_lost(paragraphs, rows):
    messages = render(said(*[markup.escape(words, quote=False) for words in paragraphs], rows=rows))
    bodies = [(one.get("text") or {}).get("body") or one["interactive"]["body"]["text"] for one in messages]
    told = re.sub(r"\s", "", plain("\n".join(bodies)))
    for words in paragraphs:
        assert _bare(words) in _bare(told)


def _bare(words: str) -> str:
    """Letters and digits: marks that would format have been replaced by signs like them."""
    return "".join(letter for letter in words if letter.isalnum())


# --- Marks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<b>Қалың</b> сөз", "*Қалың* сөз"),
        ("<b>Екі\nжол </b>соңы", "*Екі*\n*жол* соңы"),
        ("<i>көлбеу</i> және <code>26-00417-5</code>", "_көлбеу_ және ```26-00417-5```"),
        ("<blockquote>бір\nекі</blockquote>", "> бір\n> екі"),
        ("Сілтеме: <a href='https://ngc.kz/p'>https://ngc.kz/p</a>", "Сілтеме: https://ngc.kz/p"),
        ("<a href='https://ngc.kz/p'>Саясат</a>", "Саясат: https://ngc.kz/p"),
        ("<a href='mailto:ecomed17@mail.ru'>ecomed17@mail.ru</a>", "ecomed17@mail.ru"),
        ("<a href='tel:+77010990990'>+7 701 099 09 90</a>", "+7 701 099 09 90"),
        ("&lt;b&gt; &amp; Co", "<b> & Co"),
        ("5*3=15, a_b@mail.kz", "5*3=15, a_b@mail.kz"),
        ("+7 701 *** ** 90", "+7 701 ∗∗∗ ∗∗ 90"),
        ("&gt; емес", "› емес"),
        ("<b><i>екеуі</i></b>", "*_екеуі_*"),
        ("сөз<b>дің</b> іші", "сөздің іші"),
    ],
)
def test_the_desks_small_html_becomes_whatsapps_marks(html, marked):
    assert to_whatsapp(html) == marked


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=80))
def test_what_somebody_typed_never_becomes_a_mark(words):
    shown = as_html(to_whatsapp(markup.escape(words, quote=False)))
    assert not re.search(r"<(b|i|s|code|blockquote)>", shown)


@given(st.sampled_from("bi"), st.text(st.characters(whitelist_categories=["L"]), min_size=1, max_size=20))
def test_what_is_bold_or_slanted_on_telegram_is_so_here(tag, word):
    assert as_html(to_whatsapp(f"<{tag}>{word}</{tag}>!")) == f"<{tag}>{word}</{tag}>!"


# --- Templates ------------------------------------------------------------------------------------


def test_every_template_exists_in_every_language_and_is_one_meta_takes():
    names = {template.name for template in TEMPLATES}
    assert {(one.name, one.language) for one in TEMPLATES} == {(n, la) for n in names for la in Language}
    for template in TEMPLATES:
        assert fits(template.body, limits.TEMPLATE_BODY)
        assert units(template.footer) <= limits.TEMPLATE_FOOTER
        assert fits(template.button, limits.TEMPLATE_BUTTON)
        assert re.fullmatch(r"[a-z0-9_]{1,512}", template.name)
        assert not template.body.startswith("{{")
        assert not template.body.rstrip(".").endswith("}}")
        assert template.blanks == len(template.examples)
        assert KnownTemplate.of(template.submission()).body == template.body


def test_the_doctor_names_what_meta_has_not_approved():
    approved = {(one.name, one.language.value): "APPROVED" for one in TEMPLATES}
    assert missing(approved) == []
    approved[CASE, "kk"] = "PAUSED"
    del approved[POLICY, "ru"]
    assert missing(approved) == [f"{CASE}/kk: PAUSED", f"{POLICY}/ru: absent"]


@pytest.mark.parametrize(
    ("about", "lane", "name", "choice"),
    [
        ("26-00417-5", 1, CASE, "request:26-00417-5"),
        (None, 2, POLICY, "news:7"),
        (None, 0, MESSAGE, "menu"),
    ],
)
def test_a_template_says_that_there_is_something_and_nothing_about_what(about, lane, name, choice):
    secret = "Талдау нәтижесі"
    news = {"news": 7} if name == POLICY else {}
    delivery = Delivery(1, "tell:1", "whatsapp", "KZ.1", lane, "message", said(secret) | news, about)
    filled = stand_in(delivery)
    for language in Language:
        content = filled.content(language)
        check({"messaging_product": "whatsapp", "recipient": "KZ.1", **content})
        assert (content["template"]["name"], content["template"]["language"]["code"]) == (
            name,
            language.value,
        )
        assert f"-.{choice}" in str(content)
        assert secret not in str(content)
