// The lower edge of a chat: reply keyboard, reply or edit strip, attachments, commands, the field.

import { el, icon, iconButton, openMenu } from "./dom.js";
import { word } from "./words.js";

const ATTACH = ["contact", "stranger", "forwarded", "voice", "sticker", "photo", "album", "document", "location"];

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** ``act(does, more)`` does something in the person's name. Returns the node and how to update it. */
export function composer(act) {
  let target = null;
  let commands = [];
  const field = el("textarea", { rows: "1", maxlength: "4096", "aria-label": word("write"), placeholder: word("write") });
  const picker = el("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
  const strip = el("div", { class: "strip", hidden: true });
  const keys = el("div", { class: "keys", role: "group", "aria-label": word("keyboard"), hidden: true });
  const menu = iconButton("menu", word("commands"), () => openMenu(menu, commands.map(command), word("commands")), {
    "aria-haspopup": "menu",
    hidden: true,
  });
  const attach = iconButton("attach", word("attach"), () => openMenu(attach, ATTACH.map(attachment), word("attach")), {
    "aria-haspopup": "menu",
  });

  const command = (one) => ({ text: `/${one.command}`, hint: one.description, does: () => act("says", { text: `/${one.command}` }) });
  const attachment = (name) => ({
    text: word(name),
    icon: name,
    does: () => (name === "document" ? picker.click() : act(name, {})),
  });

  picker.addEventListener("change", async () => {
    const [file] = picker.files;
    if (file) await act("document", { name: file.name, base64: await base64(file) });
    picker.value = "";
  });

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 132)}px`;
  };

  const aim = (kind, message) => {
    target = message ? { kind, message } : null;
    strip.hidden = !target;
    strip.replaceChildren();
    if (!target) return;
    const text = message.text || word(message.kind);
    strip.append(
      icon(kind),
      el("span", {}, el("b", {}, word(kind)), el("span", {}, text)),
      iconButton("close", word("cancel"), () => (aim(), field.focus())),
    );
    if (kind === "edit") ((field.value = message.text), grow());
    field.focus();
  };

  const send = async () => {
    const text = field.value.trim();
    if (!text) return;
    const aimed = target;
    field.value = "";
    grow();
    aim();
    if (aimed?.kind === "edit") await act("edits", { text, message: named(aimed.message) });
    else await act("says", { text, reply_to: aimed ? named(aimed.message) : null });
  };

  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) (event.preventDefault(), send());
    if (event.key === "Escape" && target) aim();
  });

  const form = el(
    "form",
    { class: "field", onsubmit: (event) => (event.preventDefault(), send()) },
    menu,
    attach,
    field,
    picker,
    el("button", { type: "submit", class: "round go", "aria-label": word("send"), title: word("send") }, icon("send")),
  );

  const show = (chat) => {
    commands = chat.commands;
    menu.hidden = commands.length === 0;
    const shape = JSON.stringify(chat.keyboard);
    if (keys.dataset.shape === shape) return;
    keys.dataset.shape = shape;
    keys.hidden = chat.keyboard.length === 0;
    keys.replaceChildren(
      ...chat.keyboard.map((row) =>
        el(
          "div",
          { class: "line" },
          row.map((one) =>
            el(
              "button",
              { type: "button", onclick: () => act("presses", { data: one.text }) },
              one.does === "request_contact" ? icon("contact") : null,
              one.text,
            ),
          ),
        ),
      ),
    );
  };

  const fill = (text) => ((field.value = text), grow());
  const put = (text) => (fill(text), field.focus());

  return { node: el("div", { class: "composer" }, strip, form, keys), show, aim, put, fill };
}

/** How the server is told which message is meant. */
export const named = (message) => (message.ephemeral_id ? { ephemeral: message.ephemeral_id } : { id: message.message_id });
