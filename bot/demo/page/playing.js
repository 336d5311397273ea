// What the guided tour may do with the page: bring a phone before the eyes, put words into its field, begin anew.

import { tell } from "./live.js";
import { newPatient } from "./panes.js";
import { SKIPS, asleep } from "./skips.js";
import { ALL, administrators, creator, groupId, people, stage, who } from "./people.js";
import { spoken } from "./words.js";

/** Who plays: the phone's kind, and what has to be chosen on it. */
const SEATS = {
  patient: { kind: "patient", choose: () => {} },
  whatsapp: { kind: "whatsapp", choose: () => {} },
  first: { kind: "staff", choose: () => inGroup(people("staff")[0]) },
  chief: { kind: "staff", choose: () => inGroup(creator()) },
  second: { kind: "staff", choose: () => inGroup(administrators().find((one) => one.id !== creator().id)) },
  aside: { kind: "staff", choose: () => Object.assign(stage.chosen, { staff: creator().id, staffChat: "private" }) },
};

const inGroup = (one) => Object.assign(stage.chosen, { staff: one.id, staffChat: "group", topic: ALL });

/** ``panes`` of the page, ``showTab(kind)``, ``update()``, and ``now()``: the demo's moment. */
export function hands(panes, showTab, update, now) {
  const pane = (seat) => panes.find((one) => one.kind === SEATS[seat].kind);
  return {
    now,
    async go(seat) {
      SEATS[seat].choose();
      if (document.body.dataset.tab !== SEATS[seat].kind) await showTab(SEATS[seat].kind);
      else await update();
      return who(SEATS[seat].kind);
    },
    pane: (seat) => pane(seat).node,
    fill: (seat, text) => pane(seat).fill(text),
    arrives: (seat, language) => newPatient(SEATS[seat].kind, language),
    /** A patient nobody has met, the group in the page's language, and the day begun: at night nobody is rung. */
    async begin() {
      if (asleep(now())) await tell("/demo/clock", { seconds: SKIPS.morning(now()) });
      await newPatient("patient", spoken());
      await tell("/demo/act", { person: creator().id, chat: groupId(), does: "says", text: `/language ${spoken()}` });
    },
  };
}
