"""WhatsApp for patients over Meta's Cloud API: webhooks in, prompts out. The talk itself is elsewhere."""

from bot.channels.whatsapp.graph import Graph
from bot.channels.whatsapp.hearing import WhatsAppHearer
from bot.channels.whatsapp.naming import naming
from bot.channels.whatsapp.rendering import numbered, render, unfitting
from bot.channels.whatsapp.sender import WhatsAppSender
from bot.channels.whatsapp.templates import TEMPLATES, missing, untold
from bot.channels.whatsapp.values import (
    CHANNEL,
    AccountNews,
    Fate,
    IdentityChanged,
    Office,
    Report,
    Update,
)
from bot.channels.whatsapp.webhook import Webhook

__all__ = [
    "CHANNEL",
    "TEMPLATES",
    "AccountNews",
    "Fate",
    "Graph",
    "IdentityChanged",
    "Office",
    "Report",
    "Update",
    "Webhook",
    "WhatsAppHearer",
    "WhatsAppSender",
    "missing",
    "naming",
    "numbered",
    "render",
    "unfitting",
    "untold",
]
