// The page: the phones and whose they are, the request log, the tour; told of changes by the server.

import { clock } from "./clock.js";
import { el, icon } from "./dom.js";
import { life } from "./life.js";
import { gently, listen, read } from "./live.js";
import { begin, looks } from "./looks.js";
import { KINDS, dot, inSight, pane } from "./panes.js";
import { news, settle, stage } from "./people.js";
import { hands } from "./playing.js";
import { tour } from "./tour.js";
import { wire } from "./wire.js";
import { word } from "./words.js";

const TABS = { patient: "telegram", whatsapp: "whatsApp", staff: "tabStaff", wire: "tabWire" };
const place = (id) => document.getElementById(id);

let panes = [];
let log = null;
let heart = null;
let tick = null;
let guide = null;
let tab = "patient";

const now = () => stage.world && new Date(Date.now() + stage.world.skew);

function tabs() {
  place("tabs").setAttribute("aria-label", word("tabs"));
  place("tabs").replaceChildren(
    ...Object.entries(TABS).map(([key, text]) =>
      el("button", { type: "button", "data-tab-of": key, "aria-pressed": key === tab ? "true" : "false", onclick: () => showTab(key) }, word(text), dot()),
    ),
  );
}

function showTab(key) {
  tab = key;
  document.body.dataset.tab = key;
  if (key === "wire") log.open();
  tabs();
  return update();
}

function markTabs() {
  for (const { kind, node } of panes) {
    place("tabs").querySelector(`[data-tab-of="${kind}"] .dot`).hidden = inSight(node) || !news[kind]();
  }
}

function build() {
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  looks(place("settings"), build);
  tick = clock(place("clock"), now);
  heart = life(place("life"));
  tabs();
  panes = KINDS.map((kind) => pane(kind, update));
  place("stage").replaceChildren(...panes.map((one) => one.node));
  log = wire(place("wire"));
  guide?.shut();
  place("open-tour").replaceChildren(icon("tour"), word("tour"));
  guide = tour(place("tour"), place("open-tour"), hands(panes, showTab, update, now));
  update();
}

const update = gently(async () => {
  const [found, other] = await Promise.all([read("/demo/world"), read("/demo/whatsapp/world")]);
  const counts = { requests: found.counts.requests + other.counts.requests, refused: found.counts.refused + other.counts.refused };
  stage.world = { ...found, counts, faults: [...found.faults, ...other.faults], whatsapp: other.people, skew: new Date(found.now).getTime() - Date.now() };
  settle();
  tick();
  log.show(stage.world);
  await Promise.all([heart.show(), ...panes.map((one) => one.show())]);
  markTabs();
});

begin();
document.body.dataset.tab = tab;
build();
setInterval(() => tick(), 1000);
listen(update, (up) => (place("offline").hidden = up));
