// The demo's clock in the header: what time it is for the bot, and buttons that move it forward.

import { local, moment } from "./dates.js";
import { el, icon } from "./dom.js";
import { tell } from "./live.js";
import { word } from "./words.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MORNING = 9 * HOUR;
const FRIDAY_EVENING = 18 * HOUR + 5 * MINUTE;

const passed = (date) => Number(local(date).hour) * HOUR + Number(local(date).minute) * MINUTE;
const later = (date, days) => new Date(date.getTime() + days * DAY * 1000);

/** Seconds until 09:00 of the next day in Kazakhstan. */
const untilMorning = (now) => DAY - passed(now) + MORNING;

/** Seconds until the same time some working days later (Saturdays and Sundays do not count). */
function untilWorkingDay(now, count) {
  let days = 0;
  for (let left = count; left > 0; left -= ["Sat", "Sun"].includes(local(later(now, days)).weekday) ? 0 : 1) days += 1;
  return days * DAY;
}

/** Seconds until the next Friday, 18:05: the clinic has just closed for the weekend. */
function untilFriday(now) {
  let days = 0;
  while (local(later(now, days)).weekday !== "Fri" || (days === 0 && passed(now) >= FRIDAY_EVENING)) days += 1;
  return days * DAY - passed(now) + FRIDAY_EVENING;
}

const SKIPS = [
  ["hour", () => HOUR],
  ["morning", untilMorning],
  ["friday", untilFriday],
  ["days", (now) => untilWorkingDay(now, 3)],
];

/** ``now()`` is the demo's moment, or null before it is known. Returns what keeps the hands moving. */
export function clock(box, now) {
  const face = el("time", { title: word("clock") });
  const skip = (seconds) => () => tell("/demo/clock", { seconds: seconds(now()) });
  const buttons = SKIPS.map(([key, seconds]) => el("button", { type: "button", onclick: skip(seconds) }, word(key)));
  box.setAttribute("aria-label", word("clock"));
  box.replaceChildren(icon("clock"), face, ...buttons);
  return function tick() {
    const text = now() ? moment(now()) : "";
    if (face.textContent !== text) face.textContent = text;
  };
}
