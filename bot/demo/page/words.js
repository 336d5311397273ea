// The words of the page and of its tour, in the language that is chosen; the messages themselves come from the bot.

import { WORDS as EN } from "./words/en.js";
import { WORDS as KK } from "./words/kk.js";
import { WORDS as RU } from "./words/ru.js";
import { TOUR as TOUR_EN } from "./words/tour_en.js";
import { TOUR as TOUR_KK } from "./words/tour_kk.js";
import { TOUR as TOUR_RU } from "./words/tour_ru.js";

const WORDS = { kk: KK, ru: RU, en: EN };
const TOURS = { kk: TOUR_KK, ru: TOUR_RU, en: TOUR_EN };

export const LANGUAGES = { kk: "Қазақша", ru: "Русский", en: "English" };

let language = "kk";

export function speak(code) {
  language = code in WORDS ? code : "kk";
  document.documentElement.lang = language;
}

export const spoken = () => language;
export const locale = () => ({ kk: "kk-KZ", ru: "ru-KZ", en: "en-GB" })[language];

/** One word; with a number for those that count. */
export function word(key, number) {
  const found = WORDS[language][key] ?? key;
  return typeof found === "function" ? found(number) : found;
}

/** What the tour says in the page's language. */
export const told = () => TOURS[language];
