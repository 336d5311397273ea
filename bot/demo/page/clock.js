// The demo's clock in the header: what time it is for the bot, and buttons that move it forward.

import { moment } from "./dates.js";
import { el, icon } from "./dom.js";
import { tell } from "./live.js";
import { SKIPS } from "./skips.js";
import { word } from "./words.js";

/** ``now()`` is the demo's moment, or null before it is known. Returns what keeps the hands moving. */
export function clock(box, now) {
  const face = el("time", { title: word("clock") });
  const skip = (seconds) => () => tell("/demo/clock", { seconds: seconds(now()) });
  const buttons = Object.entries(SKIPS).map(([key, seconds]) => el("button", { type: "button", "data-skip": key, onclick: skip(seconds) }, word(key)));
  box.setAttribute("aria-label", word("clock"));
  box.replaceChildren(icon("clock"), face, ...buttons);
  return function tick() {
    const text = now() ? moment(now()) : "";
    if (face.textContent !== text) face.textContent = text;
  };
}
