"""Our messages before a JSON Schema nobody here wrote: made at test time out of @whatsapp-cloudapi's types."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.bot.test_whatsapp_judged import PERSON, as_known_to_the_types, is_known, outgoing

jsonschema = pytest.importorskip("jsonschema")

PACKAGES = ("@whatsapp-cloudapi/types@4.2.0", "ts-json-schema-generator@2.4.0", "typescript@5.9.3")
ENTRY = """
import type { CloudAPIRequest } from "@whatsapp-cloudapi/types/cloudapi";
export type Judged = CloudAPIRequest;
"""
OPTIONS = {
    "compilerOptions": {
        "target": "es2022",
        "module": "nodenext",
        "moduleResolution": "nodenext",
        "strict": True,
        "skipLibCheck": True,
        "types": [],
    },
    "files": ["entry.ts"],
}


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A validator of what the Cloud API takes, as strangers wrote it down."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed, so no schema could be made of the foreign types")
    folder = tmp_path_factory.mktemp("schema")
    install = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder), *PACKAGES]
    try:
        subprocess.run(install, capture_output=True, timeout=90, check=True)
    except subprocess.SubprocessError:
        pytest.skip("npm could not fetch the foreign types")
    return jsonschema.Draft7Validator(_schema(folder))


def _schema(folder: Path) -> dict[str, Any]:
    (folder / "entry.ts").write_text(ENTRY, "utf-8")
    (folder / "tsconfig.json").write_text(json.dumps(OPTIONS), "utf-8")
    generator = folder / "node_modules" / ".bin" / "ts-json-schema-generator"
    asked = ["--path", "entry.ts", "--tsconfig", "tsconfig.json", "--type", "Judged"]
    made = subprocess.run(
        [str(generator), *asked], cwd=folder, capture_output=True, text=True, timeout=90, check=True
    )
    schema: dict[str, Any] = json.loads(made.stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    return schema


def test_every_message_fits_the_schema_made_of_somebody_elses_types(judge: Any) -> None:
    messages = [as_known_to_the_types(one) for one in outgoing() if is_known(one)]
    assert len(messages) > 100
    wrong = [(one, error.message[:300]) for one in messages for error in judge.iter_errors(one)]
    assert wrong == []


@pytest.mark.parametrize(
    "change",
    [
        {"text": {"words": "сәлем"}},
        {"text": {"body": 1}},
        {"messaging_product": "telegram"},
        {"type": "interactive"},
    ],
)
def test_the_schema_would_notice_a_wrong_message(judge: Any, change: dict[str, Any]) -> None:
    right = {"messaging_product": "whatsapp", "to": PERSON, "type": "text", "text": {"body": "сәлем"}}
    assert judge.is_valid(right | {"recipient_type": "individual"})
    assert not judge.is_valid(right | {"recipient_type": "individual"} | change)
