// The guided tour: scenes that play by themselves or step by step, on the real page, with the real bot.

import { el, icon } from "./dom.js";
import { Lost, perform, present, rest } from "./performing.js";
import { SCENES } from "./scenes.js";
import { LANGUAGES, spoken, told, word } from "./words.js";

const BEAT = 900;
const LETTER = 38;

const PACE = Number(new URLSearchParams(location.search).get("pace") ?? 1);

const line = (key) => told()[key] ?? "";
const others = () => Object.keys(LANGUAGES).filter((one) => one !== spoken());
const filled = (text) => text?.replace(/\$(\d?)/, (_, number) => (number ? others()[number - 1] : spoken()));
const words = (step) => (step.does === "say" ? told().typed[step.with] : filled(step.with));

/** The tour's place: a scene, a step in it, whether it plays by itself, and the one run that counts. */
class Place {
  scene = 0;
  step = 0;
  playing = false;
  run = 0;
  ready = false;
  busy = false;
}

/** ``hands``: go(seat), pane(seat), fill(seat, text), begin() for a new patient and the group's language. */
export function tour(box, opener, hands) {
  const at = new Place();
  const scenes = SCENES;
  const caption = el("p", { class: "line", role: "status" });
  const list = el("ol", { class: "scenes", "aria-label": word("tourScenes") });
  const play = el("button", { type: "button", onclick: () => (at.playing ? pause() : playOn()) });
  const next = el("button", { type: "button", onclick: () => (pause(), stepOn()) }, icon("next"), word("next"));
  const close = el("button", { type: "button", class: "plain", "aria-label": word("closeTour"), title: word("closeTour"), onclick: shut }, icon("close"));
  box.setAttribute("aria-label", word("tour"));
  box.replaceChildren(list, caption, el("div", { class: "bar" }, play, next, close));

  const steps = () => scenes[at.scene]?.steps ?? [];
  const over = () => at.scene >= scenes.length;

  function draw() {
    play.replaceChildren(icon(at.playing ? "pause" : "play"), word(at.playing ? "pause" : "play"));
    next.disabled = play.disabled = over();
    box.dataset.scene = over() ? "over" : scenes[at.scene].name;
    box.dataset.step = at.step;
    box.dataset.busy = at.busy;
    list.replaceChildren(...scenes.map((one, number) => el("li", {}, chip(one, number))));
  }

  function chip(scene, number) {
    const state = number < at.scene ? "done" : number === at.scene ? "now" : "";
    const current = number === at.scene ? "step" : null;
    return el("button", { type: "button", class: `chip ${state}`, "aria-current": current, onclick: () => jump(number) }, `${number + 1}. ${told().scenes[scene.name]}`);
  }

  /** Do something that takes time, alone: a newer run ends an older one at its next breath. */
  async function alone(work) {
    const mine = (at.run += 1);
    const mineStill = () => mine === at.run && !box.hidden;
    while (at.busy) await rest(50);
    if (!mineStill()) return;
    at.busy = true;
    draw();
    try {
      await work(mineStill);
    } catch (problem) {
      at.playing = false;
      caption.textContent = word(problem instanceof Lost ? "tourLost" : "failed");
    } finally {
      at.busy = false;
      draw();
    }
  }

  async function show() {
    if (over()) return void (caption.textContent = word("tourDone"));
    const step = steps()[at.step];
    if (line(step.line)) caption.textContent = line(step.line);
    draw();
    await present(step, words(step), hands);
  }

  async function once() {
    const step = steps()[at.step];
    await perform(step, words(step), filled(step.until), hands);
    at.step += 1;
    if (at.step >= steps().length) [at.scene, at.step] = [at.scene + 1, 0];
  }

  async function prepared() {
    if (at.ready) return;
    await hands.begin();
    at.ready = true;
    await show();
  }

  const stepOn = () => alone(async () => (await prepared(), await once(), await show()));

  const playOn = () =>
    alone(async (mineStill) => {
      at.playing = true;
      await prepared();
      draw();
      while (mineStill() && at.playing && !over()) {
        await rest(PACE * (BEAT + LETTER * line(steps()[at.step].line).length));
        if (!mineStill() || !at.playing) break;
        await once();
        await show();
      }
      at.playing = false;
    });

  function pause() {
    at.playing = false;
    draw();
  }

  /** Play from here: a scene further on needs those before it, an earlier one begins the story anew. */
  const jump = (number) =>
    alone(async (mineStill) => {
      at.playing = false;
      if (number <= at.scene) [at.scene, at.step, at.ready] = [0, 0, false];
      if (scenes[number].alone) [at.scene, at.step] = [number, 0];
      await prepared();
      while (mineStill() && at.scene < number) await once();
      await show();
    });

  async function open() {
    box.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    draw();
    await alone(prepared);
    play.focus();
  }

  function shut() {
    at.run += 1;
    at.playing = false;
    box.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  opener.onclick = () => (box.hidden ? open() : shut());
  return { shut };
}
