"""News of the policy: whether somebody wants them is asked once, under the menu that follows *Agree*.

A tap of either answer is a line of the ledger of its own, apart from the consent to the processing; no tap at all
means no. The two buttons never age, and *Settings* and STOP change the answer at any time. Where a messenger could
only say that there are news, a button reads them here.
"""

from __future__ import annotations

from dialogs.commands import Event, NewsRead, ReadNews, RecordConsent
from dialogs.context import Context
from dialogs.messages import Chose, Text, text
from dialogs.requests import Purpose
from dialogs.states import AtMenu, ChoosingLanguage, ReadingNotice, State
from dialogs.steps import Turn, chosen

CHOICES = ("news-yes", "news-no")
OFFER = text("news-offer")
GONE = text("news-gone")
NO_MORE = text("settings-notices-off")
"""The button under news that ends them; it says the same under a broadcast and under WhatsApp's template."""


def offer(state: AtMenu) -> tuple[tuple[Text, ...], list[str]]:
    """The question and its answers; nothing once it has been asked."""
    return ((OFFER,), list(CHOICES)) if state.offers_news else ((), [])


def heard(state: State, event: Event, context: Context) -> Turn | None:
    """An answer to the question, or news to be read, at whatever step: either may be pressed a week later."""
    if isinstance(event, NewsRead):
        return Turn(state, tuple(text("news-said", words=words) for words in event.paragraphs) or (GONE,))
    if broadcast := chosen(event, "news:"):
        return Turn(state, commands=(ReadNews(broadcast),))
    if not isinstance(event, Chose) or event.id not in CHOICES:
        return None
    wanted = event.id == "news-yes"
    if wanted and not context.consent:
        missing = ReadingNotice() if context.language else ChoosingLanguage()
        return Turn(missing, (text("consent-needed"),))
    record = (RecordConsent(Purpose.MESSAGES, wanted, (OFFER,)),)
    if isinstance(state, AtMenu) and state.offers_news:
        return Turn(AtMenu(), commands=record)
    return Turn(state, commands=record, bare=True)
