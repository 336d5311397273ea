# Questions: a clause, a choice of several, a question for the clinic, the sections.

ask-invitation = Type your question in your own words. The bot makes nothing up: it finds the right clause of the privacy policy and shows it. Do not write about your health or give your IIN.
question-too-long = { $most ->
    [one] The question is too long: at most { $most } character. Shorten it and send it again.
   *[other] The question is too long: at most { $most } characters. Shorten it and send it again.
}
question-personal = Your question seems to contain personal details, so it was not kept.

answer-helped = Did this help?
answer-helpful = Yes, it helped
answer-not-helpful = No, it did not
answer-more = Other clauses
answer-operator = Ask the clinic
answer-thanks = Thank you, noted.
answer-sorry = Sorry about that. Look through the other sections of the policy or ask the clinic.
answer-unsure = These clauses are the closest to your question. Which one shall I open?
answer-book = To book an appointment, call the clinic: { $phone }. The bot itself does not book appointments.
answer-outside = The privacy policy says nothing about this, and the bot does not make answers up. You can ask the clinic about personal data; for anything else call { $phone }.

clause-label = Clause { $number }
clause-official =
    <b>Clause { $number }</b>
    <blockquote>{ $text }</blockquote>
clause-help = <i>In plain words:</i> { $text }
clause-plain =
    <b>Clause { $number } in plain words</b>
    { $text }
clause-empty =
    <b>Clause { $number }</b>
    { $text }
    <i>The clause was published without content; the bot adds nothing to it.</i>
clause-prevailing =
    <b>Clause { $number }</b>
    <blockquote>{ $text }</blockquote>
    <i>So far this clause exists only in the language of the official text ({ $language }).</i>
clause-absent = This edition of the policy has no clause { $number }.
clause-teaser = <b>Clause { $number }.</b> { $text }

source-official = This is the official text of the policy. Edition: { $version }, language: { $language }. { $url }
source-plain = This is the policy in plain words, not the official text. The official text: { $url }
source-unofficial = This is an unofficial rendering. If they differ, the official text prevails. Language of the official text: { $language }. { $url }

sections-title = Which section would you like to open?
section-label = { $number }. { $title }
    .short = { $title }
section-heading = <b>{ $number }. { $heading }</b>
section-preamble = { $text }
section-absent = The policy in force has no such section.

offer-rectify = It seems you want to correct your data. You can file a request in this chat.
offer-withdraw = It seems you want to withdraw your consent. You can file a request in this chat.

operator-invitation = Write your question to the clinic; the answer will come to this chat. Do not write about your health or give your IIN.
operator-suggestion =
    Send this question to the clinic?
    <blockquote>{ $question }</blockquote>
    To ask differently, type it anew.
operator-use-question = Yes, this question
