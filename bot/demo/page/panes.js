// A pane of the stage: whose phone it is, where they are, and the phone itself.

import { phone } from "./chat.js";
import { el, fill, icon, openMenu } from "./dom.js";
import { tell } from "./live.js";
import { forum, groupId, label, nameOf, news, people, reads, stage, unread, who } from "./people.js";
import { LANGUAGES, spoken, word } from "./words.js";

export const KINDS = ["patient", "whatsapp", "staff"];
const TITLES = { patient: "onTelegram", whatsapp: "onWhatsApp", staff: "asStaff" };
const DOORS = { patient: "/demo/people", whatsapp: "/demo/whatsapp/people" };

export const dot = () => el("span", { class: "dot", role: "img", "aria-label": word("unread"), hidden: true });

function chip(kind, one, changed) {
  const text = kind === "staff" ? label(one) : `${label(one)} · ${one.language}`;
  const pressed = stage.chosen[kind] === one.id ? "true" : "false";
  const choose = () => ((stage.chosen[kind] = one.id), changed());
  return el("button", { type: "button", class: "chip", "aria-pressed": pressed, "data-person": one.id, onclick: choose }, text, dot());
}

/** Somebody new on this messenger; they are chosen at once. */
export async function newPatient(kind, language) {
  const made = await tell(DOORS[kind], { language, name: `Науқас ${people(kind).length + 1}` });
  stage.chosen[kind] = made.id;
}

function adder(kind, changed) {
  const languages = () => Object.entries(LANGUAGES).map(([code, text]) => ({ text, does: () => newPatient(kind, code).then(changed) }));
  const open = (event) => openMenu(event.currentTarget, languages(), word("whichLanguage"));
  return el("button", { type: "button", class: "chip add", "aria-haspopup": "menu", "aria-label": word("addPatient"), title: word("addPatient"), onclick: open }, icon("plus"));
}

function switcher(kind, changed) {
  const chips = people(kind).map((one) => chip(kind, one, changed));
  return kind in DOORS ? [...chips, adder(kind, changed)] : chips;
}

/** Where a member of staff is: in the group or in the private chat; and whether the group has topics. */
function places(changed) {
  const go = (key) => ((stage.chosen.staffChat = key), changed());
  const options = [["group", "group"], ["private", "privateChat"]].map(([key, text]) => {
    const pressed = stage.chosen.staffChat === key ? "true" : "false";
    return el("button", { type: "button", class: "place", "data-place": key, "aria-pressed": pressed, onclick: () => go(key) }, word(text), dot());
  });
  const turn = () => tell("/demo/act", { person: stage.chosen.staff, chat: groupId(), does: "topics", on: !forum() });
  const topics = el("button", { type: "button", class: "chip", "data-topics": "", "aria-pressed": String(forum()), title: word("topicsHint"), onclick: turn }, word("topics"));
  return [topics, el("span", { class: "switch" }, options)];
}

/** ``changed()`` is called after a choice. Gives the node, what shows it anew, and how words are put into its field. */
export function pane(kind, changed) {
  const title = word(TITLES[kind]);
  const chips = el("div", { class: "chips", role: "group", "aria-label": title });
  const where = el("div", { class: "places", role: "group", "aria-label": word("places"), hidden: kind !== "staff" });
  const set = phone(title, () => who(kind), nameOf, changed);
  const node = el("div", { class: "pane", "data-pane": kind }, el("div", { class: "over" }, el("h2", {}, title), where), chips, set.node);

  function show() {
    const { chosen } = stage;
    fill(chips, [spoken(), chosen[kind], people(kind).map((one) => [one.id, label(one)])], () => switcher(kind, changed));
    if (kind === "staff") fill(where, [spoken(), chosen.staffChat, forum()], () => places(changed));
    mark(kind, node);
    return set.refresh();
  }

  return { kind, node, show, fill: set.fill };
}

export const inSight = (node) => node.offsetParent !== null;

function mark(kind, node) {
  if (inSight(node)) reads(kind);
  for (const one of node.querySelectorAll("[data-person]")) {
    const whose = people(kind).find((each) => String(each.id) === one.dataset.person);
    one.querySelector(".dot").hidden = !whose || !unread(whose);
  }
  for (const one of node.querySelectorAll("[data-place] .dot")) one.hidden = !news[one.parentElement.dataset.place]();
}
