"""What WhatsApp's messages are called outside their payloads: Meta's own name of a message holds the phone number."""

from __future__ import annotations

import hmac
from collections.abc import Callable

Name = Callable[[str], str]
"""Gives what an id of Meta's is called in the database, in reports and in posts: always the same, never Meta's own."""


def naming(key: bytes) -> Name:
    """By a keyed hash. A ``wamid`` is base64 around the person's digits, so a plain one would be a phone in the clear.

    Under another key everything has another name: a reply would no longer find its case.
    """
    return lambda id: hmac.digest(key, id.encode(errors="replace"), "sha256").hex()
