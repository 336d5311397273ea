# Proving the phone number.

verify-why = To be sure that the request comes from you, we need proof of your phone number. Which way suits you?
verify-share = Share my number
verify-code = Get a code
verify-call = Call the clinic
code-again = Send a new code

verify-share-how = Press “{ verify-share }” below: the messenger will confirm that the number is yours.
verify-share-press = There is no need to type the number, press “{ verify-share }” below. If that does not work, go back and choose another way.
verify-code-number = Type your phone number and we will send a code to it. How to write it: { $example }
verify-call-number = Type the number you will call from. How to write it: { $example }
contact-not-own = That contact is not your own. Share your number with the button below or choose another way.

code-invitation = A six-digit code was sent to { $phone }. Type it here. The code is valid for 5 minutes. Tell it to nobody.
code-six-digits = The code has six digits. Type the digits only.
code-wrong = { $left ->
    [one] The code is wrong. { $left } try left.
   *[other] The code is wrong. { $left } tries left.
}
code-exhausted = The code was wrong too many times. Ask for a new one in half an hour or call the clinic.
code-expired = This code is no longer valid. Ask for a new one.
code-held-back = { $minutes ->
    [one] You can ask for the next code in { $minutes } minute.
   *[other] You can ask for the next code in { $minutes } minutes.
}

call-invitation =
    During the clinic's working hours, call { $line } from { $phone } and tell the reception desk this code:

    <b>{ $code }</b>

    Once they confirm the code, your request is registered and we will write here. The code is valid for 30 minutes.
call-waiting = We are waiting for your call: say the code on the phone, do not type it here.

phone-proven = The number is proven: { $phone }

proof-contact = by messenger contact
proof-code = by code
proof-call = by a call to the clinic
proof-channel = by messenger number

phone-empty = No number was given.
phone-not-a-number = There is no phone number in this text. Type the whole number.
phone-wrong-length = The number of digits is wrong. A number of Kazakhstan has 10 digits after +7.
phone-several-numbers = There are several numbers here. Type just one.
phone-letters-in-number = A letter that looks like a digit seems to be in the number. Type digits only.
phone-extension = Type the mobile number only, without an extension.
phone-landline-or-service = This is a landline or a service number. A mobile number is needed.
phone-unassigned = Kazakhstan has no mobile numbers with this code. Check the number.
phone-anonymous = An anonymous number of the messenger will not do. A mobile number of Kazakhstan is needed.
phone-foreign-ru = This is a number of Russia. The bot takes only mobile numbers of Kazakhstan. If you have none, write to the clinic by e-mail.
phone-foreign-kg = This is a number of Kyrgyzstan. The bot takes only mobile numbers of Kazakhstan. If you have none, write to the clinic by e-mail.
phone-foreign-uz = This is a number of Uzbekistan. The bot takes only mobile numbers of Kazakhstan. If you have none, write to the clinic by e-mail.
phone-foreign-other = This is a foreign number. The bot takes only mobile numbers of Kazakhstan. If you have none, write to the clinic by e-mail.
phone-clinic-line = This is the clinic's own number. Type your own mobile number.

code-sms = { $clinic }: your confirmation code is { $code }. Tell it to nobody.
