// The page: two phones, the clock, the language, the request log; told of changes by the server.

import { phone } from "./chat.js";
import { local, moment } from "./dates.js";
import { el, icon, iconButton, openMenu, recall, remember } from "./dom.js";
import { gently, listen, read, tell } from "./live.js";
import { wire } from "./wire.js";
import { LANGUAGES, speak, spoken, word } from "./words.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const LOOKS = ["auto", "light", "dark"];

let world = null;
let panes = [];
let log = null;
let tab = "patient";
const chosen = { patient: null, staff: null, staffChat: "group" };
const read_ = new Map();

const inGroup = (id) => world.groups.some((group) => group.members.some((one) => one.id === id));
const patients = () => world.people.filter((one) => !inGroup(one.id));
const staff = () => world.people.filter((one) => inGroup(one.id));
const status = (id) => world.groups[0]?.members.find((one) => one.id === id)?.status;
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
  const person = byId(chosen[kind]);
  const group = world.groups[0];
  if (kind === "staff" && chosen.staffChat === "group" && group) {
    return { person: person.id, chat: group.id, group: true, title: group.title, hint: word("members", group.members.length + 1) };
  }
  return { person: person.id, chat: person.id, group: false, title: world.bot.name, hint: word("bot") };
}

const unread = (one) => one.latest > (read_.get(one.id) ?? 0);
const dot = () => el("span", { class: "dot", role: "img", "aria-label": word("unread"), hidden: true });

function chip(kind, person) {
  const current = chosen[kind] === person.id;
  const text = kind === "patient" ? `${label(person)} · ${person.language}` : label(person);
  return el(
    "button",
    {
      type: "button",
      class: "chip",
      "aria-pressed": current ? "true" : "false",
      "data-person": person.id,
      onclick: () => ((chosen[kind] = person.id), update()),
    },
    text,
    dot(),
  );
}

function addPatient(anchor) {
  const items = Object.entries(LANGUAGES).map(([code, text]) => ({
    text,
    does: async () => {
      const made = await tell("/demo/people", { language: code, name: `Науқас ${patients().length + 1}` });
      chosen.patient = made.id;
      update();
    },
  }));
  openMenu(anchor, items, word("whichLanguage"));
}

function switcher(kind) {
  const people = kind === "patient" ? patients() : staff();
  const chips = people.map((person) => chip(kind, person));
  if (kind === "patient") {
    const add = el("button", { type: "button", class: "chip add", "aria-haspopup": "menu", "aria-label": word("addPatient"), title: word("addPatient") }, icon("plus"));
    add.addEventListener("click", () => addPatient(add));
    chips.push(add);
  }
  return chips;
}

function places() {
  return [
    ["group", word("group")],
    ["private", word("privateChat")],
  ].map(([key, text]) =>
    el(
      "button",
      { type: "button", class: "place", "data-place": key, "aria-pressed": chosen.staffChat === key ? "true" : "false", onclick: () => ((chosen.staffChat = key), update()) },
      text,
      dot(),
    ),
  );
}

// -- the frame ----------------------------------------------------------------------------

function pane(kind) {
  const chips = el("div", { class: "chips", role: "group", "aria-label": word(kind) });
  const where = kind === "staff" ? el("div", { class: "places", role: "group" }) : null;
  const set = phone(word(kind === "patient" ? "asPatient" : "asStaff"), () => who(kind), name);
  const over = el("div", { class: "over" }, chips, where);
  const heading = el("h2", {}, word(kind === "patient" ? "asPatient" : "asStaff"));
  const node = el("div", { class: "pane", "data-pane": kind }, heading, over, set.node);
  return {
    node,
    show() {
      fill(chips, JSON.stringify([spoken(), chosen[kind], (kind === "patient" ? patients() : staff()).map((one) => [one.id, label(one)])]), () => switcher(kind));
      if (where) fill(where, JSON.stringify([spoken(), chosen.staffChat]), places);
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
  if (at >= 0) box.children[Math.min(at, box.children.length - 1)]?.focus();
}

const watched = (kind) => tab === kind || matchMedia("(min-width: 900px)").matches;

function marks(kind, node) {
  const here = who(kind);
  if (watched(kind)) read_.set(here.chat, here.group ? world.groups[0].latest : byId(here.person).latest);
  for (const one of node.querySelectorAll("[data-person]")) {
    one.querySelector(".dot").hidden = !unread(byId(Number(one.dataset.person)));
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
  document.getElementById("tabs").replaceChildren(
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

function clock() {
  const box = document.getElementById("clock");
  const skip = (seconds) => () => tell("/demo/clock", { seconds });
  box.setAttribute("aria-label", word("clock"));
  box.replaceChildren(
    icon("clock"),
    el("time", { id: "now", title: word("clock") }),
    el("button", { type: "button", onclick: skip(HOUR) }, word("hour")),
    el("button", { type: "button", onclick: () => skip(untilMorning())() }, word("morning")),
    el("button", { type: "button", onclick: () => skip(untilWorkingDay(3))() }, word("days")),
  );
}

const skewed = () => new Date(Date.now() + world.skew);

/** Seconds until 09:00 of the next day in Kazakhstan. */
function untilMorning() {
  const { hour, minute } = local(skewed());
  return DAY - (Number(hour) * HOUR + Number(minute) * 60) + 9 * HOUR;
}

/** Seconds until the same time some working days later (Saturdays and Sundays do not count). */
function untilWorkingDay(count) {
  let days = 0;
  for (let left = count; left > 0; ) {
    days += 1;
    const { weekday } = local(new Date(skewed().getTime() + days * DAY * 1000));
    if (!["Sat", "Sun"].includes(weekday)) left -= 1;
  }
  return days * DAY;
}

function tick() {
  const now = document.getElementById("now");
  if (!now || !world) return;
  const text = moment(skewed());
  if (now.textContent !== text) now.textContent = text;
}

function settings() {
  const languages = el(
    "select",
    { "aria-label": word("language"), title: word("language"), onchange: (event) => (speak(event.target.value), remember("language", event.target.value), build()) },
    Object.entries(LANGUAGES).map(([code, text]) => el("option", { value: code, selected: code === spoken() }, text)),
  );
  const look = recall("theme") ?? "auto";
  const said = `${word("theme")}: ${word(look)}`;
  const next = LOOKS[(LOOKS.indexOf(look) + 1) % LOOKS.length];
  const themes = iconButton(look, said, () => (theme(next), settings()));
  document.getElementById("settings").replaceChildren(languages, themes);
}

function theme(key) {
  remember("theme", key);
  if (key === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = key;
}

function build() {
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  settings();
  clock();
  tabs();
  panes = ["patient", "staff"].map(pane);
  document.getElementById("stage").replaceChildren(...panes.map((one) => one.node));
  log = wire(document.getElementById("wire"));
  update();
}

const update = gently(async () => {
  const found = await read("/demo/world");
  world = { ...found, skew: new Date(found.now).getTime() - Date.now() };
  chosen.patient ??= patients()[0]?.id ?? null;
  chosen.staff ??= staff()[0]?.id ?? null;
  tick();
  log.show(world);
  await Promise.all(panes.map((one) => one.show()));
});

const wished = recall("language") ?? (navigator.language ?? "kk").slice(0, 2);
speak(wished in LANGUAGES ? wished : "kk");
theme(recall("theme") ?? "auto");
document.body.dataset.tab = tab;
build();
setInterval(tick, 1000);
listen(update, (up) => (document.getElementById("offline").hidden = up));
