"""Files: what a bot uploads, what the Bot API shows of them, what it hands out again."""

import struct

from bot.demo.bot_api.fields import Fields
from bot.demo.bot_api.refusals import TOO_LARGE, Refused, bad
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Json, StoredFile

MAX_UPLOAD = 50 * 2**20
MAX_PHOTO = 10 * 2**20
MAX_DOWNLOAD = 20 * 2**20


def file_of(world: Telegram, fields: Fields, name: str, folder: str) -> StoredFile:
    """The file of a sending request: uploaded now, or known by its id."""
    given = fields.upload(name)
    if given is None:
        raise Refused(bad(f"there is no {name} in the request"))
    if isinstance(given, str):
        if given not in world.files:
            raise Refused(bad("wrong file identifier/HTTP URL specified"))
        return world.files[given]
    if not given.content:
        raise Refused(bad("file must be non-empty"))
    if len(given.content) > (MAX_PHOTO if name == "photo" else MAX_UPLOAD):
        raise Refused(TOO_LARGE)
    return world.add_file(given.content, folder, given.name, given.mime)


def document_json(stored: StoredFile) -> Json:
    """The file as the Bot API's Document."""
    return {
        "file_name": stored.name or "file",
        "mime_type": stored.mime or "application/octet-stream",
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
    }


def photo_json(stored: StoredFile) -> list[Json]:
    """The picture as the Bot API's PhotoSize list (one size is kept)."""
    width, height = image_size(stored.content) or (90, 90)
    found: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    return [found | {"file_size": len(stored.content), "width": width, "height": height}]


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG; (0, 0)-free guess for JPEG, GIF and WebP; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    known = content[:3] == b"\xff\xd8\xff" or content[:4] == b"GIF8" or content[8:12] == b"WEBP"
    return (800, 600) if known else None


def get_file(world: Telegram, fields: Fields) -> Json:
    """getFile: files above 20 MB cannot be downloaded by bots"""
    if not fields.text("file_id"):
        raise Refused(bad("file_id not specified"))
    stored = world.files.get(fields.text("file_id"))
    if stored is None:
        raise Refused(bad("invalid file_id"))
    if len(stored.content) > MAX_DOWNLOAD:
        raise Refused(bad("file is too big"))
    found: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    return found | {"file_size": len(stored.content), "file_path": stored.path}
