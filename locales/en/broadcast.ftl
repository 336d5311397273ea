# A new edition of the policy and broadcasts: words for the staff group and for people.

# --- A new edition

edition-usage = Send the new text of the policy as a file (.docx, .html, .md or .txt, up to 1 MB) to this group with its language and effective date in the caption: <code>/policy kk 2026-12-01</code>. Without a date it is today.
edition-refused = The file was not taken and nothing has changed.
edition-refused-line = The file was not taken and nothing has changed. What stands in the way is on line { $line }:
edition-known = Edition { $version } is published already.
edition-title = <b>Policy, { $version }</b> ({ $language }). Sections: { $sections }, clauses: { $clauses }.
edition-against = Compared with edition { $version }.
edition-first = There was no official text in this language before.
edition-same = The text is the same: no difference was found.
edition-added = Added ({ $count }): { $list }
edition-changed = Changed ({ $count }): { $list }
edition-removed = Removed ({ $count }): { $list }
edition-renumbered = Renumbered ({ $count }): { $list }
edition-headings = Sections with a new heading or preamble ({ $count }): { $list }
edition-empty = Clauses that state nothing ({ $count }): { $list }
edition-lost = Questions about these clauses of the previous edition no longer find an answer ({ $count }): { $list }
edition-unheard-of = If somebody asks in their own words, the bot does not find these clauses yet; they open under the sections and by number ({ $count }): { $list }
edition-judge = What kind of change is it? After a material one, everybody who agreed before is asked for consent again.
edition-editorial = Editorial
edition-material = Material
edition-changes = Show the changes
edition-more = Next page
edition-changes-title = { $version }: page { $page } of { $pages }. Removed words are struck out, new ones are bold.
edition-confirm-editorial = { $version } will be published as an editorial change. It takes effect on: { $day }.
edition-confirm-material = { $version } will be published as a material change. It takes effect on: { $day }. After that, everybody who agreed before is asked for consent again.
edition-publish = Publish
edition-published = { $version } is published. It takes effect on: { $day }. Published by: { $name }. Earlier editions are kept.

# --- Why a file was not taken

policy-file-missing = The file was not found.
policy-file-format = { $suffix } files are not read: save it as .docx, .html, .md or .txt.
policy-file-large = The file is over { $limit_kb } KB: send the policy alone, without pictures.
policy-file-damaged = The file does not open as { $suffix }: save it again and send the new copy.
policy-file-encoding = The letters cannot be made out: save the file as UTF-8.
policy-letters-lost = Letters were replaced by { $sign } inside words: save the original as UTF-8.
policy-tracked-changes = The document has tracked changes: accept or reject all of them and save it.
policy-empty = The file has no text: send the text of the policy.
policy-binary = This is not text: save the policy as .docx or as .txt in UTF-8.
policy-not-a-policy = Clauses found: { $found }, and a policy has at least { $least }. Begin each clause with a typed number such as 1.1. (numbers a word processor adds do not count).
policy-wrong-language = The text does not look like the named language ({ $lang }): name the right one or send the text in it.
policy-no-heading = Section { $section } has no heading: put it on a line of its own before clause { $section }.1.
policy-heading-number = The heading says { $found } but clause { $section }.1 follows it: make the two agree.
policy-stray-heading = This heading has no clauses under it: number its text or remove the heading.
policy-number-first = The first clause is { $number }: a policy begins with 1.1.
policy-number-repeated = Clause { $number } already stands on line { $first }: give each its own number.
policy-number-gap = Clause { $number } follows { $previous }: { $expected } is missing.
policy-number-order = Clause { $number } follows { $previous }: put the clauses in order.

# --- Broadcasts: in the group

broadcast-offer = What is the broadcast about?
broadcast-only = Write only news about the privacy policy and personal data: people agreed to nothing else. Advertising, prices, offers and invitations to visit may not be sent this way.
broadcast-new = Tell people
broadcast-new-edition = The newest edition
broadcast-new-own = In my own words
broadcast-preview = Preview
broadcast-test = Send to myself
broadcast-submit = Submit for approval
broadcast-return = Return to edit
broadcast-approve = Approve
broadcast-pause = Pause
broadcast-resume = Resume
broadcast-stop = Stop
broadcast-correct = Correct
broadcast-report = Report (CSV)
broadcast-write-kk = ✎ Kazakh
broadcast-write-ru = ✎ Russian
broadcast-write-en = ✎ English

broadcast-status-draft = draft
broadcast-status-submitted = waiting for approval
broadcast-status-approved = approved
broadcast-status-running = running
broadcast-status-paused = paused
broadcast-status-stopped = stopped
broadcast-status-done = done

broadcast-denied-status = Broadcast No. { $id } now stands at: { $status }.
broadcast-denied-second-person = Whoever submitted it cannot approve it: another administrator is needed.
broadcast-denied-wordless = Words are missing: { $language }.
broadcast-act-done = Done.
broadcast-act-shown = Shown in the group.
broadcast-test-failed = It could not be sent to you: first open a private chat with the bot and press Start.
broadcast-no-words = There are no words yet.
broadcast-nothing-sent = Nothing has been sent yet.
broadcast-test-sent = Sent to your own chat.
broadcast-ask-words = Broadcast No. { $id }, { $language }: write the words as a reply to this message.
broadcast-words-kept = Broadcast No. { $id }, { $language }: the words are kept.
broadcast-preview-title = Telegram, { $language }:
broadcast-preview-whatsapp = WhatsApp: whoever wrote within 24 hours gets these very words, everybody else the approved template (“There is a notice about the clinic's privacy policy and personal data”).

broadcast-card-title = <b>Broadcast No. { $id }</b>
broadcast-card-edition = Edition of the policy: { $version }
broadcast-card-corrects = Correction of broadcast No. { $id }
broadcast-card-status = Status: { $status }
broadcast-card-written = Written in: { $languages }
broadcast-card-audience = Would get it now: { $count }
broadcast-card-quiet = Nothing is sent from 21:00 to 08:00: it waits for morning.
broadcast-card-bar = { $bar } { $done }/{ $total }
broadcast-card-rate = A second: { $rate }, minutes left: { $minutes }
broadcast-card-canary = Too many of the first ones went wrong ({ $count }). Look into it, then resume or stop.
broadcast-card-quality = WhatsApp restricts sending from the clinic's number. Wait until Meta lifts the restriction, then resume or stop.
broadcast-halted = Broadcast No. { $id } is paused: of the first messages ({ $count }), { $wrong } went wrong. Look for the reason, then resume or stop.
broadcast-halted-quality = Broadcast No. { $id } is paused: WhatsApp restricts sending from the clinic's number ({ $code }). Look at the number's quality in WhatsApp Manager, then resume or stop.
broadcast-report-title = <b>Broadcast No. { $id }</b> has ended. In all: { $count }

broadcast-fate-waiting = Not sent: { $count }
broadcast-fate-sent = Delivered: { $count }
broadcast-fate-unreachable = Unreachable (the bot is blocked or the chat is gone): { $count }
broadcast-fate-opted-out = Opted out: { $count }
broadcast-fate-failed = Failed: { $count }
broadcast-fate-unknown = Unknown (never sent again): { $count }

paid-on = Telegram's paid broadcasts are on: up to 1,000 messages a second, each paid from the bot's Stars.
paid-off = Telegram's paid broadcasts are off.
paid-usage = Write /paid on or /paid off

# --- What people are told

broadcast-says-title = The clinic's privacy policy has changed. It takes effect on: { $day }.
broadcast-says-changed = • Clause { $number } has changed
broadcast-says-added = • Clause { $number } is new
broadcast-says-removed = • Clause { $number } is gone
broadcast-says-renumbered = • Clause { $was } is now { $number }
broadcast-says-titled = { $what } ({ $title })
broadcast-says-quoted = { $what }: “{ $words }”
broadcast-says-more = Other clauses changed too: { $count }.
broadcast-says-headings = No clause reads differently.
broadcast-says-material = This is a material change: when you next write, the bot will ask for your consent again.
broadcast-says-link = The whole text: { $url }
broadcast-correction = A correction of the earlier message:
settings-notices-off = Send me no more
notice-changed = Since you agreed, the policy has changed materially. Clauses that changed: { $clauses }. So we ask for your consent again.
notice-changed-clause = • Clause { $number }
