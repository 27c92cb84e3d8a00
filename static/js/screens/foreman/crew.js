// The people of the floor, as somebody who gives out work sees them.

import { workedMinutes } from "../../parts/standing.js";

const GIVES_WORK_TO = ["technician", "leader"];
const IN_HAND = ["dispatched", "in_work", "paused"];

export function workers(picture) {
  return picture.people.filter(({ person }) => person.roles.some((role) => GIVES_WORK_TO.includes(role)));
}

export function highVoltage(person, time) {
  if (person.hv_until_at === null) return "none";
  return person.hv_until_at > time ? "valid" : "expired";
}

export function skillsWanted(job) {
  const open = job.operations.filter(({ state }) => state === "open" || state === "started");
  return Array.from(new Set(open.map(({ skill }) => skill).filter((skill) => skill && skill !== "high_voltage")));
}

function shiftMinutes({ start, end }) {
  const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  const length = minutes(end) - minutes(start);
  return length > 0 ? length : length + 24 * 60;
}

// What is still to be done on a car, shared by those who have it.
function stillToDo(job, time) {
  const left = Math.max(0, job.standard_minutes - workedMinutes(job, time));
  return left / Math.max(1, job.assigned.length);
}

// Today's work against the shift: hours clocked so far, and what is left of the cars in hand. 1 is a full day.
export function load(person, picture, time) {
  if (!person.shift) return null;
  const ahead = picture.jobs.filter(({ id, job }) => person.assigned.includes(id) && IN_HAND.includes(job.stage));
  const planned = ahead.reduce((sum, { job }) => sum + stillToDo(job, time), 0);
  return (workedMinutes({ worked: person.worked_today }, time) + planned) / shiftMinutes(person.shift);
}

// Those who fit best first: with the licence where it is needed, the skills, free hands, the lighter day. A leader comes
// after the technicians: who worked on a car may not check it.
export function suited(job, picture, time) {
  const wanted = skillsWanted(job);
  return workers(picture)
    .map(({ id, person }) => ({
      id,
      person,
      barred: job.high_voltage && highVoltage(person, time) !== "valid",
      lacking: wanted.filter((skill) => !person.skills.includes(skill)),
      busy: person.on.length,
      checks: !person.roles.includes("technician"),
      load: load(person, picture, time) || 0,
    }))
    .sort(
      (one, other) =>
        one.barred - other.barred ||
        one.lacking.length - other.lacking.length ||
        one.busy - other.busy ||
        one.checks - other.checks ||
        one.load - other.load
    );
}
