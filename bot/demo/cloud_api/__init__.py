"""An emulated WhatsApp Cloud API, as strict as Meta's, and the people who write to the clinic."""

from bot.demo.cloud_api.courier import signed
from bot.demo.cloud_api.emulator import APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN, CloudApi
from bot.demo.cloud_api.people import Patient
from bot.demo.cloud_api.people_http import WhatsAppPeopleHttp
from bot.demo.cloud_api.seen import Button, Seen

__all__ = [
    "APP_SECRET",
    "PHONE_ID",
    "TOKEN",
    "VERIFY_TOKEN",
    "Button",
    "CloudApi",
    "Patient",
    "Seen",
    "WhatsAppPeopleHttp",
    "signed",
]
