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
    /case N — the card of request N
    /language — the language of the group
    /help — this help

    One person decides a request: the one who pressed “{ staff-take }”. “{ staff-details }” shows the text of a request only to the one who pressed.

    To write to the applicant, reply to the card or to a message of the bot about that request. They receive it from the clinic and do not see your name.

    A reply that begins with // is an internal note and is not sent to the applicant.
case-usage = Give the number of the request: /case N
language-usage = Choose the language: /language kk, /language ru or /language en
group-language-set = The language of the group is English.

link-done = The group is linked: cards of requests will come here. Help: /help
link-wrong = The code is wrong or was used already.
link-needed = The group is not linked yet. An administrator has to send /link CODE here.
unlinked-leave = This bot works in one linked group of the clinic only and so leaves this one.
anonymous-admin = An anonymous administrator cannot act on requests. Turn anonymity off in the group's settings and try again.
not-staff = This is for the clinic's staff only.
