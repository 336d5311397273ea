// What lies over a chat for a moment: a toast, an alert that wants an answer, a text message with a code.

import { el, icon, iconButton } from "./dom.js";
import { word } from "./words.js";

const SHOWN_FOR = 3500;

function toaster() {
  const node = el("div", { class: "toast", role: "status", hidden: true });
  let timer;
  const flash = (text) => {
    node.textContent = text;
    node.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => (node.hidden = true), SHOWN_FOR);
  };
  return { node, flash };
}

function asker() {
  const node = el("div", { class: "alert", hidden: true });
  const ask = (text) => {
    const back = document.activeElement;
    const close = () => ((node.hidden = true), back?.focus());
    const ok = el("button", { type: "button", onclick: close }, word("ok"));
    const keys = (event) => (event.key === "Escape" ? close() : event.key === "Tab" && event.preventDefault());
    const box = el("div", { role: "alertdialog", "aria-modal": "true", "aria-label": text, onkeydown: keys }, el("p", {}, text), ok);
    node.replaceChildren(box);
    node.hidden = false;
    ok.focus();
  };
  return { node, ask };
}

/** ``put`` writes the code into the field. A message is used or put away once. */
function messenger(put) {
  const used = new Set();
  const node = el("div", { class: "sms", role: "status", hidden: true });
  function show(news) {
    const newest = news.findLast((one) => !used.has(one.id));
    if (node.dataset.id === String(newest?.id)) return;
    node.dataset.id = String(newest?.id);
    node.hidden = !newest;
    if (!newest) return;
    const done = () => (used.add(newest.id), show(news));
    const use = el("button", { type: "button", class: "code", onclick: () => (done(), put(newest.code)) }, newest.code);
    const close = iconButton("close", word("cancel"), done);
    node.replaceChildren(icon("sms"), el("span", {}, el("b", {}, "SMS"), el("small", {}, newest.phone)), use, close);
  }
  return { node, show };
}

/** The notices of one phone: ``nodes`` to lay over it, ``flash(text)``, and ``show(chat, fresh)`` for what the server tells. */
export function notices(put) {
  const [toast, alert, sms] = [toaster(), asker(), messenger(put)];
  let last = -1;
  function show({ toasts, sms: letters }, fresh) {
    const news = fresh ? [] : toasts.filter((one) => one.id > last && one.text);
    last = Math.max(last, toasts.at(-1)?.id ?? -1);
    for (const one of news) one.alert ? alert.ask(one.text) : toast.flash(one.text);
    sms.show(letters);
  }
  return { nodes: [sms.node, toast.node, alert.node], flash: toast.flash, show };
}
