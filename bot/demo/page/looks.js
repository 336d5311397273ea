// Language and theme of the page, remembered by the browser.

import { el, iconButton, recall, remember } from "./dom.js";
import { LANGUAGES, speak, spoken, word } from "./words.js";

const LOOKS = ["auto", "light", "dark"];

function theme(key) {
  remember("theme", key);
  if (key === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = key;
}

/** What was chosen here before, or what the browser prefers. */
export function begin() {
  const wished = recall("language") ?? (navigator.language ?? "kk").slice(0, 2);
  speak(wished in LANGUAGES ? wished : "kk");
  theme(recall("theme") ?? "auto");
}

/** The two choices; ``changed`` is called after another language was chosen. */
export function looks(box, changed) {
  const choose = (code) => (speak(code), remember("language", code), changed());
  const options = Object.entries(LANGUAGES).map(([code, text]) => el("option", { value: code, selected: code === spoken() }, text));
  const languages = el("select", { "aria-label": word("language"), title: word("language"), onchange: (event) => choose(event.target.value) }, options);
  const now = recall("theme") ?? "auto";
  const next = LOOKS[(LOOKS.indexOf(now) + 1) % LOOKS.length];
  const said = `${word("theme")}: ${word(now)}`;
  const themes = iconButton(now, said, () => (theme(next), looks(box, changed), box.querySelector("button").focus()));
  box.replaceChildren(languages, themes);
}
