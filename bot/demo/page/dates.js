// Times in Kazakhstan. Browsers rarely know Kazakh month names, so those are written here.

import { locale, spoken } from "./words.js";

const ZONE = "Asia/Almaty";
const MONTHS = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(" ");
const WEEKDAYS = { Mon: "дс", Tue: "сс", Wed: "ср", Thu: "бс", Fri: "жм", Sat: "сн", Sun: "жс" };

const format = (date, options, code = locale()) => new Intl.DateTimeFormat(code, { timeZone: ZONE, ...options }).format(date);

/** Hour, minute and weekday ("Mon") in Kazakhstan. */
export function local(date) {
  const options = { timeZone: ZONE, hour: "numeric", minute: "numeric", weekday: "short", day: "numeric", month: "numeric", hourCycle: "h23" };
  return Object.fromEntries(new Intl.DateTimeFormat("en-GB", options).formatToParts(date).map((one) => [one.type, one.value]));
}

export const clockTime = (date) => format(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, "en-GB");

export function dayName(date) {
  if (spoken() !== "kk") return format(date, { day: "numeric", month: "long", weekday: "short" });
  const { day, month, weekday } = local(date);
  return `${day} ${MONTHS[month - 1]}, ${WEEKDAYS[weekday]}`;
}

/** Day, month and time, as short as the page's header needs it. */
export function moment(date) {
  const { day, month } = local(date);
  const name = spoken() === "kk" ? `${day} ${MONTHS[month - 1]}` : format(date, { day: "numeric", month: "short" });
  return `${name}, ${clockTime(date)}`;
}
