# What may be said at any step.

urgent =
    If a life is in danger, call now: <b>103</b> (ambulance) or <b>112</b>.

    The clinic: { $phone }.

    The bot cannot help in an emergency. Your words were not kept.
old-button = That is an old button. You are here now:
please-choose = The bot did not understand that. Choose a button below or type what is asked for.
contact-not-needed = No contact is needed at this step.
cancelled-draft = Cancelled. Nothing was sent.
keyboard-closed = Got it.

messages-on = The bot's messages are on: news about the privacy policy and personal data will come here. To turn them off, type STOP.
messages-off = The bot's messages are off. Replies about your own requests will still arrive.

unread-voice = The bot does not listen to voice messages. Please type your message.
unread-sticker = The bot does not understand stickers and animations. Please type your message.
unread-photo = The bot does not open photos and videos. Do not send pictures of documents: they are shown only at the clinic's reception desk.
unread-file = The bot does not open files. Do not send documents: they are shown only at the clinic's reception desk.
unread-location = The bot does not read locations. If needed, type the address.
unread-edited = The bot does not read edited messages. Send the right text as a new message.
unread-other = The bot does not read messages of this kind. Please type your message.

problem-empty = The text is empty. Write a few words.
problem-too-long = { $most ->
    [one] The text is too long: at most { $most } character. Shorten it and send it again.
   *[other] The text is too long: at most { $most } characters. Shorten it and send it again.
}
problem-iin = The text has twelve digits in a row, which looks like an IIN. Do not write an IIN in the chat: take it out and send the text again.
problem-name = Write the name in letters only: surname, first name and patronymic, if there is one.
problem-birth-date = Write the date as day.month.year, for example 17.05.1990.
problem-birth-date-impossible = That cannot be a date of birth. Check the year.
problem-email = An e-mail address looks like this: name@example.kz.
problem-address = The address is too short. Write the city, street, house and flat.

not-heard = Your last message was not handled: something went wrong in the bot. Nothing was registered; please send it again. If it happens again, write to the clinic or call it.
