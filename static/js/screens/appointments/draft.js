// An appointment that is being booked.
//
//   freshDraft({ at, advisor })   an empty one for a time and an advisor
//   bodyOf(draft)                 the body for POST /appointments
//   soldBy(draft)                 [{minutes, skill}] that it would take of the day's hours

import { boot } from "../../core/boot.js";
import { serverNow } from "../../core/clock.js";
import { clockTime } from "../../core/durations.js";
import { siteDate } from "../../parts/time_of_day.js";
import { minutesOf } from "../../parts/typed_hours.js";
import { momentOf } from "./questions.js";

export const emptyLine = { code: null, text: "", hours: "", skill: "", high_voltage: false };

function nextHalfHour() {
  return Math.ceil((serverNow() + 60000) / 1800000) * 1800000;
}

export function freshDraft({ at, day, advisor }) {
  const wanted = at || nextHalfHour();
  return {
    plate: "",
    model: "",
    energy: "petrol",
    name: "",
    salutation: "none",
    phone: "",
    service_type: "express",
    lines: [emptyLine],
    day: at ? siteDate(at) : day || siteDate(wanted),
    clock: at ? clockTime(at) : day ? "" : clockTime(wanted),
    minutes: 30,
    advisor: advisor === undefined ? (boot.person && boot.person.roles.includes("advisor") ? boot.person.id : null) : advisor,
    bay_kind: "",
    concern: "",
    waits: true,
    wash_wanted: true,
    made_by: "customer",
  };
}

function filled({ text, hours }) {
  return text.trim() || hours.trim();
}

export function bodyOf(draft) {
  return {
    plate: draft.plate.trim(),
    model: draft.model.trim(),
    energy: draft.energy,
    customer: { name: draft.name.trim(), salutation: draft.salutation, phone: draft.phone.trim() || null },
    at: momentOf(draft.day, draft.clock),
    service_type: draft.service_type,
    lines: draft.lines.filter(filled).map(({ code, text, hours, skill, high_voltage }) => ({ code, text: text.trim(), standard_minutes: minutesOf(hours), skill: skill || null, high_voltage })),
    minutes: draft.minutes,
    advisor: draft.advisor,
    bay_kind: draft.bay_kind || null,
    concern: draft.concern.trim(),
    waits: draft.waits,
    wash_wanted: draft.wash_wanted,
    made_by: draft.made_by,
  };
}

export function soldBy(draft) {
  return draft.lines
    .map(({ hours, skill, high_voltage }) => ({ minutes: minutesOf(hours) || 0, skill: high_voltage ? "high_voltage" : skill || null }))
    .filter(({ minutes }) => minutes > 0);
}
