// One phone: whose it is, which chat is open, the messages, the notices over them, the composer.

import { CHANNELS } from "./channels.js";
import { composer, named } from "./composer.js";
import { el, icon, iconButton, openMenu } from "./dom.js";
import { gently } from "./live.js";
import { notices } from "./notices.js";
import { ALL, stage } from "./people.js";
import { thread } from "./thread.js";
import { named as topicNamed, topicList, within } from "./topics.js";
import { word } from "./words.js";

const TYPING = 5200;

/** The bar above a chat: the way back to the list of topics, its name, what is going on in it, its menu. */
function header(openItems, back) {
  const title = el("b", {});
  const hint = el("span", {});
  const leave = iconButton("back", word("backToTopics"), back, { class: "round back", hidden: true });
  const menu = iconButton("more", word("more"), () => openMenu(menu, openItems(), word("more")), { "aria-haspopup": "menu" });
  const node = el("header", { class: "head" }, leave, el("span", { class: "avatar", "aria-hidden": "true" }, icon("lock")), el("div", {}, title, hint), menu);
  function show(whose, found) {
    const inTopic = whose.forum && Number.isInteger(whose.topic);
    title.textContent = inTopic ? topicNamed(found.topics, whose.topic) : whose.title;
    hint.textContent = found.typing ? word("typing") : inTopic ? whose.title : whose.hint;
    leave.hidden = !inTopic;
    menu.hidden = whose.group && !whose.forum;
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

/** What can be done with a message, and with the chat. */
function menus(who, state, act, edge, turn) {
  const message = (one) => [
    { text: word("reply"), icon: "reply", does: () => edge.aim("reply", one) },
    ...(one.mine && one.kind === "text" ? [{ text: word("edit"), icon: "edit", does: () => edge.aim("edit", one) }] : []),
    ...(one.mine || who().channel === "telegram" && !who().group ? [{ text: word("remove"), icon: "remove", does: () => act("deletes", { message: named(one) }) }] : []),
  ];
  const blocking = () => (state.latest?.blocked ? ["unblock", "unblocks"] : ["block", "blocks"]);
  const views = () => (who().topic === ALL ? [word("viewTopics"), null] : [word("viewMessages"), ALL]);
  const chat = () =>
    who().group
      ? [{ text: views()[0], icon: "menu", does: () => turn(views()[1]) }]
      : [{ text: word(blocking()[0]), icon: "block", does: () => act(blocking()[1]) }];
  return { message, chat };
}

/** What is between head and composer: what the bot says of itself, the topics or the messages, the notices over them. */
function screen(topics, messages, over) {
  const about = el("p", { class: "about" });
  const node = el("div", { class: "screen" }, about, topics.node, messages.list, messages.jump, ...over.nodes);
  function show(whose, found, fresh) {
    const listed = Boolean(whose.forum && whose.topic === null);
    topics.node.hidden = !listed;
    messages.list.hidden = listed;
    if (whose.forum) topics.show(found, whose.topic);
    if (!listed) messages.show({ ...found, messages: within(found.messages, whose.forum ? whose.topic : ALL) }, whose.group, fresh);
    over.show(found, fresh);
    about.hidden = found.started || !found.about;
    about.textContent = found.about;
    return listed;
  }
  return { node, show };
}

/** A phone frame. ``who()``: {person, channel, chat, group, forum, topic, title, hint}; ``name``: the label of an account. */
export function phone(label, who, name, changed) {
  const state = { shown: null, latest: null };
  let typingTimer;

  async function act(does, more = {}) {
    const whose = who();
    try {
      await CHANNELS[whose.channel].act(whose, does, more);
      messages.toBottom();
    } catch (problem) {
      over.flash(word(does === "presses" ? "gone" : "failed"));
    }
    return refresh();
  }

  const turn = (topic) => ((stage.chosen.topic = topic), changed());
  const press = (message, button) => act("presses", { data: button.value || button.text, message: named(message) });
  const choices = (message, list) => list.options.map((one) => ({ text: one.text, hint: one.hint, does: () => press(message, one) }));
  const acts = {
    press: (message, button, anchor) => (button.options ? openMenu(anchor, choices(message, button), button.text, node) : press(message, button)),
    command: (text) => act("says", { text }),
    menu: (anchor, message) => openMenu(anchor, offers.message(message), word("more")),
  };

  const edge = composer(act);
  const offers = menus(who, state, act, edge, turn);
  const head = header(() => offers.chat(), () => turn(null));
  const start = opener(act);
  const over = notices(edge.put);
  const messages = thread({ name, acts });
  const topics = topicList(name, turn);
  const middle = screen(topics, messages, over);

  const refresh = gently(async () => {
    const whose = who();
    const found = (state.latest = await CHANNELS[whose.channel].read(whose));
    const place = `${whose.person}/${whose.chat}/${whose.topic}`;
    const fresh = place !== state.shown;
    if (fresh) (edge.aim(), (state.shown = place));
    node.dataset.channel = whose.channel;
    head.show(whose, found);
    const listed = middle.show(whose, found, fresh);
    start.show(found);
    edge.node.hidden = !start.node.hidden || !found.inside || listed;
    edge.show(found, whose.channel);
    clearTimeout(typingTimer);
    if (found.typing) typingTimer = setTimeout(refresh, TYPING);
  });

  const node = el("section", { class: "phone", "aria-label": label }, head.node, middle.node, edge.node, start.node);
  return { node, refresh, fill: edge.fill };
}
