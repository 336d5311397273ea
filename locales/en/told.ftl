# What is said to the applicant in the clinic's name.

told-taken = The clinic has taken up your request { $number }.
told-clinic-writes = The clinic writes about your request { $number }:
told-waiting = To handle request { $number } the clinic needs your reply. Until then the deadline is paused.
told-done =
    <b>Your request { $number } is done</b>
    Result: { $outcome }
told-field = { $field }: { $outcome }
told-refused = <b>The clinic refused your request { $number }</b>
told-ground = Ground: { $ground }
told-words = <blockquote>{ $words }</blockquote>
told-complaint = If you disagree with the decision, you can complain through e-Otinish (eotinish.kz) to the authorised body, the Ministry of Artificial Intelligence and Digital Development, and after that go to court.

told-due-moved = The calendar of working days has changed. Your request { $number } is now due: { $due }.
