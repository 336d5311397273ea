// The guided tour as data: what is done on each phone, and the line said about it. Buttons are named by their ids.
//
// A step: {on, does, with, until, line}. ``on``: patient, whatsapp, first (a member of staff, in the group), chief and
// second (administrators, in the group), aside (the chief, in private). ``does``: a word of performing.js.
// ``with``: a button by its parts, ``*`` for any; $ is the page's language, $1 and $2 the other two. ``until``: the
// button the answer has to bring; without it any answer will do. ``fresh``: newer than the last thing done.
// A scene that stands ``alone`` needs none before it.

const press = (on, choice, line, until) => ({ on, does: "press", with: choice, line, until });
const say = (on, key, line, until) => ({ on, does: "say", with: key, line, until });
const see = (on, choice, line) => ({ on, does: "see", with: choice, line });

const ASK = [
  { on: "patient", does: "start", line: "open", until: "language-$" },
  press("patient", "language-$", "language", "notice-agree"),
  press("patient", "notice-agree", "notice", "news-yes"),
  press("patient", "news-yes", "news", "menu-ask"),
  say("patient", "question", "question", "answer-helpful"),
  see("patient", "answer-helpful", "clause"),
];

const PROVE = [
  press("patient", "menu", "wish", "menu-rights"),
  press("patient", "menu-rights", "rights", "right-access"),
  press("patient", "right-access", "", "whom-self"),
  press("patient", "whom-self", "", "skip"),
  press("patient", "skip", "review", "send"),
  press("patient", "send", "proof", "verify-share"),
  press("patient", "verify-share", "three", "contact"),
  { on: "patient", does: "contact", line: "contact", until: "request" },
  see("patient", "request", "receipt"),
];

const CORRECT = [
  press("patient", "menu", "correct", "menu-rectify"),
  press("patient", "menu-rectify", "", "whom-self"),
  press("patient", "whom-self", "", "field-name"),
  press("patient", "field-name", "value", "back"),
  say("patient", "right", "", "skip"),
  say("patient", "wrong", "documents", "send"),
  press("patient", "send", "fresh", "request"),
  see("patient", "request", "joined"),
];

const DESK = [
  see("first", "staff-take", "group"),
  see("first", "staff-take", "card"),
  press("first", "staff-take", "take", "staff-done"),
  press("first", "staff-details", "details"),
  press("first", "staff-documents-seen", "seen"),
  press("first", "staff-done", "done", "staff-outcome"),
  press("first", "staff-outcome", "outcome", "staff-no-words"),
  press("first", "staff-no-words", ""),
  { ...see("patient", "request", "told"), fresh: true },
];

const WITHDRAW = [
  press("patient", "menu", "withdraw", "menu-withdraw"),
  press("patient", "menu-withdraw", "purposes", "purpose-messages"),
  press("patient", "purpose-messages", "consequences", "continue"),
  press("patient", "continue", "", "skip"),
  press("patient", "skip", "", "send"),
  press("patient", "send", "silence", "request"),
  see("patient", "request", "due"),
];

const EDITION = [
  { on: "chief", does: "clock", with: "morning", line: "morning" },
  { on: "patient", does: "joins", with: "$1", line: "joins", until: "menu-ask" },
  { on: "whatsapp", does: "joins", with: "$2", line: "joinsToo", until: "menu-ask" },
  { on: "chief", does: "file", with: "policy.kk.txt", line: "policy", until: "edition-judge" },
  press("chief", "edition-judge:*:editorial", "first", "edition-publish"),
  press("chief", "edition-publish", "publish", "broadcast-new"),
  { on: "chief", does: "file", with: "policy-new.kk.txt", line: "newText", until: "edition-changes" },
  press("chief", "edition-changes", "changes"),
  press("chief", "edition-judge:*:material", "material", "edition-publish"),
  press("chief", "edition-publish", "", "broadcast-new"),
  press("chief", "broadcast-new", "draft", "broadcast-submit"),
  press("chief", "broadcast-preview", "preview"),
  { on: "aside", does: "start", line: "aside" },
  press("chief", "broadcast-test", "test"),
  { ...see("aside", "settings-notices-off", "tested"), fresh: true },
  press("chief", "broadcast-submit", "submit", "broadcast-approve"),
  press("second", "broadcast-approve", "approve", "broadcast-report"),
  { ...see("patient", "settings-notices-off", "toldTelegram"), fresh: true },
  { ...see("whatsapp", "settings-notices-off", "toldWhatsApp"), fresh: true },
  { on: "chief", does: "receive", line: "report" },
];

export const SCENES = [
  { name: "ask", steps: ASK },
  { name: "prove", steps: PROVE },
  { name: "correct", steps: CORRECT },
  { name: "desk", steps: DESK },
  { name: "withdraw", steps: WITHDRAW },
  { name: "edition", alone: true, steps: EDITION },
];
