"""Filing a request: a correction, a withdrawal, the other rights and a question, each to its receipt."""

from __future__ import annotations

import pytest

from dialogs.commands import FileRequest, ReadPhone, RecordConsent
from dialogs.messages import SentUnread, SharedContact, Unread
from dialogs.requests import DataField, Draft, Purpose, RequestKind, RequestStatus, Whom
from dialogs.states import AskingClinic, Reviewing
from tests.dialogs.shell import NOON
from tests.dialogs.talk import PHONE, SILENCE, Talk, pressed, texts

MENU = "menu-title | …"
WHOM = "whom-question | whom-self whom-child whom-other back menu"
FIELDS = (
    "field-question | field-name field-birth-date field-phone field-email field-address field-other back menu"
)
REVIEW = "| send edit back cancel"


def filed(talk: Talk) -> list[Draft]:
    return [command.draft for command in talk.shell.asked_for(FileRequest)]


def test_a_correction_from_the_menu_to_its_receipt(proven: Talk):
    proven.verify(
        [
            ("menu-rectify", WHOM),
            ("whom-self", FIELDS),
            ("field-name", "value-name value-no-documents | back menu"),
            ("Смагулова Айжан", "old-question | skip back menu"),
            (
                "Смогулова Айжан",
                "review-title review-kind review-whom review-field review-value review-old review-phone "
                f"review-documents review-email {REVIEW}",
            ),
            ("send", "receipt-title … receipt-documents … receipt-code | … menu"),
        ]
    )
    draft = Draft(RequestKind.RECTIFY, field=DataField.NAME, value="Смагулова Айжан", old="Смогулова Айжан")
    assert filed(proven) == [draft]


@pytest.mark.parametrize(
    ("field", "wrong", "problem", "right", "kept"),
    [
        ("name", "A1", "problem-name", "Әлия", "Әлия"),
        ("name", "<b>Әлия</b>", "problem-name", "О'Нил-Ли", "О'Нил-Ли"),
        ("birth-date", "31.02.1990", "problem-birth-date", "1.2.1990", "1990-02-01"),
        ("birth-date", "01.01.2090", "problem-birth-date-impossible", "1990-02-01", "1990-02-01"),
        ("phone", "+7 701 099 09 90", "phone-clinic-line", "8 701 234 56 78", PHONE),
        ("phone", "+7 903 123 45 67", "phone-foreign-ru", "+77012345678", PHONE),
        ("email", "aidana@mail", "problem-email", "aidana@mail.kz", "aidana@mail.kz"),
        ("address", "Абай", "problem-address", "Тараз, Абай 1", "Тараз, Абай 1"),
        ("other", "x" * 1001, "problem-too-long", "Жынысы қате", "Жынысы қате"),
        ("other", "менің ЖСН 900101300123", "problem-iin", "Жынысы қате", "Жынысы қате"),
    ],
)
def test_each_field_is_checked_for_its_kind(proven: Talk, field, wrong, problem, right, kept):
    proven.verify(
        [
            ("menu-rectify", WHOM),
            ("whom-self", FIELDS),
            (f"field-{field}", f"value-{field} value-no-documents | back menu"),
            (wrong, f"{problem} value-{field} value-no-documents | back menu"),
            (right, "old-question | skip back menu"),
            ("skip", f"… review-field review-value review-phone … {REVIEW}"),
        ]
    )
    assert proven.state == Reviewing(Draft(RequestKind.RECTIFY, field=DataField(field), value=kept))


def test_a_wrong_phone_may_be_mended_by_sharing_the_right_contact(proven: Talk):
    proven.verify(
        [
            ("menu-rectify", WHOM),
            ("whom-self", FIELDS),
            ("field-phone", "value-phone … | back menu"),
            (SharedContact("77012345678", own=False), "contact-not-needed value-phone … | back menu"),
            (SharedContact("77012345678", own=True), "old-question | skip back menu"),
        ]
    )
    assert proven.shell.asked == [ReadPhone("77012345678")]


@pytest.mark.parametrize("whom", ["child", "other"])
def test_who_acts_for_somebody_else_names_them_and_hears_about_the_authority(proven: Talk, whom: str):
    proven.verify(
        [
            ("menu-rectify", WHOM),
            (f"whom-{whom}", f"name-question authority-{whom} | back menu"),
            ("?", f"problem-name name-question authority-{whom} | back menu"),
            ("Смагулов Ерлан", FIELDS),
            ("field-other", "value-other … | back menu"),
            ("Жынысы қате", "old-question | …"),
            (
                "skip",
                "review-title review-kind review-whom review-name review-field review-value review-phone "
                f"review-documents review-authority review-email {REVIEW}",
            ),
            ("send", "receipt-title … receipt-documents receipt-authority … | …"),
        ]
    )
    assert filed(proven)[0].whom is Whom(whom)


def test_the_way_back_through_a_correction_loses_nothing(proven: Talk):
    proven.verify(
        [
            ("menu-rectify", WHOM),
            ("whom-child", "name-question authority-child | back menu"),
            ("Ерлан", FIELDS),
            ("field-email", "value-email value-no-documents | back menu"),
            ("erlan@mail.kz", "old-question | skip back menu"),
            ("erlan@mail.ru", f"… {REVIEW}"),
            ("back", "old-question already-given | keep skip back menu"),
            ("back", "value-email already-given value-no-documents | keep back menu"),
            ("back", FIELDS),
            ("back", "name-question already-given authority-child | keep back menu"),
            ("back", WHOM),
            ("whom-child", "name-question already-given authority-child | keep back menu"),
            ("keep", FIELDS),
            ("field-email", "value-email already-given value-no-documents | keep back menu"),
            ("keep", "old-question already-given | keep skip back menu"),
            ("keep", f"… review-name … review-value review-old … {REVIEW}"),
            ("send", "receipt-title …"),
        ]
    )
    assert filed(proven) == [
        Draft(
            RequestKind.RECTIFY,
            Whom.CHILD,
            "Ерлан",
            DataField.EMAIL,
            value="erlan@mail.kz",
            old="erlan@mail.ru",
        )
    ]


def test_a_birth_date_given_before_is_shown_as_people_write_dates(proven: Talk):
    proven.verify(
        [
            ("menu-rectify", WHOM),
            ("whom-self", FIELDS),
            ("field-birth-date", "value-birth-date …"),
            ("17.05.1990", "old-question | …"),
            ("back", "value-birth-date already-given value-no-documents | keep back menu"),
        ]
    )


def test_another_field_does_not_inherit_the_wrong_value_of_the_first(proven: Talk):
    proven.verify(
        [
            ("menu-rectify", WHOM),
            ("whom-self", FIELDS),
            ("field-name", "value-name …"),
            ("Әлия", "old-question | skip back menu"),
            ("Алия", f"… {REVIEW}"),
            ("edit", FIELDS),
            ("field-email", "value-email value-no-documents | back menu"),
            ("aliya@mail.kz", "old-question | skip back menu"),
            (
                "skip",
                f"review-title review-kind review-whom review-field review-value review-phone … {REVIEW}",
            ),
        ]
    )


def test_somebody_who_turns_out_to_act_for_themselves_leaves_no_name_behind(proven: Talk):
    proven.verify(
        [
            ("menu-rectify", WHOM),
            ("whom-other", "name-question …"),
            ("Ерлан", FIELDS),
            ("back", "name-question already-given …"),
            ("back", WHOM),
            ("whom-self", FIELDS),
            ("field-other", "value-other …"),
            ("Жынысы қате", "old-question …"),
            ("skip", f"… {REVIEW}"),
        ]
    )
    assert proven.state == Reviewing(Draft(RequestKind.RECTIFY, field=DataField.OTHER, value="Жынысы қате"))


@pytest.mark.parametrize("purpose", list(Purpose)[:4])
def test_a_withdrawal_says_what_stops_and_what_cannot(proven: Talk, purpose: Purpose):
    proven.verify(
        [
            (
                "menu-withdraw",
                "purpose-question | purpose-all purpose-email purpose-messages purpose-cross-border menu",
            ),
            (
                f"purpose-{purpose}",
                f"stops-{purpose} stays-{purpose} withdraw-deadline | continue back menu",
            ),
            ("back", "purpose-question | …"),
            (f"purpose-{purpose}", "stops-… | …".replace("-…", f"-{purpose} …")),
            ("continue", "reason-question | skip back menu"),
            (
                "Хаттар керек емес",
                f"review-title review-kind review-purpose review-words review-phone review-email {REVIEW}",
            ),
            ("back", "reason-question already-given | keep skip back menu"),
            ("keep", f"… review-words … {REVIEW}"),
            ("send", "… receipt-title receipt-received receipt-clock receipt-edition … | …"),
        ]
    )
    assert filed(proven) == [Draft(RequestKind.WITHDRAW, purpose=purpose, words="Хаттар керек емес")]


@pytest.mark.parametrize("purpose", ["all", "messages"])
def test_messages_of_the_bot_stop_the_moment_send_is_pressed(talk: Talk, purpose: str):
    talk.verify(
        [
            ("menu-withdraw", "purpose-question | …"),
            (f"purpose-{purpose}", "stops-… | …".replace("-…", f"-{purpose} …")),
            ("continue", "reason-question | …"),
            ("skip", f"… {REVIEW}"),
            ("send", "messages-off verify-why | …"),
        ]
    )
    assert talk.shell.asked == [RecordConsent(Purpose.MESSAGES, False)]
    assert not talk.context.messages


def test_messages_already_off_are_not_switched_off_again(proven: Talk):
    proven.verify(
        [
            ("menu-settings", "settings-title | …"),
            ("settings-notices", "messages-off settings-title | …"),
            ("menu", MENU),
            ("menu-withdraw", "purpose-question | …"),
            ("purpose-messages", "stops-messages …"),
            ("continue", "reason-question | …"),
            ("skip", f"… {REVIEW}"),
            ("send", "receipt-title …"),
        ]
    )
    assert len(proven.shell.asked_for(RecordConsent)) == 1


@pytest.mark.parametrize("kind", ["access", "block", "erase"])
def test_the_other_rights_each_have_their_request(proven: Talk, kind: str):
    proven.verify(
        [
            ("menu-rights", "rights-question | right-access right-block right-erase menu"),
            (f"right-{kind}", WHOM),
            ("back", "rights-question | …"),
            (f"right-{kind}", WHOM),
            ("whom-self", f"details-{kind} | skip back menu"),
            ("back", WHOM),
            ("whom-child", "name-question authority-child | back menu"),
            ("Ерлан", f"details-{kind} | skip back menu"),
            ("back", "name-question already-given authority-child | keep back menu"),
            ("keep", f"details-{kind} | skip back menu"),
            ("skip", f"review-title review-kind review-whom review-name … {REVIEW}"),
            ("edit", WHOM),
            ("whom-self", f"details-{kind} | skip back menu"),
            ("Барлығы", f"review-title review-kind review-whom review-words … {REVIEW}"),
            ("send", "receipt-title receipt-received … receipt-code | …"),
        ]
    )
    assert filed(proven) == [Draft(RequestKind(kind), words="Барлығы")]


def test_a_question_for_the_clinic_needs_no_phone(talk: Talk):
    talk.state = AskingClinic()
    talk.verify(
        [
            ("Деректерім қайда?", f"review-title review-kind review-words review-email {REVIEW}"),
            ("edit", "operator-suggestion | operator-use-question menu"),
            ("Деректерім қайда сақталады?", f"… {REVIEW}"),
            ("back", "operator-suggestion | operator-use-question menu"),
            ("operator-use-question", f"… {REVIEW}"),
            ("send", "receipt-title receipt-received … receipt-code | …"),
        ]
    )
    assert filed(talk) == [Draft(RequestKind.QUESTION, words="Деректерім қайда сақталады?")]


def test_a_second_open_request_of_the_same_kind_joins_the_first(proven: Talk):
    for title in ("receipt-title", "receipt-joined"):
        proven.verify(
            [
                ("menu-rights", "rights-question | …"),
                ("right-access", WHOM),
                ("whom-self", "details-access | …"),
                ("skip", f"… {REVIEW}"),
                ("send", f"{title} … | request:26-00001-0 menu"),
                ("menu", MENU),
            ]
        )
    assert len(proven.shell.cases) == 1


def test_too_many_requests_cost_nothing_that_was_written(proven: Talk):
    proven.shell.limit = 0
    proven.verify(
        [
            ("menu-withdraw", "purpose-question | …"),
            ("purpose-messages", "stops-messages …"),
            ("continue", "reason-question | …"),
            ("Хаттар керек емес", f"… {REVIEW}"),
            ("send", f"messages-off too-many-requests … review-words … {REVIEW}"),
        ]
    )
    assert not proven.context.messages


def test_a_proof_that_aged_between_review_and_send_is_asked_for_again(proven: Talk):
    proven.verify(
        [
            ("menu-rights", "rights-question | …"),
            ("right-access", WHOM),
            ("whom-self", "details-access | …"),
            ("skip", f"… review-phone review-email {REVIEW}"),
        ]
    )
    proven.later(minutes=31).verify(
        [
            ("send", "verify-why | …"),
            ("back", f"review-title review-kind review-whom review-email {REVIEW}"),
        ]
    )
    assert not filed(proven)


def test_a_proof_of_half_an_hour_still_holds(proven: Talk):
    proven.later(minutes=30)
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    proven.verify([("send", "receipt-title …")])
    assert proven.context.now > NOON


def test_send_pressed_twice_at_once_files_one_case(proven: Talk):
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    turn = proven.context.turn
    proven.verify(
        [
            (pressed("send", turn), "receipt-title …"),
            (pressed("send", turn), SILENCE),
            (pressed("edit", turn), "old-button receipt-title …"),
        ]
    )
    assert len(filed(proven)) == 1


@pytest.mark.parametrize(
    ("leaves", "meets"),
    [
        ("cancel", "cancelled-draft menu-title | …"),
        (pressed("menu"), "cancelled-draft menu-title | …"),
        ("/start", "cancelled-draft menu-title | …"),
        (pressed("menu-settings"), "cancelled-draft settings-title | …"),
        (pressed("menu-requests"), "cancelled-draft requests-none | menu"),
    ],
)
def test_who_leaves_a_begun_request_is_told_that_nothing_was_sent(proven: Talk, leaves, meets: str):
    proven.state = Reviewing(Draft(RequestKind.ACCESS, words="Барлығы"))
    proven.verify([(leaves, meets)])
    assert not filed(proven)


def test_a_photo_of_a_document_is_turned_away_and_the_draft_stays(proven: Talk):
    proven.verify(
        [
            ("menu-rectify", WHOM),
            ("whom-self", FIELDS),
            ("field-name", "value-name …"),
            (SentUnread(Unread.PHOTO), "unread-photo value-name value-no-documents | back menu"),
            (SentUnread(Unread.EDITED), "unread-edited value-name value-no-documents | back menu"),
            ("Әлия", "old-question | …"),
        ]
    )


def test_names_with_angle_brackets_in_free_words_are_shown_as_typed(proven: Talk):
    proven.state = AskingClinic()
    said = proven.hears("<b>Менің</b> & деректерім")
    assert said is not None
    assert dict(texts(said)["review-words"].args)["words"] == "<b>Менің</b> & деректерім"


def test_a_finished_request_does_not_take_in_the_next_one(proven: Talk):
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    proven.verify([("send", "receipt-title …"), ("menu", MENU)])
    proven.end_case("26-00001-0", RequestStatus.DONE)
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    proven.verify([("send", "receipt-title …")])
    assert len(proven.shell.cases) == 2
