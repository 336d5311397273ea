// The guided tour as data: what is done on each phone, and the line said about it. Buttons are named by their ids.
//
// A step: {on, does, with, until, line}. ``on``: patient, or first (a member of staff, in the group).
// ``does``: start, press, say, contact, or see. ``until``: the button the answer has to bring; without it any answer will do.
// ``fresh``: what is seen must be newer than the last thing done.
// A scene with ``needs`` is shown only by a demo that has that part (/demo/stage).

const press = (on, choice, line, until) => ({ on, does: "press", with: choice, line, until });
const say = (on, key, line, until) => ({ on, does: "say", with: key, line, until });
const see = (on, choice, line) => ({ on, does: "see", with: choice, line });

const ASK = [
  { on: "patient", does: "start", line: "open", until: "language-$" },
  press("patient", "language-$", "language", "notice-agree"),
  press("patient", "notice-agree", "notice", "menu-ask"),
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

export const SCENES = [
  { name: "ask", steps: ASK },
  { name: "prove", steps: PROVE },
  { name: "correct", steps: CORRECT },
  { name: "desk", steps: DESK },
  { name: "withdraw", steps: WITHDRAW },
  // The sixth scene, a new edition and its broadcast, comes here once /demo/stage says that this demo broadcasts.
  { name: "edition", needs: "broadcast", steps: [] },
];
