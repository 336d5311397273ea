// One phone: whose it is, which chat is open, the messages, the notices over them, the composer.

import { CHANNELS } from "./channels.js";
import { composer, named } from "./composer.js";
import { el, icon, iconButton, openMenu } from "./dom.js";
import { gently } from "./live.js";
import { notices } from "./notices.js";
import { thread } from "./thread.js";
import { word } from "./words.js";

const TYPING = 5200;

/** The bar above a chat: its name, what is going on in it, its menu. */
function header(openItems) {
  const title = el("b", {});
  const hint = el("span", {});
  const menu = iconButton("more", word("more"), () => openMenu(menu, openItems(), word("more")), { "aria-haspopup": "menu" });
  const node = el("header", { class: "head" }, el("span", { class: "avatar" }, icon("lock")), el("div", {}, title, hint), menu);
  function show(whose, typing) {
    title.textContent = whose.title;
    hint.textContent = typing ? word("typing") : whose.hint;
    menu.hidden = whose.group;
  }
  return { node, show };
}

/** The button that opens a conversation, or opens it again. */
function opener(act) {
  let blocked = false;
  const begin = () => act("says", { text: "/start" });
  const node = el("button", { type: "button", class: "start", hidden: true, onclick: () => (blocked ? act("unblocks").then(begin) : begin()) });
  function show(chat) {
    blocked = chat.blocked;
    node.hidden = chat.started && !blocked;
    node.textContent = word(blocked ? "unblock" : "start");
  }
  return { node, show };
}

/** A phone frame. ``who()``: {person, chat, group, title, hint}; ``name``: the label of an account. */
export function phone(label, who, name) {
  let shown = null;
  let latest = null;
  let typingTimer;

  async function act(does, more = {}) {
    const whose = who();
    try {
      await CHANNELS[whose.channel].act(whose, does, more);
      messages.toBottom();
    } catch (problem) {
      over.flash(word(does === "presses" ? "gone" : "failed"));
    }
    refresh();
  }

  const acts = {
    press: (message, button, anchor) => (button.options ? openMenu(anchor, choices(message, button), button.text) : press(message, button)),
    command: (text) => act("says", { text }),
    menu: (anchor, message) => openMenu(anchor, messageMenu(message), word("more")),
  };
  const press = (message, button) => act("presses", { data: button.value || button.text, message: named(message) });
  const choices = (message, list) => list.options.map((one) => ({ text: one.text, hint: one.hint, does: () => press(message, one) }));
  const messageMenu = (message) => [
    { text: word("reply"), icon: "reply", does: () => edge.aim("reply", message) },
    ...(message.mine && message.kind === "text" ? [{ text: word("edit"), icon: "edit", does: () => edge.aim("edit", message) }] : []),
    ...(message.mine || !who().group ? [{ text: word("remove"), icon: "remove", does: () => act("deletes", { message: named(message) }) }] : []),
  ];
  const blocking = () => (latest?.blocked ? ["unblock", "unblocks"] : ["block", "blocks"]);
  const headerMenu = () => [{ text: word(blocking()[0]), icon: "block", does: () => act(blocking()[1]) }];

  const edge = composer(act);
  const head = header(headerMenu);
  const start = opener(act);
  const over = notices(edge.put);
  const messages = thread({ name, acts });
  const about = el("p", { class: "about" });

  const refresh = gently(async () => {
    const whose = who();
    const found = (latest = await CHANNELS[whose.channel].read(whose));
    const fresh = `${whose.person}/${whose.chat}` !== shown;
    if (fresh) (edge.aim(), (shown = `${whose.person}/${whose.chat}`));
    node.dataset.channel = whose.channel;
    head.show(whose, found.typing);
    messages.show(found, whose.group, fresh);
    over.show(found, fresh);
    about.hidden = found.started || !found.about;
    about.textContent = found.about;
    start.show(found);
    edge.node.hidden = !start.node.hidden || !found.inside;
    edge.show(found);
    clearTimeout(typingTimer);
    if (found.typing) typingTimer = setTimeout(refresh, TYPING);
  });

  const screen = el("div", { class: "screen" }, about, messages.list, messages.jump, ...over.nodes);
  const node = el("section", { class: "phone", "aria-label": label }, head.node, screen, edge.node, start.node);
  return { node, refresh, fill: edge.fill };
}
