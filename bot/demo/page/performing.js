// How a step of the tour is shown and done: the real page's own buttons, pressed for the visitor.

import { choiceOf } from "./bubbles.js";
import { CHANNELS } from "./channels.js";
import { named } from "./composer.js";
import { encoded, samples } from "./files.js";
import { tell } from "./live.js";
import { SKIPS } from "./skips.js";

const PATIENCE = 60000;
const LOOK = 60;
const LOOKS = ["see", "receive"];
const SHARE = "contact";

export class Lost extends Error {}

/** The world's version before the last thing done: what a step waits for afresh is newer, on whichever phone. */
let since = 0;

export const rest = (ms) => new Promise((done) => setTimeout(done, ms));
const look = (place) => CHANNELS[place.channel].read(place);
const act = (place, does, more = {}) => CHANNELS[place.channel].act(place, does, more);
const newest = (chat) => Math.max(0, ...chat.messages.map((one) => one.touched));

/** Whether a button's choice is the wanted one: part by part, as far as it is said; ``*`` is any part. */
function stands(button, wanted) {
  const parts = choiceOf(button).split(":");
  return wanted.split(":").every((one, at) => one === "*" || one === parts[at]);
}

/** The newest button that stands for ``wanted``, also in a list, with its message, if it is there since ``after``. */
function find(chat, wanted, after = 0) {
  for (const message of [...chat.messages].reverse()) {
    if (message.touched <= after) continue;
    for (const one of message.rows.flat()) {
      const button = [one, ...(one.options ?? [])].find((each) => stands(each, wanted));
      if (button) return { message, button, shown: one };
    }
  }
  return null;
}

async function until(place, met) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await rest(LOOK)) {
    const found = met(await look(place));
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

/** The newest message of a pane once it is a file. */
async function newestFile(pane) {
  for (let tries = 0; tries < 40; tries += 1) {
    const found = pane.querySelector(".log > :last-child .bubble.document");
    if (found) return found;
    await rest(LOOK / 2);
  }
  return null;
}

async function press(place, choice) {
  const { message, button } = await until(place, (chat) => find(chat, choice));
  await act(place, "presses", { data: button.value, message: named(message) });
}

const DOES = {
  see: async () => {},
  receive: async () => {},
  start: (place) => act(place, "says", { text: "/start" }),
  say: (place, text) => act(place, "says", { text }),
  contact: (place) => act(place, "contact"),
  press,
  clock: (place, skip, hands) => tell("/demo/clock", { seconds: SKIPS[skip](hands.now()) }),
  /** Somebody who has only just come and says yes to everything: their first steps in one go. */
  async joins(place, language) {
    await act(place, "says", { text: "/start" });
    for (const choice of [`language-${language}`, "notice-agree", "news-yes"]) await press(place, choice);
  },
  async file(place, name) {
    const sample = samples.find((one) => one.name === name);
    const file = await sample.file();
    await act(place, "document", { name: file.name, caption: sample.caption, base64: await encoded(file) });
  },
};

const AIMED = { contact: ".keys button", start: ".start", clock: null };

/** Bring a step before the visitor's eyes: the right phone, the button ringed, the words in the field. */
export async function present(step, text, hands) {
  const place = await hands.go(step.on);
  const pane = hands.pane(step.on);
  if (["press", "see"].includes(step.does)) {
    const { shown } = await until(place, (chat) => find(chat, text, step.fresh ? since : 0));
    ring(await drawn(pane, choiceOf(shown)));
  } else if (step.does === "receive") {
    await until(place, (chat) => chat.messages.at(-1)?.kind === "document");
    ring(await newestFile(pane));
  } else if (step.does === "clock") ring(document.querySelector(`[data-skip="${text}"]`));
  else ring(pane.querySelector(AIMED[step.does] ?? ".field"));
  if (step.does === "say") hands.fill(step.on, text);
}

/** Do a step, and wait until the bot has answered it. */
export async function perform(step, text, wanted, hands) {
  if (step.does === "joins") await hands.arrives(step.on, text);
  const place = await hands.go(step.on);
  const before = newest(await look(place));
  if (!LOOKS.includes(step.does)) since = before;
  if (step.does === "say") hands.fill(step.on, "");
  await DOES[step.does](place, text, hands);
  ring(null);
  if (![...LOOKS, "clock"].includes(step.does)) await until(place, answered(wanted, before));
}
