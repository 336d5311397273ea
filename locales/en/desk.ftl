# The staff group: card, buttons, answers.

## The card (never the content of a request)

card-title = <b>{ $number }</b> · { $kind }
card-purpose = Consent: { $purpose }
card-whom = For whom: { $whom }
card-whom-self = the applicant
card-whom-child = the applicant's child or ward
card-whom-other = another person
card-phone = Phone: { $phone } ({ $method })
card-no-phone = Phone: not proven
card-language = Language: { $language } · { $channel }
card-status = Status: { $status }
card-owner = Status: { $status } · { $name }
card-due-green = 🟢 Due: { $due } · { $days ->
    [0] ends today
    [one] { $days } working day left
   *[other] { $days } working days left
}
card-due-yellow = 🟡 Half the time has passed: { $due } · { $days ->
    [0] ends today
    [one] { $days } working day left
   *[other] { $days } working days left
}
card-due-red = 🔴 Little time is left: { $due } · { $days ->
    [0] ends today
    [one] { $days } working day left
   *[other] { $days } working days left
}
card-paused = ⏸ The deadline is paused: { $due }
card-overdue = 🔴 Overdue: { $due }
card-received = Received: { $at }
card-unheard = 💬 The applicant wrote and awaits a reply
card-undelivered = ❗ The last message was not delivered: call
card-documents-seen = Documents seen
card-authority-checked = Authority checked
card-refusal-pending = A refusal awaits a second person's approval
topic-name = { $number } · { $kind }

channel-telegram = Telegram
channel-whatsapp = WhatsApp

staff-take = Take
staff-return = Return
staff-hand-over = Hand over
staff-take-over = Take over
staff-details = Details
staff-ask = Write to applicant
staff-wait = Wait for a reply
staff-resume = Resume
staff-documents-seen = Documents seen
staff-authority-checked = Authority checked
staff-done = Done
staff-refuse = Refuse
staff-approve = Approve refusal
staff-decline = Do not approve
staff-no-words = Without words
staff-heard = Code is right

## Outcomes and grounds (on buttons and in the message to the applicant)

outcome-corrected = Data corrected
outcome-partly-corrected = Data corrected in part
outcome-stopped = Processing stopped
outcome-stopped-except-law = Stopped, except what the law requires
outcome-copy-given = Copy of data given
outcome-nothing-held = No data found
outcome-blocked = Data blocked
outcome-erased = Data erased
outcome-erased-except-law = Erased, except what the law keeps
outcome-answered = Question answered
field-outcome-done = Corrected
field-outcome-partly = Corrected in part
field-outcome-refused = Not corrected

ground-not-confirmed = Grounds not confirmed (Art. 24)
ground-retention-by-law = The law requires keeping (Art. 8(2))
ground-obligation-unfulfilled = Unfulfilled obligation (Art. 8(2))
ground-authority-not-shown = Authority not confirmed (Art. 8)
ground-identity-not-shown = Identity not confirmed (clinic's rule)
ground-not-our-data = The clinic does not process this data
ground-outside-desk = The question is not on personal data

## Short answers to a button

toast-taken = The request is yours.
toast-returned = The request is back in the queue.
toast-offered = The offer was sent to the group. Until somebody accepts, the request is yours.
toast-write = Write it as a reply to the message in the group.
toast-choose = Choose in the message in the group.
toast-resumed = The request goes on, the deadline runs again.
toast-noted = Noted.
toast-done = The request has ended, the applicant has been told.
toast-refused = The refusal is approved, the applicant has been told.

denied-taken = A colleague has this request: { $name }
denied-not-owner = Only the one who took the request can do this: { $name }
denied-own-hand-over = The request is yours already.
denied-status = { $number }: this is not possible in its present state ({ $status }).
denied-no-refusal = No refusal awaits approval.
denied-second-person = The one who proposed the refusal cannot approve it.
denied-refusal-pending = A refusal awaits approval. It has to be decided first.
denied-documents = First mark “{ staff-documents-seen }”: a correction requires documents.
denied-fields = First say what was done for each item: press “{ staff-done }” on the card again.
denied-all-refused = If no item was corrected, press “{ staff-refuse }” on the card and give the ground.
denied-unknown = This button no longer works. To show the card anew: /case N
denied-authority = First mark “{ staff-authority-checked }”.

case-unknown = { $number }: there is no such request or choice.

## Posts in the group

group-patient-wrote = 💬 { $number }: the applicant wrote.
group-patient-cancelled = { $number }: the applicant cancelled the request.
group-hand-over = { $number }: { $name } would like to hand this request over. Who takes it?
group-ask = { $number }. { $name }, write to the applicant as a reply to this message. They receive it from the clinic.
group-wait = { $number }. { $name }, write as a reply to this message what the clinic is waiting for. The applicant receives these words, and the deadline is paused.
group-outcome = { $number }. { $name }, what was done?
group-field = { $number }. { $name }, item { $place }, { $field }: what was done?
group-ground = { $number }. { $name }, choose the ground of the refusal:
group-done-words = { $number }: { $outcome }. { $name }, write an explanation for the applicant as a reply to this message, or finish without words.
group-refusal-words = { $number }: { $ground }. { $name }, write the reason of the refusal for the applicant as a reply to this message.
group-refusal-proposed = { $number }: { $name } proposes to refuse. Ground: { $ground }. A second person must read the details and decide on the card.
group-refusal-waits = { $number }: the refusal awaits a second person's approval.
group-refusal-declined = { $number }: { $name } does not approve the refusal. The request goes on.
group-noted = { $number }: the internal note is kept. The applicant does not see it.
group-relayed = { $number }: the message was sent in the clinic's name.
group-relayed-later = { $number }: the message will go to the applicant not at night but at { $at }.
group-rewritten = { $number }: the message that the applicant received is corrected too.
group-not-rewritten = { $number }: a message that was sent cannot be changed in this messenger. Write the correction as a new message.
group-not-recalled = { $number }: this message was already sent to the applicant and cannot become an internal note.
group-not-relayed = { $number }: the message was not sent, the applicant is no longer in the bot. Reach them by phone.
group-waiting = { $number }: waiting for a reply, the deadline is paused. The applicant has been told.

## Details (for one person's eyes)

details-title = <b>{ $number }, details</b>
details-phone = Phone: { $phone }
details-patient =
    Applicant, { $at }
    <blockquote>{ $words }</blockquote>
details-clinic =
    Clinic, { $at }
    <blockquote>{ $words }</blockquote>
details-note =
    Internal note, { $at }
    <blockquote>{ $words }</blockquote>
details-shown = The details were shown to you alone. This is on record.
open-me-first = First open a private chat with the bot and press “Start”. Then press “{ staff-details }” again.

## Proof by a call to the clinic

call-card =
    📞 A call is expected: { $phone }
    Code: <b>{ $code }</b>
    Press the button only if the call comes from this number and the code is exact.
call-heard = The number is proven.
call-late = Too late: the code has expired or was confirmed already.

## Reminders and the morning digest

reminder-half = 🟡 { $number }: half the time has passed. { $clock }: { $due }
reminder-most = 🔴 { $number }: little time is left. { $clock }: { $due }
reminder-overdue = 🔴 { $number }: overdue. { $clock }: { $due }
reminder-owner = The request is held by: { $name }
reminder-nobody = Nobody has taken the request yet.
reminder-administrators = For the administrators: { $names }
digest-title = <b>Morning digest, { $day }</b>
digest-counts = Taken by nobody: { $open } · in progress: { $taken } · awaiting a reply: { $waiting }
digest-overdue = 🔴 Overdue ({ $count }): { $numbers }
digest-due-today = 🟡 Due today ({ $count }): { $numbers }
digest-unheard = 💬 The applicant awaits an answer ({ $count }): { $numbers }
digest-head = Fingerprint of the action log: <code>{ $head }</code> · records: { $count }

## Documents of a request (PDF)

bundle-title = Documents of request { $number }
bundle-request = Request
bundle-receipt = Registration and deadlines
bundle-timeline = Timeline
bundle-log = Action log
bundle-received = Received: { $at }
bundle-due = { $name }: { $at }
bundle-pause = The deadline was paused: { $began } — { $ended }
bundle-head = Fingerprint of the log at registration: { $head }
bundle-left-out = Internal notes of staff are left out, their number: { $count }
bundle-whole = The log is whole, records: { $count }. Fingerprint of the log:
bundle-broken = The log is broken, the first record that does not fit: { $seq }. Fingerprint of the log:
