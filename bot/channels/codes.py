"""One-time codes on their way to a phone: one small sender a service. Nothing here knows whose phone it is."""

from __future__ import annotations

import structlog

from bot.ports import Delivered, Delivery, Outcome
from dialogs.phones import masked

log = structlog.get_logger(__name__)


class LogSender:
    """Writes the code to the log instead of sending it: for a trial on one's own machine, never with patients."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Log the code beside the masked phone."""
        payload = delivery.payload
        log.warning("code-not-sent-but-logged", phone=masked(payload["phone"]), code=payload["code"])
        return Delivered()
