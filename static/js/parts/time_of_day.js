// Times as people type them, in the site's time zone.
//
//   readClock("9:05")         "09:05"; also "905", "9.05", "9"; null when it is no time
//   timeToday("14:30", now)   milliseconds since 1970 UTC of today's 14:30 at the site; null when it is no time
//   atSite("2026-11-22T14:30")  the same for a day and a time
//   siteDate(ms)              "2026-11-22", the day at the site
//   html`<${TimeField} …ids value=${"14:30"} onInput=${(typed) => …} />`   24 hours, whatever the browser's own language
//   html`<${WhenField} label=… value=${ms or null} onChange=${(ms or null) => …} days=${[0, 1, 2]} />`   a day and a time

import { html, useEffect, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { serverNow } from "../core/clock.js";
import { clockTime, longDate, siteDay } from "../core/durations.js";
import { t } from "../core/i18n.js";
import { Field } from "./field.js";

const DAY = 24 * 3600000;

const formatter = new Intl.DateTimeFormat("en-GB", {
  timeZone: boot.site.timezone,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});

function siteMoment(time) {
  const parts = {};
  formatter.formatToParts(time).forEach(({ type, value }) => (parts[type] = value));
  return parts.year + "-" + parts.month + "-" + parts.day + "T" + String(Number(parts.hour) % 24).padStart(2, "0") + ":" + parts.minute;
}

export function siteDate(time) {
  return siteMoment(time).slice(0, 10);
}

// The zone's offset is found by asking what a guess is called there; twice, for the days when clocks change.
export function atSite(dayAndClock) {
  const asked = Date.parse(dayAndClock + ":00Z");
  if (Number.isNaN(asked)) return null;
  let guess = asked;
  for (let turn = 0; turn < 2; turn += 1) guess += asked - Date.parse(siteMoment(guess) + ":00Z");
  return guess;
}

export function readClock(typed) {
  const match = /^\s*(\d{1,2})(?:[:：.]?(\d{2}))?\s*$/.exec(typed);
  if (!match || Number(match[1]) > 23 || Number(match[2] || 0) > 59) return null;
  return match[1].padStart(2, "0") + ":" + (match[2] || "00");
}

export function timeToday(typed, now) {
  const clock = readClock(typed);
  return clock === null ? null : atSite(siteDate(now) + "T" + clock);
}

export function TimeField({ value, onInput, ...ids }) {
  return html`<input ...${ids} type="text" inputmode="numeric" autocomplete="off" maxlength="5" placeholder="14:30" class="time-field"
    value=${value} onInput=${(event) => onInput(event.currentTarget.value)} />`;
}

function dayName(offset, time) {
  if (offset === 0) return t("today");
  if (offset === 1) return t("tomorrow");
  return offset === -1 ? t("yesterday") : longDate(time);
}

export function WhenField({ label, value, onChange, wrong, days }) {
  const now = serverNow();
  const [day, setDay] = useState(() => siteDate(value === null ? now : value));
  const [typed, setTyped] = useState(value === null ? "" : clockTime(value));
  const read = (onDay, clock) => (readClock(clock) === null ? null : atSite(onDay + "T" + readClock(clock)));
  useEffect(() => {
    if (value === null || value === read(day, typed)) return;
    setDay(siteDate(value));
    setTyped(clockTime(value));
  }, [value]);
  const offsets = days.slice();
  const far = value === null ? 0 : siteDay(value) - siteDay(now);
  if (!offsets.includes(far)) offsets.push(far);
  const change = (onDay, clock) => (setDay(onDay), setTyped(clock), onChange(read(onDay, clock)));
  return html`<${Field} label=${label} wrong=${wrong}>${(ids) => html`<div class="when">
    <select aria-label=${t("Day")} value=${day} onChange=${(event) => change(event.currentTarget.value, typed)}>
      ${offsets.map((offset) => html`<option key=${offset} value=${siteDate(now + offset * DAY)}>${dayName(offset, now + offset * DAY)}</option>`)}
    </select>
    <${TimeField} ...${ids} value=${typed} onInput=${(clock) => change(day, clock)} />
  </div>`}<//>`;
}
