"""The table of patients' ways: what each does beside what they hear, the same on every messenger."""

from __future__ import annotations

OWN, OTHERS, VOICE = "(own contact)", "(another's contact)", "(voice)"
PHONE, CODE, WRONG, HEARD = "(own number)", "(the code)", "(a wrong code)", "(a call is heard)"
"""What is done beside typing words and pressing choices."""

Line = tuple[str, str]
"""What the person does, and what they hear: keys, then ``|`` and the choices; ``…`` leaves the rest open."""

MENU = (
    "menu-title | menu-ask menu-sections menu-rectify menu-withdraw menu-requests menu-rights "
    "menu-contacts menu-settings"
)
OFFERED = f"{MENU.replace(' | ', ' news-offer | ')} news-yes news-no"
NOTICE = (
    "notice-kept notice-foreign notice-withdraw notice-policy | notice-agree notice-decline settings-language"
)
GOES_ON = "answer-operator menu-sections menu"
REVIEW = "| send edit back cancel"
WAYS = "verify-why | verify-share verify-code verify-call back cancel"
SETTINGS = "settings-title | settings-language settings-notices settings-holdings settings-forget menu"
RECEIPT = "receipt-title receipt-received receipt-email receipt-code | request:# menu"
STORY = "request-title timeline-filed receipt-code | request-message request-cancel back menu"
WHOM = "whom-question | whom-self whom-child whom-other back menu"
CORRECTS: tuple[Line, ...] = (
    ("menu-rectify", "whom-question | …"),
    ("whom-self", "field-question | …"),
    ("field-name", "value-name value-no-documents | back menu"),
    ("A1", "problem-name value-name | back menu"),
    ("Дұрыс Есім", "old-question | skip back menu"),
    ("Қате Есім", f"review-title review-value review-old review-documents {REVIEW}"),
    ("send", WAYS),
)
PROVES: tuple[Line, ...] = (("verify-share", "verify-share-how"), (OWN, f"phone-proven {RECEIPT}"))
FILES: tuple[Line, ...] = (
    ("menu-rights", "rights-question | …"),
    ("right-access", "whom-question | …"),
    ("whom-self", "details-access | …"),
    ("skip", f"review-title {REVIEW}"),
    ("send", WAYS),
    *PROVES,
)


def withdraws(purpose: str, *remarks: str) -> tuple[Line, ...]:
    """From the menu to the receipt of one purpose's withdrawal."""
    return (
        (
            "menu-withdraw",
            "purpose-question | purpose-all purpose-email purpose-messages purpose-cross-border menu",
        ),
        (f"purpose-{purpose}", f"stops-{purpose} stays-{purpose} | continue back menu"),
        ("continue", "reason-question | skip back menu"),
        ("Хаттар керек емес", f"review-title review-purpose review-words {REVIEW}"),
        ("send", " ".join((*remarks, WAYS))),
        *PROVES,
    )


NEW: dict[str, tuple[Line, ...]] = {
    "first contact": (
        ("сәлем", "choose-language | language-kk language-ru language-en"),
        ("language", NOTICE),
        ("notice-agree", f"notice-agreed {OFFERED}"),
    ),
    "news of the policy wanted": (
        ("сәлем", "choose-language | …"),
        ("language", NOTICE),
        ("notice-agree", f"notice-agreed {OFFERED}"),
        ("news-yes", f"messages-on {MENU}"),
        ("menu-settings", SETTINGS),
        ("settings-notices", f"messages-off {SETTINGS}"),
    ),
    "no news wanted": (
        ("сәлем", "choose-language | …"),
        ("language", NOTICE),
        ("notice-agree", f"notice-agreed {OFFERED}"),
        ("news-no", f"messages-off {MENU}"),
    ),
    "declined": (
        ("hello", "choose-language | …"),
        ("language", NOTICE),
        ("notice-decline", f"notice-declined {MENU}"),
        ("menu-contacts", "contacts-booking contacts-data | menu"),
        ("menu", MENU),
        ("menu-rectify", "consent-needed notice-kept | notice-agree notice-decline settings-language menu"),
        ("notice-agree", f"notice-agreed {OFFERED}"),
    ),
    "an emergency before anything else": (
        ("I cannot breathe", "urgent"),
        ("hello", "choose-language | …"),
    ),
}
"""Told by somebody who has never written before."""

KNOWN: dict[str, tuple[Line, ...]] = {
    "a sure answer": (
        ("who sees my data", f"clause-plain | answer-helpful answer-not-helpful answer-more {GOES_ON}"),
        ("answer-helpful", f"answer-thanks | answer-more {GOES_ON}"),
        ("answer-more", f"answer-unsure | clause:10.1 clause:2.11 {GOES_ON}"),
        ("clause:2.11", f"clause-plain | answer-helpful answer-not-helpful answer-more {GOES_ON}"),
    ),
    "an unsure answer": (
        ("menu-ask", "ask-invitation | menu-sections menu"),
        ("data perhaps", f"answer-unsure | clause:2.2 clause:2.3 clause:2.4 {GOES_ON}"),
    ),
    "a question outside the policy": (("how tall is the moon", f"answer-outside | {GOES_ON}"),),
    "a wish behind a question": (
        ("my surname is wrong", f"offer-rectify | menu-rectify {GOES_ON}"),
        ("forget my consent", f"offer-withdraw | menu-withdraw {GOES_ON}"),
    ),
    "an emergency in the middle of a draft": (
        ("menu-rectify", "whom-question | …"),
        ("I cannot breathe", "urgent"),
        ("whom-self", "field-question | …"),
    ),
    "sections": (
        ("menu-sections", "sections-title | section:1 section:2 section:3 …"),
        ("page-next", "sections-title | page-back …"),
        ("section:12", "section-heading | …"),
        ("menu", MENU),
    ),
    "a correction, the typed number and its code": (
        *CORRECTS,
        ("verify-code", "verify-code-number | back cancel"),
        ("+7 701 099 09 90", "phone-clinic-line | back cancel"),
        (PHONE, "code-invitation | code-again verify-call back cancel"),
        (WRONG, "code-invitation | …"),
        (CODE, f"phone-proven receipt-documents {RECEIPT}"),
    ),
    "a correction, the own contact": (
        *CORRECTS,
        ("verify-share", "verify-share-how"),
        (OTHERS, "contact-not-own verify-share-how"),
        ("STOP", "messages-off"),
        (OWN, f"phone-proven receipt-documents {RECEIPT}"),
    ),
    "a correction, a call heard": (
        *CORRECTS,
        ("verify-call", "verify-call-number | back cancel"),
        (PHONE, "call-invitation | verify-code back cancel"),
        ("1234", "call-waiting | …"),
        (HEARD, f"phone-proven receipt-documents {RECEIPT}"),
    ),
    "a correction for a child": (
        ("menu-rectify", WHOM),
        ("whom-child", "name-question authority-child | back menu"),
        ("Ерлан", "field-question | …"),
        ("field-birth-date", "value-birth-date | …"),
        ("31.02.1990", "problem-birth-date | …"),
        ("1.2.1990", "old-question | …"),
        ("skip", f"review-title review-name review-authority {REVIEW}"),
        ("cancel", f"cancelled-draft {MENU}"),
    ),
    "withdrawing everything": withdraws("all"),
    "withdrawing e-mail": withdraws("email"),
    "withdrawing messages": (
        ("menu-settings", SETTINGS),
        ("settings-notices", "messages-on | …"),
        ("menu", MENU),
        *withdraws("messages", "messages-off"),
    ),
    "withdrawing cross-border transfer": withdraws("cross-border"),
    "a copy of my data": FILES,
    "blocking and erasing": (
        ("menu-rights", "rights-question | right-access right-block right-erase menu"),
        ("right-block", WHOM),
        ("back", "rights-question | …"),
        ("right-erase", WHOM),
        ("whom-self", "details-erase | skip back menu"),
        ("Барлығы", f"review-title review-words {REVIEW}"),
        ("send", WAYS),
        *PROVES,
    ),
    "my requests: words and cancelling": (
        ("menu-requests", "requests-none | menu"),
        ("menu", MENU),
        *FILES,
        ("request:#", STORY),
        ("request-message", "request-message-question | request:# menu"),
        ("менің ЖСН 900101300123", "problem-iin | request:# menu"),
        ("Сәрсенбіде келемін", "request-message-added request-title timeline-message | …"),
        ("back", "requests-title | request:# menu"),
        ("request:#", "request-title | …"),
        ("request-cancel", "request-cancel-question | request-cancel-yes request:# menu"),
        ("request-cancel-yes", "request-cancelled request-title timeline-cancelled | back menu"),
    ),
    "a second request joins the first": (
        *FILES,
        ("menu", MENU),
        ("menu-rights", "rights-question | …"),
        ("right-access", "whom-question | …"),
        ("whom-self", "details-access | …"),
        ("skip", f"review-title review-phone {REVIEW}"),
        ("send", "receipt-joined | request:# menu"),
    ),
    "a question to the clinic": (
        ("a human please", "operator-invitation | menu"),
        ("Деректерім қайда сақталады?", f"review-title review-words {REVIEW}"),
        ("back", "operator-suggestion | operator-use-question menu"),
        ("operator-use-question", f"review-title review-words {REVIEW}"),
        ("send", RECEIPT),
    ),
    "settings: language and messages": (
        ("menu-settings", SETTINGS),
        ("settings-notices", f"messages-on {SETTINGS}"),
        ("settings-notices", f"messages-off {SETTINGS}"),
        ("settings-language", "choose-language | language-kk language-ru language-en back"),
        ("back", SETTINGS),
    ),
    "what is held, and being forgotten": (
        *FILES,
        ("menu", MENU),
        ("menu-settings", SETTINGS),
        ("settings-holdings", "holdings-title holdings-phone holdings-talk | settings-forget back menu"),
        ("settings-forget", "forget-what forget-stays | forget-yes back menu"),
        ("forget-yes", "| start-again"),
        ("start-again", "choose-language | language-kk language-ru language-en"),
    ),
    "STOP at any step": (
        ("menu-settings", SETTINGS),
        ("settings-notices", "messages-on | …"),
        ("menu", MENU),
        ("menu-rectify", "whom-question | …"),
        ("СТОП", "messages-off"),
        ("whom-self", "field-question | …"),
        ("тоқтат", "messages-off"),
        ("field-email", "value-email | …"),
    ),
    "what the desk does not read": (
        (VOICE, f"unread-voice {OFFERED}"),
        ("menu-contacts", "contacts-booking | menu"),
    ),
}
"""Told by somebody at the menu."""

BEFORE_ANY_LANGUAGE = ("an emergency before anything else",)
SHORT = 2
