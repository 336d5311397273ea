// The messengers behind a phone frame: both are read as the same chat, and acted in by the same words.

import { read, tell } from "./live.js";

const TAGS = { b: "bold", i: "italic", s: "strikethrough", code: "code", pre: "pre", blockquote: "blockquote" };
const SIGNS = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" };

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
  return { text, entities: entities.sort((one, other) => one.offset - other.offset || other.length - one.length) };
}

const MEDIA = {
  audio: ["voice", { duration: 4 }],
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

function message(one, person) {
  const [kind, media] = MEDIA[one.kind] ?? ["text", null];
  const words = one.kind === "contacts" ? { text: `☎ ${one.text}`, entities: [] } : marked(one.html);
  const text = one.footer ? `${words.text}\n\n${one.footer}` : words.text;
  return {
    ...one,
    ...words,
    text: kind === "text" && !text && !one.deleted ? `[${one.kind}]` : text,
    kind,
    media,
    rows: rows(one),
    sender: "",
    sender_id: one.mine ? person : 0,
    date: Date.parse(one.at) / 1000,
    reply_to: null,
  };
}

const fromWhatsApp = (found) => ({
  messages: found.messages.filter((one) => !one.deleted).map((one) => message(one, found.id)),
  blocked: found.blocked,
  windowOpen: found.window_open,
  started: true,
  inside: true,
  keyboard: [],
  pressed: [],
  toasts: [],
  commands: [],
  sms: [],
  about: "",
});

const id = (given) => given?.id ?? null;

export const CHANNELS = {
  telegram: {
    read: ({ person, chat }) => read("/demo/chat", { person, chat }),
    act: ({ person, chat }, does, more) => tell("/demo/act", { person, chat, does, ...more }),
  },
  whatsapp: {
    read: ({ person }) => read("/demo/whatsapp/chat", { person }).then(fromWhatsApp),
    act: ({ person }, does, more) =>
      tell("/demo/whatsapp/act", { person, does, ...more, message: id(more.message), reply_to: id(more.reply_to) }),
  },
};
