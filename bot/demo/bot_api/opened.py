"""A stored file as the page opens it: read in the browser where that is safe, a download otherwise."""

import mimetypes

from aiohttp import web

from bot.demo.bot_api.world import StoredFile

READ = {
    "text/csv": "text/plain",
    "text/plain": "text/plain",
    "text/markdown": "text/plain",
    "text/html": "text/html",
    "application/pdf": "application/pdf",
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
    "image/webp": "image/webp",
}
"""What a browser shows, and as which kind: a table as plain text, so that it is read and not saved."""

UNSAID = "application/octet-stream"
SEALED = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
"""A page in a file has no scripts, no network and an origin of its own."""


def opened(stored: StoredFile) -> web.Response:
    """The file's bytes under its own name; anything unknown is only saved."""
    mime = (stored.mime or UNSAID).partition(";")[0].strip().lower()
    if mime == UNSAID:  # as bots upload: Telegram goes by the name then
        mime = mimetypes.guess_type(stored.name or "")[0] or UNSAID
    kind = READ.get(mime, UNSAID)
    headers = {"X-Content-Type-Options": "nosniff"}
    if kind != "application/pdf":  # the browser's own PDF reader does not open in a sandbox, and needs none
        headers["Content-Security-Policy"] = SEALED
    if kind == UNSAID:
        headers["Content-Disposition"] = "attachment"
    charset = "utf-8" if kind.startswith("text/") else None
    return web.Response(body=stored.content, content_type=kind, charset=charset, headers=headers)
