// One phone: whose it is, which chat is open, the messages, the composer.

import { bubble } from "./bubbles.js";
import { composer, named } from "./composer.js";
import { dayName } from "./dates.js";
import { el, icon, iconButton, openMenu } from "./dom.js";
import { gently, read, tell } from "./live.js";
import { word } from "./words.js";

const NEAR = 90;

/** A phone frame. ``who()``: {person, chat, group, title, hint}; ``name``: the label of an account. */
export function phone(label, who, name) {
  const known = new Map();
  let shown = null;
  let lastToast = -1;
  let latest = null;
  let drawn = "";
  const used = new Set();
  let typingTimer;
  let stick = true;
  let moved = 0;

  const title = el("b", {});
  const hint = el("span", {});
  const about = el("p", { class: "about" });
  const list = el("ol", { class: "log", role: "log", "aria-live": "polite", "aria-label": word("log"), tabindex: "0" });
  const jump = iconButton("down", word("newMessages"), () => toBottom(), { class: "round jump", hidden: true });
  const toast = el("div", { class: "toast", role: "status", hidden: true });
  const alert = el("div", { class: "alert", hidden: true });
  const sms = el("div", { class: "sms", role: "status", hidden: true });
  const start = el("button", { type: "button", class: "start", hidden: true });
  const menu = iconButton("more", word("more"), () => openMenu(menu, headerMenu(), word("more")), { "aria-haspopup": "menu" });

  async function act(does, more = {}) {
    const { person, chat } = who();
    try {
      await tell("/demo/act", { person, chat, does, ...more });
      toBottom();
    } catch (problem) {
      flash(word(does === "presses" ? "gone" : "failed"));
    }
    refresh();
  }

  const edge = composer(act);
  start.addEventListener("click", () => (latest?.blocked ? act("unblocks").then(() => act("says", { text: "/start" })) : act("says", { text: "/start" })));

  const acts = {
    press: (message, button) => act("presses", { data: button.value, message: named(message) }),
    command: (text) => act("says", { text }),
    menu: (anchor, message) => openMenu(anchor, messageMenu(message), word("more")),
  };

  const messageMenu = (message) => [
    { text: word("reply"), icon: "reply", does: () => edge.aim("reply", message) },
    ...(message.mine && message.kind === "text" ? [{ text: word("edit"), icon: "edit", does: () => edge.aim("edit", message) }] : []),
    ...(message.mine || !who().group ? [{ text: word("remove"), icon: "remove", does: () => act("deletes", { message: named(message) }) }] : []),
  ];

  const headerMenu = () => [
    latest?.blocked
      ? { text: word("unblock"), icon: "block", does: () => act("unblocks") }
      : { text: word("block"), icon: "block", does: () => act("blocks") },
  ];

  const nearBottom = () => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;

  function toBottom() {
    stick = true;
    jump.hidden = true;
    list.scrollTop = list.scrollHeight;
  }

  // Only the reader's own hand lets go of the bottom; growing pictures and keyboards do not.
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    list.addEventListener(kind, () => (moved = performance.now()), { passive: true });
  }
  list.addEventListener(
    "scroll",
    () => {
      if (nearBottom()) stick = true;
      else if (performance.now() - moved < 1000) stick = false;
      if (stick) jump.hidden = true;
    },
    { passive: true },
  );
  list.addEventListener("load", () => stick && toBottom(), true);
  new ResizeObserver(() => stick && toBottom()).observe(list);

  function flash(text) {
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(flash.timer);
    flash.timer = setTimeout(() => (toast.hidden = true), 3500);
  }

  function ask(text) {
    const ok = el("button", { type: "button", onclick: () => (alert.hidden = true) }, word("ok"));
    alert.replaceChildren(el("div", { role: "alertdialog", "aria-label": text }, el("p", {}, text), ok));
    alert.hidden = false;
    ok.focus();
  }

  function tellToasts(toasts, fresh) {
    const newest = toasts.at(-1)?.id ?? -1;
    const news = fresh ? [] : toasts.filter((one) => one.id > lastToast && one.text);
    lastToast = Math.max(lastToast, newest);
    for (const one of news) one.alert ? ask(one.text) : flash(one.text);
  }

  function showSms(news) {
    const newest = news.findLast((one) => !used.has(one.id));
    if (sms.dataset.id === String(newest?.id)) return;
    sms.dataset.id = String(newest?.id);
    sms.hidden = !newest;
    if (!newest) return;
    const done = () => (used.add(newest.id), showSms(news));
    const use = el("button", { type: "button", class: "code", onclick: () => (done(), edge.put(newest.code)) }, newest.code);
    const close = iconButton("close", word("cancel"), done);
    sms.replaceChildren(icon("sms"), el("span", {}, el("b", {}, "SMS"), el("small", {}, newest.phone)), use, close);
  }

  function draw(chat, fresh) {
    const group = who().group;
    const nodes = [];
    const alive = new Set();
    let day = "";
    let sender = null;
    for (const message of chat.messages) {
      const today = dayName(new Date(message.date * 1000));
      if (today !== day) nodes.push(el("li", { class: "row" }, el("p", { class: "service" }, today)));
      const first = message.sender_id !== sender || today !== day;
      [day, sender] = [today, message.sender_id];
      const key = message.ephemeral_id ? `e${message.ephemeral_id}` : `m${message.message_id}`;
      const busy = chat.pressed.filter((one) => one.message_id === message.message_id);
      const shape = JSON.stringify([message, busy, first]);
      alive.add(key);
      if (known.get(key)?.shape !== shape) {
        known.set(key, { shape, node: bubble(message, { pressed: busy, acts, name, first, group }) });
      }
      nodes.push(known.get(key).node);
    }
    for (const key of known.keys()) if (!alive.has(key)) known.delete(key);
    settle(nodes.length ? nodes : [el("li", { class: "row" }, el("p", { class: "service" }, word("empty")))]);
    if (fresh || stick) toBottom();
    else jump.hidden = false;
  }

  /** Put the nodes in order, touching only what moved: focus and scrolling stay where they are. */
  function settle(nodes) {
    const wanted = new Set(nodes);
    for (const old of [...list.children]) if (!wanted.has(old)) old.remove();
    nodes.forEach((node, at) => list.children[at] !== node && list.insertBefore(node, list.children[at] ?? null));
  }

  const refresh = gently(async () => {
    const { person, chat, group, title: name_, hint: hint_ } = who();
    const found = await read("/demo/chat", { person, chat });
    const key = `${person}/${chat}`;
    const fresh = key !== shown;
    if (fresh) (known.clear(), edge.aim(), (shown = key));
    title.textContent = name_;
    hint.textContent = found.typing ? word("typing") : hint_;
    menu.hidden = group;
    const shape = JSON.stringify([found.messages, found.pressed]);
    latest = found;
    if (fresh || shape !== drawn) draw(found, fresh);
    drawn = shape;
    tellToasts(found.toasts, fresh);
    showSms(found.sms);
    about.hidden = found.started || !found.about;
    about.textContent = found.about;
    start.hidden = found.started && !found.blocked;
    start.textContent = word(found.blocked ? "unblock" : "start");
    edge.node.hidden = !start.hidden || !found.inside;
    edge.show(found);
    clearTimeout(typingTimer);
    if (found.typing) typingTimer = setTimeout(refresh, 5200);
  });

  const head = el("header", { class: "head" }, el("span", { class: "avatar" }, icon("lock")), el("div", {}, title, hint), menu);
  const screen = el("div", { class: "screen" }, about, list, sms, jump, toast, alert);
  return { node: el("section", { class: "phone", "aria-label": label }, head, screen, edge.node, start), refresh };
}
