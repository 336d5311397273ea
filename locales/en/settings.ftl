# Settings: language, messages, data in the bot, forget me.

settings-title =
    <b>Settings</b>
    Messages of the bot: { $messages ->
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
holdings-talk = Also: your language, your answers about consent and the step where the conversation stopped.
holdings-register = Requests and the decisions on them are kept in a register: by law the clinic must account for them.

forget-what = <b>What is erased.</b> Your language, proven number, message setting and this conversation, at once. This cannot be undone.
forget-stays = <b>What stays.</b> Filed requests, the decisions on them and the records of consent: the law demands it. Open requests will be handled, but no reply will come to this chat.
forget-yes = Yes, forget me
