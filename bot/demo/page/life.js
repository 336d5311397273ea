// Whether the bot lives, said in the header, and the switch that kills it.

import { el, icon } from "./dom.js";
import { gently, read, tell } from "./live.js";
import { word } from "./words.js";

export function life(box) {
  const said = el("span", { role: "status" });
  const kill = el("button", { type: "button", onclick: () => tell("/demo/kill", {}) }, icon("power"), word("kill"));
  box.replaceChildren(el("i", { class: "beat", "aria-hidden": "true" }), said, kill);
  const show = gently(async () => {
    const { bot } = await read("/demo/stage");
    box.dataset.pulse = bot.pulse;
    const text = word("pulse")[bot.pulse](bot);
    if (said.textContent !== text) said.textContent = text;
    kill.hidden = !bot.can_kill && bot.pulse !== "killed";
    kill.disabled = !["alive", "back"].includes(bot.pulse);
  });
  return { show };
}
