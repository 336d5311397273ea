"""Our messages before judges who never saw them: pywa, and @whatsapp-cloudapi's types under TypeScript."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.channels.whatsapp import render
from bot.channels.whatsapp.graph import recipient
from bot.channels.whatsapp.templates import TEMPLATES, Filled
from bot.wording import Wording
from dialogs.conversation import prompt
from dialogs.messages import Language
from tests.bot.everything_said import contexts, some_states

pywa, types, httpx = (pytest.importorskip(name) for name in ("pywa", "pywa.types", "httpx"))

PERSON = "KZ.13491208655302741"
WORDING = Wording(ZoneInfo("Asia/Almaty"))


def outgoing() -> list[dict[str, Any]]:
    """One of every message of every step, and every template, as they go over the wire."""
    contents = [
        content
        for language in Language
        for context in contexts(language)
        for state in some_states()
        for content in render(
            WORDING.speak(prompt(state, context), language).payload(7) | {"language": language.value}
        )
    ]
    contents += [
        Filled(one.name, one.examples, "request:26-00417-5").content(one.language) for one in TEMPLATES
    ]
    envelope = {"messaging_product": "whatsapp", "recipient_type": "individual", **recipient(PERSON)}
    unique = {json.dumps(content, sort_keys=True): content for content in contents}
    return [{**envelope, **content} for content in unique.values()]


class Wire:
    """Stands where Meta does and writes down what pywa would send."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(json.loads(request.content))
        contact = {"input": PERSON, "user_id": PERSON}
        answered = {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": "wamid.1"}]}
        return httpx.Response(200, json=answered)


def by_pywa(message: dict[str, Any], wire: Wire) -> dict[str, Any]:
    """The same message, said to pywa in its own way, as pywa would put it on the wire."""
    session = httpx.Client(transport=httpx.MockTransport(wire.answer), base_url="https://graph.example")
    client = pywa.WhatsApp(phone_id="1", token="x", session=session)
    wire.sent.clear()
    if message["type"] == "text":
        client.send_message(PERSON, message["text"]["body"], preview_url=False)
        return wire.sent[0]
    inner = message["interactive"]
    words, action = inner["body"]["text"], inner["action"]
    if inner["type"] == "request_contact_info":
        client.request_contact_info(PERSON, words)
    elif inner["type"] == "button":
        replies = [one["reply"] for one in action["buttons"]]
        client.send_message(PERSON, words, buttons=[types.Button(one["title"], one["id"]) for one in replies])
    else:
        rows = [
            types.SectionRow(row["title"], row["id"], row.get("description"))
            for row in action["sections"][0]["rows"]
        ]
        sections = [types.Section(title=None, rows=rows)]
        client.send_message(PERSON, words, buttons=types.SectionList(action["button"], sections))
    return wire.sent[0]


def tidy(given: Any) -> Any:
    """Without the fields that say nothing."""
    if isinstance(given, dict):
        return {name: tidy(part) for name, part in given.items() if part not in (None, False, "")}
    return [tidy(one) for one in given] if isinstance(given, list) else given


def test_pywa_would_send_every_message_the_same_way():
    wire = Wire()
    for message in outgoing():
        if message["type"] != "template":
            assert tidy(by_pywa(message, wire)) == tidy(message)


# --- TypeScript -----------------------------------------------------------------------------------

PACKAGES = ("@whatsapp-cloudapi/types@4.2.0", "typescript@5.9.3")


@pytest.fixture(scope="session")
def compiler(request: pytest.FixtureRequest, worker_id: str) -> Path:
    """Where the foreign types and the compiler lie; fetched once, kept in pytest's cache for each of its processes."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed, so the foreign types were not asked")
    folder = request.config.cache.mkdir(f"whatsapp-types-{worker_id}")
    if not (folder / "node_modules" / "typescript").is_dir():
        command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder), *PACKAGES]
        try:
            subprocess.run(command, capture_output=True, timeout=60, check=True)
        except subprocess.SubprocessError:
            pytest.skip("npm could not fetch the foreign types")
    return Path(folder)


JUDGED = """
import type {{ CloudAPIRequest }} from "@whatsapp-cloudapi/types/cloudapi";
export const messages: CloudAPIRequest[] = {messages};
"""


def judge(folder: Path, messages: list[dict[str, Any]]) -> str:
    """What the compiler has against the messages; nothing when they are of the types."""
    file = folder / "judged.ts"
    file.write_text(
        JUDGED.format(messages=json.dumps(messages, ensure_ascii=False, indent=1)), encoding="utf-8"
    )
    command = [str(folder / "node_modules" / ".bin" / "tsc"), "--noEmit", "--strict", "--target", "es2022"]
    command += ["--module", "nodenext", "--moduleResolution", "nodenext", "--skipLibCheck", str(file)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=100, cwd=folder, check=False
    ).stdout


def as_known_to_the_types(message: dict[str, Any]) -> dict[str, Any]:
    """The types are older than business-scoped ids: there everybody is ``to``."""
    return {
        **{name: part for name, part in message.items() if name != "recipient"},
        "to": message["recipient"],
    }


def is_known(message: dict[str, Any]) -> bool:
    """They are older than the contact request, too: pywa alone judges that."""
    return message.get("interactive", {}).get("type") != "request_contact_info"


def test_every_message_is_of_the_types_somebody_else_wrote(compiler: Path):
    messages = [as_known_to_the_types(one) for one in outgoing() if is_known(one)]
    assert len(messages) > 100
    assert judge(compiler, messages) == ""


def test_the_judge_would_notice_a_wrong_message(compiler: Path):
    wrong = {"messaging_product": "whatsapp", "to": PERSON, "type": "text", "text": {"words": "сәлем"}}
    assert "TS2322" in judge(compiler, [wrong]) or "TS2353" in judge(compiler, [wrong])
