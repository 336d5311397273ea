// How a step of the tour is shown and done: the real page's own buttons, pressed for the visitor.

import { choiceOf } from "./bubbles.js";
import { named } from "./composer.js";
import { read, tell } from "./live.js";

const PATIENCE = 30000;
const LOOK = 150;
const SHARE = "contact";

export class Lost extends Error {}

/** The world's version before the last thing done: what a step waits for afresh is newer, on whichever phone. */
let since = 0;

const rest = (ms) => new Promise((done) => setTimeout(done, ms));
const newest = (chat) => Math.max(0, ...chat.messages.map((one) => one.touched));

/** The newest button that stands for ``wanted``, with its message, if it is there since ``after``. */
function find(chat, wanted, after = 0) {
  for (const message of [...chat.messages].reverse()) {
    if (message.touched <= after) continue;
    const button = message.rows.flat().find((one) => [choiceOf(one), choiceOf(one).split(":")[0]].includes(wanted));
    if (button) return { message, button };
  }
  return null;
}

async function until(place, met) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await rest(LOOK)) {
    const chat = await read("/demo/chat", place);
    const found = met(chat);
    if (found) return found;
  }
  throw new Lost();
}

const answered = (wanted, after) => (chat) => {
  if (wanted === SHARE) return chat.keyboard.flat().some((one) => one.does === "request_contact");
  if (wanted) return find(chat, wanted, after);
  return chat.messages.some((one) => one.from_bot && one.touched > after);
};

function ring(node) {
  for (const old of document.querySelectorAll(".ring")) old.classList.remove("ring");
  node?.classList.add("ring");
  node?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The element of a button on the page, once it has been drawn. */
async function drawn(pane, choice) {
  for (let tries = 0; tries < 40; tries += 1) {
    const found = [...pane.querySelectorAll("[data-choice]")].filter((one) => one.dataset.choice === choice).at(-1);
    if (found) return found;
    await rest(LOOK / 2);
  }
  return null;
}

const DOES = {
  see: async () => {},
  start: (place) => tell("/demo/act", { ...place, does: "says", text: "/start" }),
  say: (place, text) => tell("/demo/act", { ...place, does: "says", text }),
  contact: (place) => tell("/demo/act", { ...place, does: "contact" }),
  press: async (place, choice) => {
    const { message, button } = await until(place, (chat) => find(chat, choice));
    await tell("/demo/act", { ...place, does: "presses", data: button.value, message: named(message) });
  },
};

const aims = (step) => ["press", "see"].includes(step.does);

/** Bring a step before the visitor's eyes: the right phone, the button ringed, the words in the field. */
export async function present(step, text, hands) {
  const place = await hands.go(step.on);
  const pane = hands.pane(step.on);
  if (aims(step)) {
    const { button } = await until(place, (chat) => find(chat, text, step.fresh ? since : 0));
    ring(await drawn(pane, choiceOf(button)));
  } else ring(pane.querySelector(step.does === "contact" ? ".keys button" : step.does === "start" ? ".start" : ".field"));
  if (step.does === "say") hands.fill(step.on, text);
}

/** Do a step, and wait until the bot has answered it. */
export async function perform(step, text, wanted, hands) {
  const place = await hands.go(step.on);
  const before = newest(await read("/demo/chat", place));
  if (step.does !== "see") since = before;
  if (step.does === "say") hands.fill(step.on, "");
  await DOES[step.does](place, text);
  ring(null);
  if (step.does !== "see") await until(place, answered(wanted, before));
}

export { rest };
