// The board's picture: the feed's cards sorted into days, advisors and half hours.
//
//   pictureOf(cards)             {site, advisors: [{id, name}], all: [{id, appointment}] by time}
//   ofDay(picture, "2026-11-23") the day's appointments
//   columnsOf(picture, found)    [{id or null, name, blocks}] for each advisor, and for no advisor
//   minuteOf(ms)                 minutes since midnight at the site
//   slotAt("2026-11-23", 570)    the time of 9:30 at the site, in milliseconds

import { cardsOf, siteOf } from "../../core/feed.js";
import { clockTime, siteDay } from "../../core/durations.js";
import { atSite } from "../../parts/time_of_day.js";

const DAY = 24 * 3600000;
export const FIRST = 8 * 60;
export const LAST = 20 * 60;
export const STEP = 30;
export const SLOTS = Array.from({ length: (LAST - FIRST) / STEP }, (_, index) => FIRST + index * STEP);
export const EXPECTED = ["booked", "confirmed_day_before", "confirmed_half_hour"];

export function pictureOf(cards) {
  const all = cardsOf(cards, "appointment").map(([id, appointment]) => ({ id, appointment }));
  all.sort((one, other) => one.appointment.at - other.appointment.at || one.id - other.id);
  const advisors = cardsOf(cards, "person").map(([id, { name }]) => ({ id, name }));
  return { site: siteOf(cards), advisors, all };
}

export function entryOf(picture, id) {
  return picture.all.find((each) => each.id === id) || null;
}

export function isExpected({ appointment }) {
  return EXPECTED.includes(appointment.state);
}

export function dayNumber(day) {
  return Math.round(Date.parse(day + "T00:00:00Z") / DAY);
}

export function dayAfter(day, days) {
  return new Date(Date.parse(day + "T00:00:00Z") + days * DAY).toISOString().slice(0, 10);
}

// Noon, so that it is that day in every way of counting.
export function noonOf(day) {
  return atSite(day + "T12:00");
}

export function ofDay(picture, day) {
  const number = dayNumber(day);
  return picture.all.filter(({ appointment }) => siteDay(appointment.at) === number);
}

export function minuteOf(time) {
  const [hour, minute] = clockTime(time).split(":");
  return Number(hour) * 60 + Number(minute);
}

export function clockOf(minute) {
  return String(Math.floor(minute / 60)).padStart(2, "0") + ":" + String(minute % 60).padStart(2, "0");
}

export function slotAt(day, minute) {
  return atSite(day + "T" + clockOf(minute));
}

// An advisor who has left, or is one no more, keeps a column while somebody is booked with them.
export function columnsOf(picture, found) {
  const shown = found.filter(({ appointment }) => appointment.state !== "cancelled");
  const columns = picture.advisors.map(({ id, name }) => ({ id, name }));
  shown.forEach(({ appointment: { advisor } }) => {
    if (advisor && !columns.some(({ id }) => id === advisor.id)) columns.push({ id: advisor.id, name: advisor.name });
  });
  return [...columns, { id: null, name: null }].map((column) => ({
    ...column,
    blocks: sideBySide(shown.filter(({ appointment: { advisor } }) => (advisor ? advisor.id : null) === column.id)),
  }));
}

// Appointments that overlap share the column's width.
function sideBySide(entries) {
  const blocks = entries.map((entry) => {
    const start = Math.min(Math.max(minuteOf(entry.appointment.at), FIRST), LAST - STEP / 2);
    return { ...entry, start, end: Math.min(start + Math.max(entry.appointment.minutes, STEP / 2), LAST), lane: 0, lanes: 1 };
  });
  let together = [];
  const close = () => {
    const lanes = Math.max(0, ...together.map(({ lane }) => lane)) + 1;
    together.forEach((block) => (block.lanes = lanes));
  };
  blocks.forEach((block) => {
    if (together.length && together.every(({ end }) => end <= block.start)) {
      close();
      together = [];
    }
    const taken = together.filter(({ end }) => end > block.start).map(({ lane }) => lane);
    while (taken.includes(block.lane)) block.lane += 1;
    together.push(block);
  });
  close();
  return blocks;
}
