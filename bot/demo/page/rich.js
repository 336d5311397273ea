// Telegram's entities as elements: offsets are UTF-16 units, just like JavaScript's strings.

import { el } from "./dom.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const SAFE = /^(https?:|mailto:|tel:)/i;

/** An address that may be followed, or null. */
export const safe = (url) => (SAFE.test(url ?? "") ? url : null);

function outward(url, children) {
  const followed = safe(url);
  if (!followed) return el("span", {}, children);
  return el("a", { href: followed, target: "_blank", rel: "noopener noreferrer" }, children);
}

function wrap(entity, source, children, act) {
  switch (entity.type) {
    case "text_link":
      return outward(entity.url, children);
    case "url":
      return outward(/^[a-z]+:/i.test(source) ? source : `https://${source}`, children);
    case "email":
      return outward(`mailto:${source}`, children);
    case "spoiler":
      return spoiler(children);
    case "bot_command":
      return el("button", { type: "button", class: "command", onclick: () => act?.(source) }, children);
    default:
      return el(TAGS[entity.type] ?? "span", {}, children);
  }
}

function spoiler(children) {
  const made = el("button", { type: "button", class: "spoiler", "aria-pressed": "false" }, children);
  made.addEventListener("click", () => made.setAttribute("aria-pressed", "true"));
  return made;
}

/** The text as nodes; ``act`` is called with a command that was pressed. */
export function rich(text, entities, act, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  const inside = entities.filter((one) => one.offset >= from && one.offset + one.length <= to);
  for (let index = 0; index < inside.length; index += 1) {
    const entity = inside[index];
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const children = rich(text, inside.slice(index + 1), act, entity.offset, end);
    nodes.push(wrap(entity, text.slice(entity.offset, end), children, act));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}
