# Settings: language, messages, data in the bot, forget me.

settings-title =
    <b>Settings</b>
    Messages of the bot (news about the privacy policy and personal data): { $messages ->
        [on] on
       *[off] off
    }
settings-language = Change language
settings-notices = Messages on/off
settings-holdings = My data in this bot
settings-forget = Forget me

holdings-title = <b>What the bot holds about you</b> ({ $at })
holdings-since = You first wrote: { $since }
holdings-phone = Proven number: { $phone } ({ $method }), { $at }
holdings-no-phone = Proven number: none
holdings-messages = Messages of the bot: { $messages ->
    [on] on
   *[off] off
}
holdings-requests = Requests: open — { $open }, ended — { $closed }
holdings-talk = Also: your id in this messenger (on WhatsApp it can be your number itself), when you last wrote, your language, your answers about consent and the step where you stopped in the chat.
holdings-register = Requests and the decisions on them are kept in a register: the clinic answers for them before the law.

forget-what = <b>What is erased</b> at once: your language, proven number, message setting and this conversation. This cannot be undone.
forget-stays = <b>What stays:</b> filed requests, the decisions on them and the records of consent, because the law demands it. Open requests will be handled, but no reply will come to this chat.
forget-yes = Yes, forget me
