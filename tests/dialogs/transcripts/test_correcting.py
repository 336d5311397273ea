"""Correcting data: for whom, which field, the right value, the wrong one, and every way back."""

from __future__ import annotations

import pytest

from dialogs.commands import FileRequest, ReadPhone
from dialogs.messages import SentUnread, SharedContact, Unread
from dialogs.requests import DataField, Draft, RequestKind, Whom
from dialogs.states import Reviewing
from tests.dialogs.talk import PHONE, Talk

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
