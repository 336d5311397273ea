// How far the demo's clock can be moved at once, in seconds from a moment on; days are those of Kazakhstan.

import { local } from "./dates.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const MORNING = 9 * HOUR;
const FRIDAY_EVENING = 18 * HOUR + 5 * 60;

const passed = (date) => Number(local(date).hour) * HOUR + Number(local(date).minute) * 60;
const later = (date, days) => new Date(date.getTime() + days * DAY * 1000);
const weekend = (date) => ["Sat", "Sun"].includes(local(date).weekday);

/** The same time some working days later (Saturdays and Sundays do not count). */
function workingDays(now, count) {
  let days = 0;
  for (let left = count; left > 0; left -= weekend(later(now, days)) ? 0 : 1) days += 1;
  return days * DAY;
}

/** The next Friday, 18:05: the clinic has just closed for the weekend. */
function friday(now) {
  let days = 0;
  while (local(later(now, days)).weekday !== "Fri" || (days === 0 && passed(now) >= FRIDAY_EVENING)) days += 1;
  return days * DAY - passed(now) + FRIDAY_EVENING;
}

/** Whether the desk's night is near or there: from 20:00, so that a tour is over before it, until 09:00. */
export const asleep = (now) => passed(now) >= 20 * HOUR || passed(now) < MORNING;

export const SKIPS = {
  hour: () => HOUR,
  morning: (now) => (passed(now) < MORNING ? 0 : DAY) - passed(now) + MORNING,
  friday,
  days: (now) => workingDays(now, 3),
};
