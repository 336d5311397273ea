"""The emulated WhatsApp: the one place where its state changes and webhooks are born."""

from __future__ import annotations

import base64
from collections import OrderedDict, deque
from datetime import datetime
from typing import Any

from bot.demo.bot_api.changes import Changes
from bot.demo.bot_api.clock import Clock
from bot.demo.cloud_api.checks import Json, check
from bot.demo.cloud_api.courier import Courier
from bot.demo.cloud_api.rates import Rates
from bot.demo.cloud_api.refusals import Refused
from bot.demo.cloud_api.world import WINDOW, Account, Chat, KnownTemplate, Message

WABA_ID = "201700000000001"
DISPLAY = "77010990990"


class WhatsApp:
    """Accounts, chats and templates around one business number."""

    def __init__(
        self, clock: Clock, changes: Changes, courier: Courier, phone_id: str, *, rates: bool = True
    ) -> None:
        self.clock = clock
        self.changes = changes
        self.courier = courier
        self.phone_id = phone_id
        self.rates = Rates(clock, on=rates)
        self.chats: dict[str, Chat] = {}
        self.templates: dict[tuple[str, str], KnownTemplate] = {}
        self.refusing: deque[int] = deque()
        self.failing: deque[int] = deque()
        self.last_refusal: str | None = None
        self._reached: OrderedDict[str, datetime] = OrderedDict()
        self._serial = 0

    # -- the clinic's side ----------------------------------------------------------------

    def send(self, given: Json) -> Json:
        """Carry out one POST to ``messages``. Raises Refused."""
        if given.get("status") == "read":
            return self._mark_read(given)
        check(given)
        if self.refusing:
            raise Refused(self.refusing.popleft(), "as told")
        chat, input = self._addressed(given)
        if given["type"] == "template":
            content = self._filled(given["template"])
            self._reach(chat.account)
        else:
            content = given[given["type"]]
            if not self.is_open(chat.account):
                raise Refused(131047, "More than 24 hours have passed since the customer last replied.")
        self.rates.charge(chat.account.user_id)
        message = self._post(
            chat, True, given["type"], content, (given.get("context") or {}).get("message_id")
        )
        message.key = str(given.get("biz_opaque_callback_data") or "")
        self._carry(chat.account, message)
        known = "user_id" if given.get("recipient") and not given.get("to") else "wa_id"
        contact = {"input": input, known: chat.account.user_id if known == "user_id" else chat.account.phone}
        accepted = {"message_status": "accepted"} if given["type"] == "template" else {}
        return {
            "messaging_product": "whatsapp",
            "contacts": [contact],
            "messages": [{"id": message.id, **accepted}],
        }

    def is_open(self, account: Account) -> bool:
        """Whether the person wrote within the last 24 hours."""
        return account.last_word is not None and self.clock.now() - account.last_word < WINDOW

    def _addressed(self, given: Json) -> tuple[Chat, str]:
        to = "".join(letter for letter in str(given.get("to") or "") if letter.isdigit())
        if to == DISPLAY:
            raise Refused(131021)
        if not to and given["recipient"] in self.chats:
            return self.chats[given["recipient"]], str(given["recipient"])
        for chat in self.chats.values():
            if to and chat.account.phone == to:
                return chat, str(given["to"])
        raise Refused(131026, "Receiver is incapable of receiving this message")

    def _filled(self, template: Json) -> Json:
        known = self.templates.get((template["name"], template["language"]["code"]))
        if known is None or known.status not in ("APPROVED", "PAUSED", "DISABLED"):
            name, code = template["name"], template["language"]["code"]
            raise Refused(132001, f"template name ({name}) does not exist in {code}")
        if known.status != "APPROVED":
            raise Refused(132015 if known.status == "PAUSED" else 132016)
        values, payloads = list[str](), dict[int, str]()
        for component in template.get("components") or []:
            given = [one.get("text") or one.get("payload") for one in component["parameters"]]
            if component["type"] == "body":
                values = given
            elif component["type"] == "button":
                payloads[int(component.get("index", -1))] = given[0]
        expected = known.body.count("{{")
        if len(values) != expected:
            raise Refused(
                132000, f"body: number of localizable_params ({len(values)}) does not match ({expected})"
            )
        if any(index not in range(len(known.buttons)) for index in payloads):
            raise Refused(132000, "button index out of range")
        buttons = [
            {"text": text, "payload": payloads.get(index, text)} for index, text in enumerate(known.buttons)
        ]
        return {"name": known.name, "body": known.filled(values), "footer": known.footer, "buttons": buttons}

    def _reach(self, account: Account) -> None:
        """Count people outside their windows, as far as the portfolio may reach them in a day."""
        if self.is_open(account) or not self.rates.on:
            return
        now = self.clock.now()
        while self._reached and now - next(iter(self._reached.values())) >= WINDOW:
            self._reached.popitem(last=False)
        if account.user_id not in self._reached and len(self._reached) >= self.rates.portfolio:
            raise Refused(131064)
        self._reached.setdefault(account.user_id, now)

    def _carry(self, account: Account, message: Message) -> None:
        """What becomes of a message after it was taken."""
        code = self.failing.popleft() if self.failing else None
        if code is None and (account.blocked or not account.on_whatsapp):
            code = 131026
        if code is not None:
            self.status(account, message, "failed", Refused(code))
            return
        self.status(account, message, "sent")
        if not account.offline:
            self.status(account, message, "delivered")

    def _mark_read(self, given: Json) -> Json:
        unknown = set(given) - {"messaging_product", "status", "message_id", "typing_indicator"}
        if given.get("messaging_product") != "whatsapp" or unknown:
            raise Refused(100, "The parameter messaging_product is required.")
        for chat in self.chats.values():
            for message in chat.messages:
                if message.id == given.get("message_id") and not message.from_clinic:
                    message.read = True
                    self.changes.tell()
                    return {"success": True}
        raise Refused(131009, "message_id is not a message sent to this number")

    # -- the people's side ----------------------------------------------------------------

    def add(self, account: Account) -> Chat:
        """A person who could write."""
        self.chats[account.user_id] = Chat(account)
        self.changes.tell()
        return self.chats[account.user_id]

    def say(self, chat: Chat, kind: str, content: Any, context: str | None = None, **more: Any) -> Message:
        """A person's message: shown in the chat, told by webhook, opens the window."""
        account = chat.account
        if account.blocked:
            raise PermissionError("unblock the clinic first")
        account.last_word = self.clock.now()
        self.read_all(chat)
        message = self._post(chat, False, kind, content, context)
        answered = {"context": {"from": DISPLAY, "id": context}} if context else {}
        told = {
            **account.sender(),
            **self._stamp(message.id),
            "type": kind,
            kind: content,
            **answered,
            **more,
        }
        self.tell("messages", {"contacts": [account.contact()], "messages": [told]})
        return message

    def read_all(self, chat: Chat) -> None:
        """The person looks at the chat."""
        for message in chat.messages:
            if message.from_clinic and message.status in ("sent", "delivered"):
                self.status(chat.account, message, "read")

    def status(self, account: Account, message: Message, status: str, why: Refused | None = None) -> None:
        """A message's fate changes; failed ones vanish from the person's chat."""
        message.status = status
        self._serial += 1
        told: Json = {**self._stamp(message.id), "status": status, "recipient_user_id": account.user_id}
        told |= {"recipient_id": account.phone} if account.shows_phone else {}
        told |= {"biz_opaque_callback_data": message.key} if message.key else {}
        told |= {"errors": [why.in_webhook()]} if why else {}
        contacts = {} if why else {"contacts": [account.contact()]}
        self.tell("messages", {**contacts, "statuses": [told]})

    def tell(self, field: str, value: Json) -> None:
        """A change goes out by webhook."""
        metadata = {"display_phone_number": DISPLAY, "phone_number_id": self.phone_id}
        whole = {"messaging_product": "whatsapp", "metadata": metadata, **value}
        self.courier.put({"id": WABA_ID, "changes": [{"value": whole, "field": field}]})
        self.changes.tell()

    def new_id(self, account: Account) -> str:
        """A message id in Meta's style: base64 with the person's digits readable in it, as the real ones have them."""
        self._serial += 1
        phone = account.phone.encode()
        raw = (
            b"\x1c\x18"
            + bytes([len(phone)])
            + phone
            + b"\x15\x02\x00\x12\x18\x14"
            + b"%020X\x00" % self._serial
        )
        return "wamid." + base64.b64encode(raw).decode()

    def stamp(self) -> str:
        """Now, as webhooks write it."""
        return str(int(self.clock.now().timestamp()))

    def _stamp(self, id: str) -> Json:
        return {"id": id, "timestamp": self.stamp()}

    def _post(self, chat: Chat, ours: bool, kind: str, content: Any, context: str | None) -> Message:
        id = self.new_id(chat.account)
        self.changes.tell()
        message = Message(
            id,
            chat.account.user_id,
            ours,
            kind,
            content,
            self.clock.now(),
            self.changes.version,
            context=context,
        )
        chat.messages.append(message)
        return message
