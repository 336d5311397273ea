# A request: its kind, for whom, what about, the review and the registration.

kind-rectify = Correction of data
kind-withdraw = Withdrawal of consent
kind-access = Copy of data
kind-block = Blocking of data
kind-erase = Erasure of data
kind-question = Question to the clinic

status-open = Registered
status-in-progress = In progress
status-waiting = Awaiting a reply
status-done = Done
status-refused = Refused
status-cancelled = Cancelled

## For whom

whom-question = { $kind }. Who is the request for?
whom-self = For myself
whom-child = My child or ward
whom-other = Another person
name-question = Whose data is the request about? Write this person's full name.
authority-child = You will need to show at the clinic's reception desk that you are this person's legal representative. Do not send the document or its picture in the chat.
authority-other = You will need to show your right to act for this person (for example, a power of attorney) at the clinic's reception desk. Do not send the document or its picture in the chat.

## Correcting data

field-question = Which data is wrong?
field-name = Name
field-birth-date = Date of birth
field-phone = Phone
field-email = E-mail
field-address = Address
field-other = Something else

value-name = Write the right name: surname, first name and patronymic, if there is one.
value-birth-date = Write the right date of birth as day.month.year, for example 17.05.1990.
value-phone = Write the right phone number: +7 and 10 more digits.
value-email = Write the right e-mail address, for example name@example.kz.
value-address = Write the right address: city, street, house, flat.
value-other = Write briefly what is wrong and what it should be.
value-no-documents = Do not send documents, their pictures or an IIN in the chat.
old-question = What does the clinic have now? Write the wrong version; if you do not know it, skip.
already-given = You wrote: { $value }

## Withdrawing consent

purpose-question = Which consent do you withdraw?
purpose-all = All consents
purpose-email = E-mail information
purpose-messages = Messages of this bot
purpose-cross-border = Cross-border transfer

stops-all = <b>What stops:</b> all processing of your data that rests on consent, that is information by e-mail, messages of this bot and transfer of data abroad. The bot's messages stop as soon as you press “{ send }”.
stops-email = <b>What stops:</b> information sent to you by e-mail.
stops-messages = <b>What stops:</b> messages of this bot, as soon as you press “{ send }”.
stops-cross-border = <b>What stops:</b> transfer of your data abroad on the ground of consent.
stays-all = <b>What goes on:</b> processing of data that must be kept by law (for example, medical records) and of data needed for unfulfilled obligations (the Law, Art. 8(2)). Replies about this request will come to the chat.
stays-email = <b>What goes on:</b> answers to your requests and letters required by law. Your other consents do not change.
stays-messages = <b>What goes on:</b> replies about your own requests. Your other consents do not change.
stays-cross-border = <b>What goes on:</b> transfers required by law (the Law, Art. 8(2)). This messenger is foreign too: whatever you write here passes through servers abroad. If you do not want that, write to the clinic by e-mail.
withdraw-deadline = Within 15 working days the clinic stops the processing or refuses and says why (the Law on Personal Data and their Protection, Art. 8(7)).
reason-question = If you like, write the reason. This is optional.

## Other rights

rights-question = Which request would you like to file?
right-access = Copy of my data
right-block = Block my data
right-erase = Erase my data
details-access = What information do you need? Write briefly or skip.
details-block = Which data should be blocked, and why? The grounds must be confirmed by documents. Write briefly or skip.
details-erase = Which data should be erased, and why? The grounds must be confirmed by documents, and data the law obliges to keep is not erased. Write briefly or skip.

## Review (these lines carry no markup: they also enter the text of a request)

review-title = <b>Check before sending</b>
review-kind = Request: { $kind }
review-whom = For whom: { $whom }
review-name = Whose data: { $name }
review-field = To correct: { $field }
review-value = Right: { $value }
review-old = Recorded as: { $value }
review-purpose = Consent: { $purpose }
review-words = Text: { $words }
review-phone = Proven number: { $phone }
review-documents = The grounds for a correction must be confirmed by documents at the clinic's reception desk (the Law on Personal Data and their Protection, Art. 24). Do not send documents in the chat.
review-authority = Your authority will be checked by documents at the clinic's reception desk.
review-email = You can also send the request by e-mail: { $email }

too-many-requests = { $limit ->
    [one] At most { $limit } request is registered in a day. Add a message to an open request or come back tomorrow.
   *[other] At most { $limit } requests are registered in a day. Add a message to an open request or come back tomorrow.
}

## Receipt

receipt-title =
    <b>Request registered: { $number }</b>
    { $kind }
receipt-joined =
    <b>Added to your open request: { $number }</b>
    { $kind }
    A request of this kind is already being handled, so no new one was opened.
receipt-received = Received: { $at }
receipt-clock = { $name }: <b>{ $due }</b> ({ $article })
receipt-clock-own = { $name }: <b>{ $due }</b> (the clinic's own commitment)
receipt-documents = To have the data corrected, come to the clinic's reception desk with a document that confirms the grounds. Do not send the document in the chat.
receipt-authority = Show the document that confirms your authority at the clinic's reception desk.
receipt-edition = Edition of the policy: { $edition }
edition-builtin = the bot's own plain-language edition
receipt-email = You can also write by e-mail: { $email }. Give the number of the request.
receipt-code =
    Receipt code: <code>{ $code }</code>
    To check the code: <code>/verify { $code }</code>
receipt-head = Fingerprint of the action log: <code>{ $head }</code>
receipt-follow = Open the request
receipt-genuine = The code is confirmed: request { $number } is registered in this bot. Kind: { $kind }. Date: { $day }.
receipt-forged = This code is not confirmed. Check that it is complete and correct.

clock-stop = Deadline for stopping the processing or a reasoned refusal
clock-act = Deadline for action, if the grounds are confirmed
clock-answer = Deadline for a reply

article-8-7 = Law on Personal Data, Art. 8(7)
article-25-2-8 = Law on Personal Data, Art. 25(2)(8)
article-rules-16 = Rules for collecting and processing personal data, item 16
