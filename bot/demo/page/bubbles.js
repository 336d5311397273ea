// One message as people see it: bubble, media, marks, buttons.

import { clockTime } from "./dates.js";
import { el, icon, iconButton } from "./dom.js";
import { rich, safe } from "./rich.js";
import { word } from "./words.js";

const SERVICE = new Set([
  "new_chat_members",
  "left_chat_member",
  "pinned_message",
  "forum_topic_created",
  "forum_topic_edited",
  "forum_topic_closed",
  "forum_topic_reopened",
  "migrate_to_chat_id",
  "migrate_from_chat_id",
  "group_chat_created",
]);

const fileUrl = (id) => `/demo/file/${encodeURIComponent(id)}`;

/** A file's card; one that a browser can show opens beside the page, another is saved. */
function card(name, title, hint, href) {
  const inside = [el("span", { class: "disc" }, icon(name)), el("span", {}, el("b", {}, title), hint ? el("small", {}, hint) : null)];
  return href ? el("a", { class: "attached", href, target: "_blank", rel: "noopener noreferrer" }, inside) : el("span", { class: "attached" }, inside);
}

const size = (bytes) => (bytes > 1024 ? `${Math.round(bytes / 1024)} KB` : `${bytes} B`);

const MEDIA = {
  contact: (m) => card("contact", m.phone_number, m.first_name),
  voice: (m) => el("span", { class: "attached" }, el("span", { class: "disc" }, icon("play")), wave(), el("small", {}, `0:0${m.duration}`)),
  sticker: (m) => el("span", { class: "sticker", role: "img", "aria-label": word("sticker") }, m.emoji),
  photo: (m) =>
    el("a", { href: fileUrl(m.at(-1).file_id), target: "_blank", rel: "noopener noreferrer", "aria-label": word("openPhoto") }, el("img", { class: "picture", src: fileUrl(m.at(-1).file_id), alt: word("photo") })),
  picture: () => el("span", { class: "picture none", role: "img", "aria-label": word("photo") }, icon("photo")),
  document: (m) => card("file", m.file_name, m.file_size ? size(m.file_size) : "", m.file_id ? fileUrl(m.file_id) : null),
  location: (m) => card("location", word("location"), `${m.latitude.toFixed(3)}, ${m.longitude.toFixed(3)}`),
};

function wave() {
  return el("span", { class: "wave", "aria-label": word("voice"), role: "img" }, Array.from({ length: 14 }, () => el("i")));
}

/** Ticks under one's own message: taken by the platform, answered by the bot. */
function ticks(heard) {
  const said = word(heard ? "heard" : "taken");
  return el("span", { class: heard ? "ticks heard" : "ticks", role: "img", "aria-label": said, title: said }, icon(heard ? "ticks" : "tick"));
}

function meta(message, heard) {
  const marks = [];
  if (message.pinned) marks.push(el("span", { title: word("pinned"), "aria-label": word("pinned"), role: "img" }, icon("pin")));
  if (message.protected) marks.push(el("span", { title: word("protectedMark"), "aria-label": word("protectedMark"), role: "img" }, icon("lock")));
  if (message.edited) marks.push(el("span", {}, word("edited")));
  const date = new Date(message.date * 1000);
  const time = el("time", { datetime: date.toISOString() }, clockTime(date));
  return el("span", { class: "meta" }, marks, time, message.mine ? ticks(heard) : null);
}

function quoted(reply, name) {
  const text = reply.text || word(reply.kind);
  const whose = name(reply);
  return el("span", { class: "quoted" }, whose ? el("b", {}, whose) : null, el("span", {}, text));
}

/** What a button stands for, without the turn it belongs to. */
export const choiceOf = (button) => (button.does === "callback_data" ? button.value.slice(button.value.indexOf(".") + 1) : "");

function inlineButton(button, message, pressed, acts) {
  const classes = `inline ${button.style ?? ""}`;
  if (button.does === "url" && safe(button.value)) {
    return el("a", { class: classes, href: safe(button.value), target: "_blank", rel: "noopener noreferrer" }, button.text, icon("link"));
  }
  const busy = pressed.some((one) => one.data === button.value && one.message_id === message.message_id);
  const live = ["callback_data", "list"].includes(button.does);
  const mark = button.options ? "menu" : button.does === "callback_data" && message.channel === "whatsapp" ? "reply" : null;
  return el(
    "button",
    { type: "button", class: classes, disabled: !live, "data-choice": choiceOf(button), "aria-busy": busy ? "true" : null, "aria-haspopup": button.options ? "menu" : null, onclick: (event) => acts.press(message, button, event.currentTarget) },
    mark ? icon(mark) : null,
    button.text,
  );
}

/** What happened in the group, without a bubble. */
function service(message, name) {
  const said = word("service")[message.kind] ?? message.kind;
  return el("p", { class: "service" }, `${name(message)} ${said}`.trim());
}

/** Whose message it is, as a round face at the left edge of a group. */
function face(message, name, last) {
  const hue = `face hue${message.sender_id % 6}`;
  return el("span", { class: last ? hue : `${hue} none`, "aria-hidden": "true" }, message.from_bot ? icon("lock") : name(message).slice(0, 1));
}

/** One message as a list item. ``acts``: press, reply, command, menu; ``name``: who wrote it. */
export function bubble(message, { pressed, acts, name, first, last, group, heard }) {
  if (SERVICE.has(message.kind)) return el("li", { class: "row" }, service(message, name));
  const media = MEDIA[message.kind]?.(message.media);
  const body = el(
    "div",
    { class: `bubble ${message.mine ? "mine" : ""} ${message.only_you ? "secret" : ""} ${message.kind}` },
    group && !message.mine && first ? el("b", { class: `who hue${message.sender_id % 6}` }, name(message)) : null,
    message.only_you ? el("span", { class: "only" }, icon("eye"), word("onlyYou")) : null,
    message.forwarded ? el("span", { class: "passed" }, icon("forwarded"), word("forwarded")) : null,
    message.reply_to ? quoted(message.reply_to, name) : null,
    media,
    el("span", { class: "text" }, rich(message.text, message.entities, acts.command)),
    meta(message, heard),
  );
  const rows = message.rows.map((row) => el("div", { class: "line" }, row.map((one) => inlineButton(one, message, pressed, acts))));
  const more = iconButton("more", word("more"), (event) => acts.menu(event.currentTarget, message), {
    class: "round more",
    "aria-haspopup": "menu",
  });
  const side = message.mine ? "row me" : "row";
  const keys = rows.length ? el("div", { class: "inlines" }, rows) : null;
  const stack = el("div", { class: keys ? "stack wide" : "stack" }, el("div", { class: "beside" }, body, more), keys);
  return el("li", { class: first ? `${side} first` : side }, group && !message.mine ? face(message, name, last) : null, stack);
}
