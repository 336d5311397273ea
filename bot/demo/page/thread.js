// The messages of one chat: drawn once, kept in order, held at the bottom until the reader lets go.

import { bubble } from "./bubbles.js";
import { dayName } from "./dates.js";
import { el, iconButton } from "./dom.js";
import { word } from "./words.js";

const NEAR = 90;

/** Holds a list at its end: only the reader's own hand lets go; growing pictures and keyboards do not. */
function sticky(list, jump) {
  let stick = true;
  let moved = 0;
  const near = () => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
  const toBottom = () => {
    stick = true;
    jump.hidden = true;
    list.scrollTop = list.scrollHeight;
  };
  const scrolled = () => {
    if (near()) stick = true;
    else if (performance.now() - moved < 1000) stick = false;
    if (stick) jump.hidden = true;
  };
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    list.addEventListener(kind, () => (moved = performance.now()), { passive: true });
  }
  list.addEventListener("scroll", scrolled, { passive: true });
  list.addEventListener("load", () => stick && toBottom(), true);
  new ResizeObserver(() => stick && toBottom()).observe(list);
  return { toBottom, grew: (fresh) => (fresh || stick ? toBottom() : (jump.hidden = false)) };
}

/** Put the nodes in order, touching only what moved: focus and scrolling stay where they are. */
function settle(list, nodes) {
  const wanted = new Set(nodes);
  for (const old of [...list.children]) if (!wanted.has(old)) old.remove();
  nodes.forEach((node, at) => list.children[at] !== node && list.insertBefore(node, list.children[at] ?? null));
}

const service = (text) => el("li", { class: "row" }, el("p", { class: "service" }, text));
const keyOf = (message) => (message.ephemeral_id ? `e${message.ephemeral_id}` : `m${message.message_id}`);
const dayOf = (message) => dayName(new Date(message.date * 1000));

/** The thread of a phone. ``name``: who wrote a message; ``acts``: what its buttons do. */
export function thread({ name, acts }) {
  const known = new Map();
  const list = el("ol", { class: "log", "aria-label": word("log"), "aria-live": "polite", "aria-relevant": "additions", tabindex: "0" });
  const jump = iconButton("down", word("newMessages"), () => hold.toBottom(), { class: "round jump", hidden: true });
  const hold = sticky(list, jump);
  let drawn = "";

  const node = (message, told) => {
    const key = keyOf(message);
    const shape = JSON.stringify([message, told]);
    if (known.get(key)?.shape !== shape) known.set(key, { shape, node: bubble(message, { ...told, acts, name }) });
    return known.get(key).node;
  };

  function* rows({ messages, pressed }, group) {
    const answered = messages.findLastIndex((one) => one.from_bot);
    for (const [at, message] of messages.entries()) {
      const before = messages[at - 1];
      const newDay = !before || dayOf(before) !== dayOf(message);
      if (newDay) yield service(dayOf(message));
      const first = newDay || before.sender_id !== message.sender_id;
      const next = messages[at + 1];
      const last = !next || next.sender_id !== message.sender_id || dayOf(next) !== dayOf(message);
      const busy = pressed.filter((one) => one.message_id === message.message_id);
      yield node(message, { pressed: busy, first, last, group, heard: message.read ?? at < answered });
    }
  }

  function show(chat, group, fresh) {
    const shape = JSON.stringify([chat.messages, chat.pressed]);
    if (!fresh && shape === drawn) return;
    drawn = shape;
    if (fresh) known.clear();
    const alive = new Set(chat.messages.map(keyOf));
    for (const key of known.keys()) if (!alive.has(key)) known.delete(key);
    const nodes = [...rows(chat, group)];
    settle(list, nodes.length ? nodes : [service(word("empty"))]);
    hold.grew(fresh);
  }

  return { list, jump, show, toBottom: hold.toBottom };
}
