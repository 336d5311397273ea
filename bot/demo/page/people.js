// Who is on the stage and whose phone is in which hand: the world as it was read last, and the visitor's choices.

import { word } from "./words.js";

export const ALL = "all";
/** The topic of everything that is about no case; the Bot API gives it no number. */
export const GENERAL = 0;

export const stage = {
  world: null,
  /** ``topic``: which thread of a group with topics is open; null shows their list, ``ALL`` everything in one. */
  chosen: { patient: null, whatsapp: null, staff: null, staffChat: "group", topic: null },
  read: new Map(),
};

const group = () => stage.world.groups[0];
const inGroup = (id) => stage.world.groups.some((one) => one.members.some((member) => member.id === id));
const rank = (id) => group()?.members.find((one) => one.id === id)?.status;
const leads = (id) => ["creator", "administrator"].includes(rank(id));

const PEOPLE = {
  patient: () => stage.world.people.filter((one) => !inGroup(one.id)),
  whatsapp: () => stage.world.whatsapp,
  staff: () => stage.world.people.filter((one) => inGroup(one.id)),
};

export const people = (kind) => PEOPLE[kind]();
export const person = (kind) => people(kind).find((one) => one.id === stage.chosen[kind]);
export const creator = () => people("staff").find((one) => rank(one.id) === "creator");
export const administrators = () => people("staff").filter((one) => leads(one.id));
export const groupId = () => group().id;
export const forum = () => Boolean(group()?.forum);

/** Labels in the page's language: the accounts themselves are called by their role and a number. */
export function label(one) {
  const number = one.name.match(/\d+$/)?.[0] ?? "";
  const role = !inGroup(one.id) ? "patient" : leads(one.id) ? "admin" : "staff";
  return `${word(role)} ${number}`.trim();
}

export function nameOf(message) {
  const one = stage.world.people.find((each) => each.id === message.sender_id);
  return one && message.sender === one.name ? label(one) : message.sender;
}

const PLACES = {
  patient: () => ({ channel: "telegram", chat: stage.chosen.patient, group: false, title: stage.world.bot.name, hint: word("bot") }),
  whatsapp() {
    const hint = word(person("whatsapp")?.window_open ? "windowOpen" : "windowShut");
    return { channel: "whatsapp", chat: stage.chosen.whatsapp, group: false, title: group().title, hint };
  },
  staff() {
    if (stage.chosen.staffChat !== "group") return { ...PLACES.patient(), chat: stage.chosen.staff };
    const members = word("members", group().members.length + 1);
    return { channel: "telegram", chat: group().id, group: true, forum: forum(), topic: stage.chosen.topic, title: group().title, hint: members };
  },
};

/** Which chat a pane shows, through whose eyes. */
export const who = (kind) => ({ person: stage.chosen[kind], ...PLACES[kind]() });

// -- what has been read -------------------------------------------------------------------

export const unread = (one) => (one?.latest ?? 0) > (stage.read.get(one?.id) ?? 0);

export function reads(kind) {
  const [here, one] = [who(kind), person(kind)];
  const shown = here.group ? group() : one;
  if (shown) stage.read.set(shown.id, shown.latest);
}

export const news = {
  patient: () => people("patient").some(unread),
  whatsapp: () => people("whatsapp").some(unread),
  staff: () => unread(group()) || people("staff").some(unread),
  group: () => unread(group()),
  private: () => unread(person("staff")),
};

/** Where nobody is chosen yet, the first of their kind is; somebody just made may not be in the world as it was read. */
export function settle() {
  for (const kind of Object.keys(PEOPLE)) stage.chosen[kind] ??= people(kind)[0]?.id ?? null;
  if (!forum() && stage.chosen.topic !== ALL) stage.chosen.topic = null;
}
