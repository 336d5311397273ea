# Answers to commands in the group.

queue-title = { $count ->
    [one] <b>{ $count } request not finished:</b>
   *[other] <b>{ $count } requests not finished</b>, the most urgent first:
}
queue-line = { $number } · { $kind } · { $status } · due: { $due } · taken by nobody
queue-line-owner = { $number } · { $kind } · { $status } · due: { $due } · { $name }
queue-empty = Every request is finished.

staff-help =
    <b>How to work in the group</b>

    /queue — requests not finished
    /mine — the requests you hold
    /overdue — overdue requests
    /find — search by number, phone, kind or status
    /case N — the card of request N
    /stats — figures as a picture
    /holiday — days off and working days set by the clinic
    /language — the language of the group
    /help — this help
    For administrators: /policy — a new edition of the policy, /broadcast — tell everybody, /paid — Telegram's paid broadcasts, /csv — every request in a table, /secondperson — approval of refusals by a second person, /healthwords — words the bot warns of

    One person decides a request: the one who pressed “{ staff-take }”. “{ staff-details }” shows the text of a request only to the one who pressed.

    To write to the applicant, reply to the card or to a message of the bot about that request, or write in its topic if it has one. They receive it from the clinic and do not see your name. If you correct your message, theirs is corrected too.

    A reply that begins with // is an internal note and is not sent to the applicant.
case-usage = Give the number of the request: /case N
language-usage = Choose the language: /language kk, /language ru or /language en
group-language-set = The language of the group is English.

link-done = The group is linked: cards of requests will come here. Help: /help
topics-on = Topics are on: each request now has a topic of its own.
topics-off = Topics are off, or the bot may not manage them. Requests now come here as cards.
link-wrong = The code is wrong or was used already.
link-needed = The group is not linked yet. An administrator has to send /link CODE here.
unlinked-leave = This bot works in one linked group of the clinic only and so leaves this one.
anonymous-admin = An anonymous administrator cannot act on requests. Turn anonymity off in the group's settings and try again.
not-staff = This is for the clinic's staff only.

denied-administrators = Only an administrator of the group can do this.
mine-title = { $count ->
    [one] <b>You have { $count } request:</b>
   *[other] <b>You have { $count } requests</b>, the most urgent first:
}
mine-empty = You have no unfinished requests.
overdue-title = <b>Overdue requests: { $count }</b>
overdue-empty = No request is overdue.
find-usage = Say what to look for: a part of the number, a full phone number, a kind or a status. For example: /find 00417
find-title = <b>Found: { $count }</b>
find-none = Nothing was found.
list-more = …and { $count } more
holiday-usage = Give the day, the word off (a day off) or work (a working day), and the reason. For example: /holiday 2027-03-25 off government decree
holiday-set-off = This is now a day off: { $day }. Reason: { $reason }
holiday-set-work = This is now a working day: { $day }. Reason: { $reason }
holiday-moved = <b>Requests whose due date has moved: { $count }</b>
holiday-moved-line = { $number }: { $was } → { $due }
holiday-moved-none = No open request has moved.
holiday-title = <b>Days set by the clinic:</b>
holiday-line-off = { $day } · day off · { $reason }
holiday-line-work = { $day } · working day · { $reason }
holiday-none = The clinic has set no days: the state calendar applies.
second-person-usage = If a second person must approve refusals: /secondperson on. If not: /secondperson off
second-person-on = A second person now approves every refusal.
second-person-off = A refusal now takes effect without a second person. Each time this is put on record.

group-whatsapp-news = News from WhatsApp: { $what }. Please check the channel's settings.

figures-title = <b>The last { $days } days</b>
figures-opened = Requests received: { $count }
figures-done = Done: { $count }
figures-refused = Refused: { $count }
figures-overdue = Overdue now: { $count }
figures-late = Answered after the due date: { $count }
figures-median = Time to an answer (median, working days): { $days }
figures-no-median = No request has been answered yet.
figures-unanswered = Answers of the bot, all time: questions outside the policy — { $outside }, answers that did not help — { $unhelpful }
figures-chart-title = Requests of the last { $weeks } weeks
figures-series-opened = Received
figures-series-done = Done
figures-series-refused = Refused
csv-caption = Every request, { $day }. There is no personal data in the table.

health-words-changed = The list was changed.
health-words-usage = If an applicant writes about health, the bot warns first. To add the beginning of a word: /healthwords add word. To take an added one away: /healthwords remove word
health-words-added = Words added by the clinic: { $words }
