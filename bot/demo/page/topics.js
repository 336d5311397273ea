// A group with topics: the list of its threads, and what of the group belongs to which.

import { clockTime } from "./dates.js";
import { el, icon } from "./dom.js";
import { ALL, GENERAL } from "./people.js";
import { word } from "./words.js";

const threadOf = (message) => message.topic_id ?? GENERAL;

/** Only what was written in this thread; everything where the group is shown as one. */
export const within = (messages, topic) => (topic === ALL || topic === null ? messages : messages.filter((one) => threadOf(one) === topic));

export const named = (topics, id) => (id === GENERAL ? word("general") : (topics.find((one) => one.id === id)?.name ?? word("general")));

function preview(message, name) {
  if (!message) return "";
  const said = message.text.split("\n").find(Boolean) ?? word("service")[message.kind] ?? word(message.kind);
  return `${name(message)}: ${said}`;
}

/** The threads of a group, the busiest last word first; ``open(id)`` shows one. */
export function topicList(name, open) {
  const read = new Map();
  const node = el("ul", { class: "topics", "aria-label": word("topics"), hidden: true });
  let drawn = "";

  function row({ id, title, closed, last }) {
    const isNew = last && last.touched > (read.get(id) ?? 0);
    const face = el("span", { class: `face hue${(id || 5) % 6}`, "aria-hidden": "true" }, id === GENERAL ? "#" : icon("case"));
    const dot = el("span", { class: "dot", role: "img", "aria-label": word("unread"), hidden: !isNew });
    const head = el("b", {}, title, closed ? el("span", { class: "shut", role: "img", "aria-label": word("closedTopic"), title: word("closedTopic") }, icon("lock")) : null);
    const time = last ? el("time", {}, clockTime(new Date(last.date * 1000))) : null;
    const said = el("span", { class: "said" }, preview(last, name));
    return el("li", {}, el("button", { type: "button", "data-topic": id, onclick: () => open(id) }, face, el("span", {}, head, said), el("span", { class: "aside" }, time, dot)));
  }

  function show(chat, topic) {
    for (const message of within(chat.messages, topic)) if (topic !== null) read.set(threadOf(message), message.touched);
    const rows = [{ id: GENERAL, name: word("general"), closed: false }, ...chat.topics].map((one) => {
      const last = within(chat.messages, one.id).at(-1);
      return { id: one.id, title: one.name, closed: one.closed, last };
    });
    rows.sort((one, other) => (other.last?.touched ?? 0) - (one.last?.touched ?? 0));
    const shape = JSON.stringify([rows, [...read]]);
    if (shape === drawn) return;
    drawn = shape;
    const at = document.activeElement?.closest?.(".topics") === node ? document.activeElement.dataset.topic : null;
    node.replaceChildren(...rows.map(row));
    if (at !== null) node.querySelector(`[data-topic="${at}"]`)?.focus();
  }

  return { node, show };
}
