# My requests: the list, the story of one request, a message, cancelling.

requests-title = Your requests, the newest first:
requests-none = No requests were filed from this chat.
request-label = { $number } · { $kind } · { $status }
    .short = № { $number }
request-title =
    <b>{ $number } · { $kind }</b>
    Status: { $status }
request-due = Due: <b>{ $due }</b>
request-message = Write a message
request-message-question = What would you like to add to request { $number }? Write it and the clinic will see it.
request-message-added = Your message was added to the request.
health-warning =
    Your message seems to speak of your health. It is not needed here, and the messenger is foreign. Write again without it, or send it as it is.
    <blockquote>{ $words }</blockquote>
health-send = Send as it is
health-not-sent = { $number }: the message was not sent, it seems to speak of your health. Write again without it. To send it as it is, open the request and press “{ request-message }”.
request-cancel = Cancel the request
request-cancel-question = Cancel request { $number }? The clinic will stop handling it.
request-cancel-yes = Yes, cancel it
request-cancelled = The request is cancelled.
request-ended = This request has ended. File a new one if you need to.
request-gone = You have no such open request.

timeline-words =
    { $entry }
    <blockquote>{ $words }</blockquote>
timeline-detail =
    { $entry }
    { $detail }

timeline-filed = { $at } — request registered
timeline-joined = { $at } — another request of yours was added
timeline-message = { $at } — you wrote
timeline-taken = { $at } — a member of staff took the request
timeline-returned = { $at } — returned to the queue
timeline-handed-over = { $at } — handed over to a colleague
timeline-waiting = { $at } — the clinic awaits your reply, the deadline is paused
timeline-resumed = { $at } — the deadline runs again
timeline-due-moved = { $at } — working days changed, the deadline was counted anew
timeline-clinic-wrote = { $at } — the clinic wrote
timeline-clinic-corrected = { $at } — the clinic corrected its message
timeline-documents-seen = { $at } — documents shown at the reception desk
timeline-authority-checked = { $at } — authority checked
timeline-done = { $at } — done
timeline-refused = { $at } — refused
timeline-cancelled = { $at } — cancelled at your wish
timeline-note = { $at } — staff note
timeline-refusal-proposed = { $at } — refusal proposed
timeline-refusal-declined = { $at } — refusal not approved
