// The messengers behind a phone frame: both are read as the same chat, and acted in by the same words.

import { read, tell } from "./live.js";
import { word } from "./words.js";

const TAGS = { b: "bold", i: "italic", s: "strikethrough", code: "code", pre: "pre", blockquote: "blockquote" };
const SIGNS = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" };

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]|[\w.+-]+@[\w-]+\.[\w.]+\w/g;

/** Addresses that an app makes into links by itself. */
const found = (text) => [...text.matchAll(ADDRESS)].map((one) => ({ type: one[0].includes("@") ? "email" : "url", offset: one.index, length: one[0].length }));

/** WhatsApp's marks, given as simple tags, as text with entities: tags become offsets and are never parsed as HTML. */
export function marked(html) {
  const entities = [];
  const open = [];
  let text = "";
  for (const part of html.split(/(<\/?[a-z]+>|&[a-z#0-9]+;)/)) {
    const tag = /^<(\/?)([a-z]+)>$/.exec(part);
    if (!tag) text += SIGNS[part] ?? part;
    else if (!tag[1]) open.push({ type: TAGS[tag[2]] ?? "span", offset: text.length });
    else if (open.length) {
      const begun = open.pop();
      entities.push({ ...begun, length: text.length - begun.offset });
    }
  }
  return { text, entities: [...entities, ...found(text)].sort((one, other) => one.offset - other.offset || other.length - one.length) };
}

const MEDIA = {
  audio: ["voice", { duration: 4 }],
  image: ["picture", {}],
  sticker: ["sticker", { emoji: "🙂" }],
  location: ["location", { latitude: 43.238, longitude: 76.945 }],
};

function button(one) {
  return { text: one.text, hint: one.description, does: "callback_data", value: one.value, whole: one.description || one.text };
}

/** A list is one button that opens its rows; reply buttons stand under the message. */
function rows(message) {
  const flat = message.rows.flat().map(button);
  if (message.kind === "list") return [[{ text: message.opens, does: "list", value: "", options: flat }]];
  return flat.map((one) => [one]);
}

/** What a message answers, as it stands above it. */
function answered(id, all) {
  const found = all.find((one) => one.message_id === id);
  if (!found) return null;
  return { sender: found.mine ? word("you") : "", sender_id: 0, text: marked(found.html).text, kind: found.kind };
}

function message(one, person, all) {
  const [kind, media] = one.kind === "document" ? ["document", { file_name: one.file }] : (MEDIA[one.kind] ?? ["text", null]);
  const words = one.kind === "contacts" ? { text: `☎ ${one.text}`, entities: [] } : marked(one.html);
  const text = one.footer ? `${words.text}\n\n${one.footer}` : words.text;
  return {
    ...one,
    ...words,
    channel: "whatsapp",
    text: kind === "text" && !text ? `[${one.kind}]` : text,
    kind,
    media,
    rows: rows(one),
    sender: "",
    sender_id: one.mine ? person : 0,
    date: Date.parse(one.at) / 1000,
    reply_to: answered(one.reply_to, all),
  };
}

const fromWhatsApp = (found) => ({
  messages: found.messages.filter((one) => !one.deleted).map((one) => message(one, found.id, found.messages)),
  blocked: found.blocked,
  windowOpen: found.window_open,
  started: true,
  inside: true,
  keyboard: [],
  pressed: [],
  toasts: [],
  commands: [],
  leads: false,
  topics: [],
  sms: found.sms,
  about: "",
});

const id = (given) => given?.id ?? null;

export const CHANNELS = {
  telegram: {
    read: ({ person, chat }) => read("/demo/chat", { person, chat }),
    act: ({ person, chat, topic }, does, more) => tell("/demo/act", { person, chat, topic: Number.isInteger(topic) ? topic : null, does, ...more }),
  },
  whatsapp: {
    read: ({ person }) => read("/demo/whatsapp/chat", { person }).then(fromWhatsApp),
    act: ({ person }, does, more = {}) =>
      tell("/demo/whatsapp/act", { person, does, ...more, message: id(more.message), reply_to: id(more.reply_to) }),
  },
};
