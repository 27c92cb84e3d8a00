// What may be done with a car now: what its stage lets happen, and what the table of permissions lets this person do.
//
//   may(job, "dispatch")   movable(job)   permitted("print_card")

import { boot } from "../../core/boot.js";

const MOVES = ["dispatch", "move", "recall"];

export function permitted(verb) {
  return Boolean(boot.person) && boot.person.actions.includes(verb);
}

export function may(job, verb) {
  return job.may.includes(verb) && permitted(verb);
}

export function movable(job) {
  return MOVES.some((verb) => may(job, verb));
}
