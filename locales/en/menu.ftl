# The main menu, contacts, and the buttons shared by all steps.

menu-title = What would you like to do? Choose a button or type your question.

menu-ask = Ask a question
menu-sections = Policy sections
menu-rectify = Correct my data
menu-withdraw = Withdraw consent
menu-requests = My requests
menu-rights = Other rights
menu-contacts = Contacts and booking
menu-settings = Settings

menu = Menu
back = Back
cancel = Cancel
continue = Continue
edit = Edit
send = Send
skip = Skip
keep = Leave as it is
page-next = Next page
page-back = Previous page

contacts-booking =
    <b>{ $name }</b>
    Appointments and other questions: { $phone }
contacts-data = About personal data: { $email }
contacts-policy = Privacy policy: { $url }
contacts-complaint = If you disagree with the clinic's decision, you can complain through e-Otinish (eotinish.kz) to the authorised body, the Ministry of Artificial Intelligence and Digital Development, and after that go to court.
