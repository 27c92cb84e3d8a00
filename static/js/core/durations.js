// Durations, times and dates as people on the floor say them. Times are shown in the site's time zone, 24 hours.
//
//   duration(80)              "1 h 20" · "1时20分"          minutes in, words out; a day and more: "2 d 3 h"
//   hours(84)                 "1.4 h" · "1.4小时"           standard hours, as the trade writes them
//   minutesLeft(from, to)     whole minutes still to go, at least 1 before the moment; 0 or less after it
//   timeLeft(promisedAt, now) "1 h 20 left" · "late 12 min" · "tomorrow 16:00"
//   clockTime(ms)             "14:06"
//   clockSeconds(ms)          "14:06:09"
//   dayAndTime(ms, now)       "16:00" today, "tomorrow 16:00", "Tue 16:00" within a week, "3 Dec 16:00" after
//   longDate(ms)              "Sat 21 Nov" · "11月21日 周六"
//   siteDay(ms)               the day's number in the site's time zone; tomorrow is one more

import { boot } from "./boot.js";
import { locale, t } from "./i18n.js";

const MINUTE = 60000;
const DAY_MINUTES = 24 * 60;
const chinese = locale === "zh-CN";

const formats = {};

function format(name, options, place) {
  if (!formats[name]) formats[name] = makeFormat(options, place || locale);
  return formats[name];
}

function makeFormat(options, place) {
  const inZone = Object.assign({ timeZone: boot.site.timezone }, options);
  try {
    return new Intl.DateTimeFormat(place, inZone);
  } catch (unknownZone) {
    return new Intl.DateTimeFormat(place, options);
  }
}

function partsOf(formatter, time) {
  const parts = {};
  formatter.formatToParts(time).forEach((part) => {
    parts[part.type] = part.value;
  });
  return parts;
}

function two(number) {
  return String(number).padStart(2, "0");
}

export function duration(minutes) {
  const whole = Math.max(0, Math.round(minutes));
  if (whole < 60) return t("%(m)s min", { m: whole });
  if (whole < DAY_MINUTES) return t("%(h)s h %(m)s", { h: Math.floor(whole / 60), m: two(whole % 60) });
  const days = Math.floor(whole / DAY_MINUTES);
  return t("%(d)s d %(h)s h", { d: days, h: Math.floor((whole % DAY_MINUTES) / 60) });
}

export function hours(minutes) {
  return t("%(hours)s h", { hours: (minutes / 60).toFixed(1) });
}

export function minutesLeft(from, to) {
  return Math.ceil((to - from) / MINUTE) || 0;
}

export function minutesSince(since, time) {
  return Math.max(0, Math.floor((time - since) / MINUTE));
}

// On another day the hour says more than how long it is until then; but not at eleven at night, of midnight.
const SOON = 4 * 60 * MINUTE;

export function timeLeft(promisedAt, time) {
  if (time > promisedAt) return t("late %(time)s", { time: duration(Math.max(1, minutesSince(promisedAt, time))) });
  if (siteDay(promisedAt) > siteDay(time) && promisedAt - time > SOON) return dayAndTime(promisedAt, time);
  return t("%(time)s left", { time: duration(minutesLeft(time, promisedAt)) });
}

const QUARTER = 15 * MINUTE;
const offsets = new Map();

// Asking Intl is slow, and a wall asks for every car each second: a zone's offset changes on a quarter of an hour, if ever.
function localTime(time) {
  const quarter = Math.floor(time / QUARTER);
  if (!offsets.has(quarter)) {
    if (offsets.size > 500) offsets.clear();
    offsets.set(quarter, offsetAt(quarter * QUARTER));
  }
  return time + offsets.get(quarter);
}

function offsetAt(time) {
  const numbers = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", hour12: false };
  const parts = partsOf(format("numbers", numbers, "en-GB"), time);
  const day = Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day));
  return day + (Number(parts.hour) % 24) * 60 * MINUTE + Number(parts.minute) * MINUTE - time;
}

export function clockTime(time) {
  const minutes = Math.floor(localTime(time) / MINUTE) % DAY_MINUTES;
  return two(Math.floor(minutes / 60)) + ":" + two(minutes % 60);
}

export function clockSeconds(time) {
  return clockTime(time) + ":" + two(Math.floor(time / 1000) % 60);
}

export function siteDay(time) {
  return Math.floor(localTime(time) / (DAY_MINUTES * MINUTE));
}

export function dayAndTime(time, nowTime) {
  const days = siteDay(time) - siteDay(nowTime);
  const clock = clockTime(time);
  if (days === 0) return clock;
  if (days === 1) return t("tomorrow %(time)s", { time: clock });
  if (days === -1) return t("yesterday %(time)s", { time: clock });
  if (days > 1 && days < 7) return weekday(time) + " " + clock;
  return shortDate(time) + " " + clock;
}

function weekday(time) {
  return format("weekday", { weekday: "short" }).format(time);
}

function shortDate(time) {
  return format("date", { month: chinese ? "long" : "short", day: "numeric" }).format(time);
}

export function longDate(time) {
  return chinese ? shortDate(time) + " " + weekday(time) : weekday(time) + " " + shortDate(time);
}
