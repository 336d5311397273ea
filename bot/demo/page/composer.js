// The lower edge of a chat: reply keyboard, what is answered or attached, attachments, commands, the field.

import { encoded, samples } from "./files.js";
import { el, icon, iconButton, openMenu } from "./dom.js";
import { word } from "./words.js";

const ATTACH = {
  telegram: ["contact", "stranger", "forwarded", "voice", "sticker", "photo", "album", "document", "location"],
  whatsapp: ["stranger", "voice", "sticker", "photo", "album", "document", "location"],
};

/** How the server is told which message is meant. */
export const named = (message) => (message.ephemeral_id ? { ephemeral: message.ephemeral_id } : { id: message.message_id });

/** The strip over the field: the message that is answered or edited, or the file whose caption is being written. */
function aiming(focus) {
  let target = null;
  const node = el("div", { class: "strip", hidden: true });
  const aim = (kind, what, text) => {
    target = kind ? { kind, what } : null;
    node.hidden = !target;
    const close = () => (aim(), focus());
    node.replaceChildren(
      ...(target ? [icon(kind), el("span", {}, el("b", {}, word(kind)), el("span", {}, text)), iconButton("close", word("cancel"), close)] : []),
    );
  };
  return { node, aim, target: () => target };
}

/** The keyboard some prompts bring: it types for the person, or shares their contact. */
function keyboard(act) {
  const node = el("div", { class: "keys", role: "group", "aria-label": word("keyboard"), hidden: true });
  const key = (one) =>
    el("button", { type: "button", onclick: () => act("presses", { data: one.text }) }, one.does === "request_contact" ? icon("contact") : null, one.text);
  function show(rows) {
    const shape = JSON.stringify(rows);
    if (node.dataset.shape === shape) return;
    node.dataset.shape = shape;
    node.hidden = rows.length === 0;
    node.replaceChildren(...rows.map((row) => el("div", { class: "line" }, row.map(key))));
  }
  return { node, show };
}

/** ``act(does, more)`` does something in the person's name. Returns the node and how to update it. */
export function composer(act) {
  let [commands, channel, leads] = [[], "telegram", false];
  const field = el("textarea", { rows: "1", maxlength: "4096", "aria-label": word("write"), placeholder: word("write") });
  const picker = el("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
  const strip = aiming(() => field.focus());
  const keys = keyboard(act);
  const menu = iconButton("menu", word("commands"), () => openMenu(menu, commands.map(command), word("commands")), {
    class: "round menu-key",
    "aria-haspopup": "menu",
    hidden: true,
  });
  const attach = iconButton("attach", word("attach"), () => openMenu(attach, attachments(), word("attach")), { "aria-haspopup": "menu" });

  const command = (one) => ({ text: `/${one.command}`, hint: one.description, does: () => act("says", { text: `/${one.command}` }) });
  const attachment = (name) => ({ text: word(name), icon: name, does: () => (name === "document" ? picker.click() : act(name, {})) });
  const sample = (one) => ({ text: one.name, hint: word(one.word), icon: "document", does: async () => hold(await one.file(), one.caption) });
  const attachments = () => [...ATTACH[channel].map(attachment), ...(leads ? samples.map(sample) : [])];

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 132)}px`;
  };
  const fill = (text) => ((field.value = text), grow());
  const put = (text) => (fill(text), field.focus());

  const aim = (kind, message) => {
    strip.aim(kind, message, message?.text || word(message?.kind ?? "empty"));
    if (kind === "edit") fill(message.text);
    if (kind) field.focus();
  };
  /** A file waits in the strip; what is written becomes its caption. */
  const hold = (file, caption = "") => {
    strip.aim("document", file, file.name);
    put(caption);
  };

  picker.addEventListener("change", () => {
    const [file] = picker.files;
    if (file) hold(file, field.value);
    picker.value = "";
  });

  const SENDS = {
    edit: (text, message) => text && act("edits", { text, message: named(message) }),
    reply: (text, message) => text && act("says", { text, reply_to: named(message) }),
    document: async (text, file) => act("document", { name: file.name, caption: text, base64: await encoded(file) }),
  };

  const send = async () => {
    const text = field.value.trim();
    const aimed = strip.target();
    if (!text && aimed?.kind !== "document") return;
    fill("");
    strip.aim();
    await (aimed ? SENDS[aimed.kind](text, aimed.what) : act("says", { text }));
  };

  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) (event.preventDefault(), send());
    if (event.key === "Escape" && strip.target()) strip.aim();
  });

  const go = el("button", { type: "submit", class: "round go", "aria-label": word("send"), title: word("send") }, icon("send"));
  const form = el("form", { class: "field", onsubmit: (event) => (event.preventDefault(), send()) }, menu, attach, field, picker, go);

  const show = (chat, on) => {
    [commands, channel, leads] = [chat.commands, on, chat.leads];
    menu.hidden = commands.length === 0;
    keys.show(chat.keyboard);
  };

  return { node: el("div", { class: "composer" }, strip.node, form, keys.node), show, aim, put, fill, hold };
}
