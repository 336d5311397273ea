# First contact: language, notice, consent; and the words after "forget me".

choose-language =
    Тілді таңдаңыз.
    Выберите язык.
    Choose a language.

language-kk = Қазақша
language-ru = Русский
language-en = English

language-name-kk = Kazakh
language-name-ru = Russian
language-name-en = English

notice-operator =
    Hello. This bot answers questions about the privacy policy and takes requests about personal data.

    Operator: <b>{ $name }</b>, BIN { $bin }.
notice-operator-no-bin =
    Hello. This bot answers questions about the privacy policy and takes requests about personal data.

    Operator: <b>{ $name }</b>.
notice-kept =
    <b>What is kept.</b> Your id in this messenger, when you first and last wrote, your language, your answers about consent, your proven number, the text of your requests and the step of the chat. The number and the texts are encrypted. The purpose is to answer you and to handle requests.

    <b>For how long.</b> Until you press “{ settings-forget }” in the settings. After 90 days without a word the proof of your number lapses. The part of the register of requests that the law demands stays.
notice-foreign = <b>Who receives it.</b> { $platform } is a foreign service: messages pass through servers abroad (cross-border transfer). If you ask for a code, whoever delivers it receives your number. Your data is not published.
notice-withdraw = You can withdraw your consent at any time here or by e-mail: { $email }.
notice-policy =
    Privacy policy: { $url }

    Do you agree to this processing of your data?

notice-agree = I agree
notice-decline = I do not agree

notice-agreed = Thank you, your consent is recorded.
notice-declined = Understood. You can read the policy, see the clinic's contacts and change the language. Apart from your id in this messenger, when you first and last wrote, your language, this answer and the step where you stopped in the chat, nothing is kept.
consent-needed = This needs your consent: without it the bot may not keep your data.

news-offer =
    Shall we write to you here with news about the privacy policy and personal data? Only about that. Everything in the bot works without these messages too, and you can change your answer in the settings at any time.
news-yes = Yes, write to me
news-no = No, thank you
news-said = { $words }
news-gone = This message is no longer available. The whole policy is under “{ menu-sections }”.

forgotten =
    Your profile and the conversation are erased from the bot. { $kept ->
        [0] The register holds no requests of yours.
        [one] { $kept } request stays in the register, because the law demands it.
       *[other] { $kept } requests stay in the register, because the law demands it.
    }

    You can delete the messages in the messenger yourself.
start-again = Start again
