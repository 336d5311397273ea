// The page: the phones and whose they are, the request log, the tour; told of changes by the server.

import { phone } from "./chat.js";
import { clock } from "./clock.js";
import { el, icon, openMenu } from "./dom.js";
import { life } from "./life.js";
import { gently, listen, read, tell } from "./live.js";
import { begin, looks } from "./looks.js";
import { tour } from "./tour.js";
import { wire } from "./wire.js";
import { LANGUAGES, spoken, word } from "./words.js";

const WIDE = matchMedia("(min-width: 900px)");
const place = (id) => document.getElementById(id);

let world = null;
let panes = [];
let log = null;
let heart = null;
let tick = null;
let guide = null;
let parts = {};
let tab = "patient";
const chosen = { patient: null, whatsapp: null, staff: null, staffChat: "group", channel: "telegram" };
const read_ = new Map();

const inGroup = (id) => world.groups.some((group) => group.members.some((one) => one.id === id));
const patients = () => world.people.filter((one) => !inGroup(one.id));
const staff = () => world.people.filter((one) => inGroup(one.id));
const status = (id) => world.groups[0]?.members.find((one) => one.id === id)?.status;
/** Which choice a pane is about: the patient's is another one on WhatsApp. */
const slot = (kind) => (kind === "patient" && chosen.channel === "whatsapp" ? "whatsapp" : kind);
const people = (kind) => ({ patient: patients, whatsapp: () => world.whatsapp, staff })[slot(kind)]();
const byId = (id) => world.people.find((one) => one.id === id);

/** Labels in the page's language: the accounts themselves are called by their role and a number. */
function label(person) {
  const number = person.name.match(/\d+$/)?.[0] ?? "";
  if (!inGroup(person.id)) return `${word("patient")} ${number}`.trim();
  return `${word(["creator", "administrator"].includes(status(person.id)) ? "admin" : "staff")} ${number}`.trim();
}

function name(message) {
  const person = byId(message.sender_id);
  return person && message.sender === person.name ? label(person) : message.sender;
}

// -- whose phone it is --------------------------------------------------------------------

function who(kind) {
  if (kind === "patient" && chosen.channel === "whatsapp") {
    const open = world.whatsapp.find((one) => one.id === chosen.whatsapp)?.window_open;
    const hint = word(open ? "windowOpen" : "windowShut");
    return { channel: "whatsapp", person: chosen.whatsapp, chat: chosen.whatsapp, group: false, title: world.groups[0].title, hint };
  }
  const person = chosen[kind];
  const group = world.groups[0];
  if (kind === "staff" && chosen.staffChat === "group" && group) {
    return { channel: "telegram", person, chat: group.id, group: true, title: group.title, hint: word("members", group.members.length + 1) };
  }
  return { channel: "telegram", person, chat: person, group: false, title: world.bot.name, hint: word("bot") };
}

const unread = (one) => one.latest > (read_.get(one.id) ?? 0);
const dot = () => el("span", { class: "dot", role: "img", "aria-label": word("unread"), hidden: true });

function chip(kind, person) {
  const mine = slot(kind);
  const current = chosen[mine] === person.id;
  const text = kind === "patient" ? `${label(person)} · ${person.language}` : label(person);
  return el(
    "button",
    {
      type: "button",
      class: "chip",
      "aria-pressed": current ? "true" : "false",
      "data-person": person.id,
      onclick: () => ((chosen[mine] = person.id), update()),
    },
    text,
    dot(),
  );
}

function addPatient(anchor) {
  const items = Object.entries(LANGUAGES).map(([code, text]) => ({
    text,
    does: async () => {
      const where = slot("patient") === "whatsapp" ? "/demo/whatsapp/people" : "/demo/people";
      const made = await tell(where, { language: code, name: `Науқас ${people("patient").length + 1}` });
      chosen[slot("patient")] = made.id;
      update();
    },
  }));
  openMenu(anchor, items, word("whichLanguage"));
}

function switcher(kind) {
  const chips = people(kind).map((person) => chip(kind, person));
  if (kind === "patient") {
    const add = el("button", { type: "button", class: "chip add", "aria-haspopup": "menu", "aria-label": word("addPatient"), title: word("addPatient") }, icon("plus"));
    add.addEventListener("click", () => addPatient(add));
    chips.push(add);
  }
  return chips;
}

/** Where a pane's person is: staff in the group or in private, patients on one messenger or the other. */
const PLACES = {
  staff: ["staffChat", [["group", "group"], ["private", "privateChat"]]],
  patient: ["channel", [["telegram", "telegram"], ["whatsapp", "whatsApp"]]],
};

function places(kind) {
  const [choice, options] = PLACES[kind];
  const go = (key) => ((chosen[choice] = key), update());
  return options.map(([key, text]) =>
    el("button", { type: "button", class: "place", "data-place": key, "aria-pressed": chosen[choice] === key ? "true" : "false", onclick: () => go(key) }, word(text), dot()),
  );
}

// -- the frame ----------------------------------------------------------------------------

function pane(kind) {
  const chips = el("div", { class: "chips", role: "group", "aria-label": word(kind) });
  const where = el("div", { class: "places", role: "group", hidden: true, "aria-label": word("places") });
  const set = phone(word(kind === "patient" ? "asPatient" : "asStaff"), () => who(kind), name);
  const over = el("div", { class: "over" }, chips, where);
  const heading = el("h2", {}, word(kind === "patient" ? "asPatient" : "asStaff"));
  const node = el("div", { class: "pane", "data-pane": kind }, heading, over, set.node);
  return {
    kind,
    node,
    fill: set.fill,
    show() {
      fill(chips, JSON.stringify([spoken(), chosen[slot(kind)], slot(kind), people(kind).map((one) => [one.id, label(one)])]), () => switcher(kind));
      where.hidden = kind === "patient" && !parts.whatsapp;
      fill(where, JSON.stringify([spoken(), chosen[PLACES[kind][0]]]), () => places(kind));
      marks(kind, node);
      return set.refresh();
    },
  };
}

/** Rebuild only what changed, and keep the keyboard's place in it. */
function fill(box, shape, make) {
  if (box.dataset.shape === shape) return;
  const at = [...box.children].indexOf(document.activeElement);
  box.dataset.shape = shape;
  box.replaceChildren(...make());
  const current = box.querySelector('[aria-pressed="true"]');
  if (current) box.scrollLeft = current.offsetLeft - box.offsetLeft - 24;
  if (at >= 0) box.children[Math.min(at, box.children.length - 1)]?.focus();
}

const watched = (kind) => tab === kind || WIDE.matches;

function marks(kind, node) {
  const here = who(kind);
  if (watched(kind)) read_.set(here.chat, here.group ? world.groups[0].latest : (byId(here.person)?.latest ?? 0));
  for (const one of node.querySelectorAll("[data-person]")) {
    const whose = people(kind).find((person) => String(person.id) === one.dataset.person);
    one.querySelector(".dot").hidden = !whose || !unread(whose);
  }
  const letters = node.querySelector('[data-place="private"] .dot');
  if (letters) letters.hidden = !unread(byId(chosen.staff));
  const group = node.querySelector('[data-place="group"] .dot');
  if (group) group.hidden = !unread(world.groups[0]);
  const tabDot = document.querySelector(`[data-tab-of="${kind}"] .dot`);
  const news = kind === "patient" ? patients().some(unread) : unread(world.groups[0]) || staff().some(unread);
  if (tabDot) tabDot.hidden = watched(kind) || !news;
}

function tabs() {
  const names = { patient: "tabPatient", staff: "tabStaff", wire: "tabWire" };
  place("tabs").setAttribute("aria-label", word("tabs"));
  place("tabs").replaceChildren(
    ...Object.entries(names).map(([key, text]) =>
      el("button", { type: "button", "data-tab-of": key, "aria-pressed": key === tab ? "true" : "false", onclick: () => showTab(key) }, word(text), dot()),
    ),
  );
}

function showTab(key) {
  tab = key;
  document.body.dataset.tab = key;
  if (key === "wire") log.open();
  tabs();
  update();
}

const now = () => world && new Date(Date.now() + world.skew);

// -- what the tour does with the page -----------------------------------------------------

const kindOf = (seat) => (seat === "patient" ? "patient" : "staff");

const hands = {
  async go(seat) {
    if (seat === "patient") chosen.channel = "telegram";
    else [chosen.staff, chosen.staffChat] = [staff()[0].id, "group"];
    if (tab !== kindOf(seat)) showTab(kindOf(seat));
    await update();
    const { person, chat } = who(kindOf(seat));
    return { person, chat };
  },
  pane: (seat) => document.querySelector(`[data-pane="${kindOf(seat)}"]`),
  fill: (seat, text) => panes.find((one) => one.kind === kindOf(seat)).fill(text),
  async begin() {
    chosen.patient = (await tell("/demo/people", { language: spoken(), name: `Науқас ${patients().length + 1}` })).id;
    const chief = staff().find((one) => status(one.id) === "creator");
    await tell("/demo/act", { person: chief.id, chat: world.groups[0].id, does: "says", text: `/language ${spoken()}` });
  },
};

function build() {
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  looks(place("settings"), build);
  tick = clock(place("clock"), now);
  heart = life(place("life"));
  tabs();
  panes = ["patient", "staff"].map(pane);
  place("stage").replaceChildren(...panes.map((one) => one.node));
  log = wire(place("wire"), parts.whatsapp);
  guide?.shut();
  place("open-tour").replaceChildren(icon("tour"), word("tour"));
  guide = tour(place("tour"), place("open-tour"), hands);
  update();
}

const update = gently(async () => {
  const found = await read("/demo/world");
  const other = parts.whatsapp ? await read("/demo/whatsapp/world") : { people: [] };
  world = { ...found, whatsapp: other.people, skew: new Date(found.now).getTime() - Date.now() };
  chosen.whatsapp ??= other.people[0]?.id ?? null;
  chosen.patient ??= patients()[0]?.id ?? null;
  chosen.staff ??= staff()[0]?.id ?? null;
  tick();
  log.show(world);
  await Promise.all([heart.show(), ...panes.map((one) => one.show())]);
});

begin();
parts = (await read("/demo/stage")).parts;
document.body.dataset.tab = tab;
build();
setInterval(() => tick(), 1000);
listen(update, (up) => (place("offline").hidden = up));
