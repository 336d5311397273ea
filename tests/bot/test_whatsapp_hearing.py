"""What people do on WhatsApp, as the talk hears it; one table, read by us and by pywa."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.channels.whatsapp import AccountNews, Fate, IdentityChanged, Report, Update, WhatsAppHearer
from bot.channels.whatsapp.hearing import heard
from bot.channels.whatsapp.updates import read
from bot.ports import Heard
from dialogs.commands import Noted
from dialogs.messages import AskedToStop, Chose, SentUnread, SharedContact, Started, Typed, Unread
from tests.bot.whatsapp_webhooks import MESSAGES, NOW, PERSON, PHONE, change, message, status, value, webhook

MEANT = {
    "text": Typed("Сәлеметсіз бе"),
    "text in reply": Typed("иә"),
    "button": Chose("notice-agree", 7),
    "list row": Chose("menu-ask", 12),
    "template button": Chose("request:26-00417-5"),
    "voice": SentUnread(Unread.VOICE),
    "audio file": SentUnread(Unread.VOICE),
    "photo": SentUnread(Unread.PHOTO),
    "video": SentUnread(Unread.PHOTO),
    "file": SentUnread(Unread.FILE),
    "sticker": SentUnread(Unread.STICKER),
    "place": SentUnread(Unread.LOCATION),
    "own contact": SharedContact("+77010000001", own=True),
    "card of somebody": SharedContact("+7 701 000 00 99", own=False),
    "edited": SentUnread(Unread.EDITED),
    "poll": SentUnread(Unread.OTHER),
    "order": SentUnread(Unread.OTHER),
}


def hear(*entries: dict) -> list:
    """Everything a webhook says."""
    return [
        heard(number, update.payload) for number, update in enumerate(read(webhook(*entries), NOW).updates)
    ]


def event(content: dict, **more):
    (said,) = hear(message(content, **more))
    assert isinstance(said, Heard)
    return said.event


def test_every_kept_message_has_a_meaning():
    assert MESSAGES.keys() == MEANT.keys()


@pytest.mark.parametrize("name", MESSAGES)
def test_what_a_person_does_is_heard(name):
    assert event(MESSAGES[name]) == MEANT[name]


def test_a_reply_names_what_it_answers():
    (said,) = hear(message(MESSAGES["text in reply"]))
    assert (said.address, said.answers) == (PERSON, "wamid.asked")


def test_the_first_opening_of_the_chat_is_a_start():
    assert event({"type": "request_welcome"}) == Started()


def test_sharing_the_number_is_one_tap_when_whatsapp_already_shows_it():
    press = {
        "type": "interactive",
        "interactive": {"type": "button_reply", "button_reply": {"id": "3.verify-share", "title": "…"}},
    }
    assert event(press) == SharedContact(f"+{PHONE}", own=True)
    assert event(press, phone=None) == Chose("verify-share", 3)


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "other"},
        {"phones": []},
        {"phones": [{"phone": "+77010000001"}, {"phone": "+77010000099"}]},
        {"phones": [{"phone": "+77010000099"}]},
    ],
    ids=["from the phone book", "no number", "two numbers", "another number than the sender's"],
)
def test_a_contact_proves_nothing_unless_it_answers_our_request(changed):
    card = {**MESSAGES["own contact"]["contacts"][0], **changed}
    shared = event({"type": "contacts", "contacts": [card]})
    assert isinstance(shared, SharedContact)
    assert not shared.own


def test_a_forwarded_or_doubled_contact_proves_nothing():
    own = MESSAGES["own contact"]
    assert not event({**own, "context": {"forwarded": True}}).own
    assert not event({**own, "contacts": own["contacts"] * 2}).own


def test_somebody_without_a_visible_number_proves_it_by_the_request():
    assert event(MESSAGES["own contact"], phone=None) == SharedContact("+77010000001", own=True)
    apart = {**MESSAGES["own contact"], "origin": "contact_request"}
    apart["contacts"] = [
        {name: part for name, part in one.items() if name != "origin"} for one in apart["contacts"]
    ]
    assert event(apart, phone=None) == SharedContact("+77010000001", own=True)


def test_a_changed_number_voids_what_the_old_one_proved():
    system = {
        "type": "system",
        "system": {
            "type": "user_changed_number",
            "wa_id": "77010000002",
            "user_id": "KZ.2",
            "body": "User A changed from 77010000001 to 77010000002",
        },
    }
    (change_,) = hear(message(system, person=None))
    assert change_ == IdentityChanged("", "KZ.2", PHONE)


def test_a_changed_id_is_followed_by_its_sentence_and_by_its_own_webhook():
    system = {
        "type": "system",
        "system": {
            "type": "user_changed_user_id",
            "user_id": "KZ.2",
            "body": "User A changed from KZ.1 to KZ.2",
        },
    }
    news = change(
        value(
            user_id_update=[{"user_id": {"previous": "KZ.1", "current": "KZ.2"}, "timestamp": "1795338000"}]
        ),
        "user_id_update",
    )
    said = hear(message(system, person=None, phone=None), news)
    assert said == [IdentityChanged("KZ.1", "KZ.2"), IdentityChanged("KZ.1", "KZ.2")]


def test_the_fate_of_a_message_is_reported_with_its_key():
    delivered, failed = hear(
        status("wamid.out", "read", key="turn:7"), status("wamid.lost", "failed", 131026, key="tell:1")
    )
    assert isinstance(delivered, Report)
    assert (delivered.remote_id, delivered.key, delivered.fate) == ("wamid.out", "turn:7", Fate.READ)
    assert (failed.fate, failed.problem, failed.unreachable) == (Fate.FAILED, "131026 undeliverable", True)
    (opted,) = hear(status("wamid.x", "failed", 131050))
    assert opted.opted_out


def test_stopping_in_whatsapps_own_settings_is_a_stop():
    given = {"user_id": PERSON, "category": "marketing_messages", "value": "stop", "timestamp": 1795338000}
    (said,) = hear(change(value(user_preferences=[given]), "user_preferences"))
    assert (said.address, said.event) == (PERSON, AskedToStop())


def test_news_about_a_template_goes_to_the_operator():
    given = {"event": "PAUSED", "message_template_name": "qupia_message", "message_template_language": "kk"}
    (news,) = hear(change(given, "message_template_status_update"))
    assert news == AccountNews("message_template_status_update PAUSED qupia_message kk")


class Listener:
    """Patients and office in one, writing down what they hear."""

    def __init__(self, new: bool = True) -> None:
        self.told: list = []
        self.new = new

    async def hear(self, heard_: Heard) -> bool:
        self.told.append(heard_)
        return self.new

    async def reported(self, seq: int, report: Report) -> None:
        self.told.append((seq, report))

    async def identity_changed(self, seq: int, news: IdentityChanged) -> None:
        self.told.append((seq, news))

    async def account_news(self, seq: int, news: AccountNews) -> None:
        self.told.append((seq, news))


class Stored:
    """A row as the inbox gives it back."""

    def __init__(self, update: Update) -> None:
        self.update_id, self.stream, self.payload = update.id, update.stream, update.payload


async def test_a_heard_message_is_marked_read_once():
    read_ids: list[str] = []

    async def mark(message_id: str) -> None:
        read_ids.append(message_id)

    (update,) = read(webhook(message(MESSAGES["text"])), NOW).updates
    await WhatsAppHearer(Listener(), Listener(), mark, name=str).hear(1, Stored(update))
    await WhatsAppHearer(Listener(new=False), Listener(), mark, name=str).hear(1, Stored(update))
    assert read_ids == ["wamid.1"]


async def test_a_call_in_code_heard_at_reception_reaches_the_talk():
    listener = Listener()
    update = Update("heard:42", f"whatsapp:{PERSON}", b"", NOW)
    await WhatsAppHearer(listener, listener, name=str).hear(5, Stored(update))
    assert listener.told == [Heard(5, "whatsapp", PERSON, Noted(), call=42)]


async def test_statuses_and_changes_go_to_the_office_and_not_to_the_talk():
    listener = Listener()
    for seq, update in enumerate(read(webhook(status("wamid.o", "sent")), NOW).updates):
        await WhatsAppHearer(listener, listener, name=str).hear(seq, Stored(update))
    ((seq, report),) = listener.told
    assert (seq, report.fate) == (0, Fate.SENT)


# --- An independent reader -------------------------------------------------------------------------


def by_pywa(body: bytes):
    """What pywa makes of a webhook with one message."""
    types = pytest.importorskip("pywa.types")
    client = pytest.importorskip("pywa").WhatsApp(phone_id="1", token="x")
    given = json.loads(body)
    inside = given["entry"][0]["changes"][0]["value"]["messages"][0]
    reader = {"button": types.CallbackButton, "edit": types.EditedMessage}.get(inside["type"], types.Message)
    if inside["type"] == "interactive":
        reader = {"button_reply": types.CallbackButton, "list_reply": types.CallbackSelection}[
            inside["interactive"]["type"]
        ]
    return reader.from_update(client, given)


@pytest.mark.parametrize("name", MESSAGES)
def test_pywa_reads_the_same_person_and_meaning(name):
    body = webhook(message(MESSAGES[name]))
    (said,) = hear(json.loads(body)["entry"][0])
    theirs = by_pywa(body)
    assert theirs.from_user.bsuid == said.address
    match said.event:
        case Typed(text):
            assert theirs.text == text
        case Chose(choice, turn):
            assert theirs.data == f"{'-' if turn is None else turn}.{choice}"
        case SharedContact(phone, own):
            assert theirs.contacts.first.phones[0].phone == phone
            assert (theirs.contacts.origin == "contact_request") == own


RECORDED = Path(__file__).parents[3] / "pywa" / "tests" / "data" / "updates"
READ_BY_BOTH = [
    "message",
    "callback_button",
    "callback_selection",
    "edited_message",
    "message_status",
    "system",
]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="pywa's repository is not beside this one")
@pytest.mark.parametrize("file", READ_BY_BOTH)
def test_updates_recorded_by_pywa_are_heard(file):
    for name, given in json.loads((RECORDED / f"{file}.json").read_text(encoding="utf-8")).items():
        moment = next(iter(_stamps(given)))
        reading = read(json.dumps(given).encode(), moment)
        passed_over = set(reading.ignored or {}) & {"reaction", "revoke"}
        assert reading.updates or passed_over, name
        for update in reading.updates:
            assert heard(1, update.payload), name


def _stamps(given: dict):
    from datetime import UTC, datetime

    inside = given["entry"][0]["changes"][0]["value"]
    for item in (*inside.get("messages", ()), *inside.get("statuses", ())):
        yield datetime.fromtimestamp(int(item["timestamp"]), UTC)
