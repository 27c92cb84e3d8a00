// What the tablet knows without network: the cars, who may sign in, and which steps they are offered. The server makes it whole;
// here it is only kept, asked for anew, and looked up.
//
//   await openProvisions()     read what is kept
//   provisions                 signal: as the server said it, or null
//   await askProvisions()      ask whether there are newer ones; true when the server answered
//   wipeProvisions()           the server no longer knows this tablet
//   ownCars, rememberCars(person, jobs)   signal: {person: [job]}, the cars that were given to somebody when that was last seen live
//   jobOfCode(text), personOfBadge(text)   by a code's text; null when it is not among them
//   jobTyped(text)             {job} by number (its end will do) or plate; {problem: "none" | "several"}

import { signal } from "../../../vendor/preact.js";
import { getIfNew } from "../../core/api.js";
import { clockOffset, tellTime } from "../../core/clock.js";
import { forget, recall, remember } from "../../core/database.js";
import { sha256 } from "../../core/hash.js";
import { revoked } from "./outbox.js";

export const provisions = signal(null);
export const provisionedAt = signal(null);
export const ownCars = signal({});

let etag = null;
let lastOffset = null;

export async function openProvisions() {
  ownCars.value = (await recall("own-cars")) || {};
  const kept = await recall("provisions");
  if (!kept) return;
  etag = kept.etag;
  lastOffset = kept.offset;
  provisionedAt.value = kept.at;
  provisions.value = kept.told;
  if (clockOffset() === null && lastOffset !== null) tellTime(Date.now() + lastOffset);
}

export async function askProvisions() {
  let fresh;
  try {
    fresh = await getIfNew("/tablet/provisions", provisions.peek() && etag);
  } catch (refusal) {
    if (!refusal.sentence) throw refusal;
    if (refusal.status === 401 || refusal.status === 403) await wipeProvisions();
    return refusal.status > 0 && refusal.status !== 503;
  }
  revoked.value = false;
  if (fresh) {
    tellTime(fresh.answer.now);
    etag = fresh.etag;
    provisions.value = fresh.answer;
  }
  provisionedAt.value = Date.now();
  lastOffset = clockOffset();
  await remember("provisions", { etag, at: provisionedAt.value, offset: lastOffset, told: provisions.value });
  return true;
}

export async function wipeProvisions() {
  revoked.value = true;
  etag = null;
  provisions.value = null;
  ownCars.value = {};
  await forget("provisions");
  await forget("own-cars");
}

export async function rememberCars(person, jobs) {
  if (String(ownCars.peek()[person]) === String(jobs)) return;
  ownCars.value = Object.assign({}, ownCars.peek(), { [person]: jobs });
  await remember("own-cars", ownCars.peek());
}

// Server minus tablet, as it was last measured; null when it never was.
export function measuredOffset() {
  return clockOffset() === null ? lastOffset : clockOffset();
}

export function jobOfCode(text) {
  const found = provisions.peek() && provisions.peek().codes[sha256(text)];
  return found ? found.job : null;
}

export function personOfBadge(text) {
  const told = provisions.peek();
  const id = told && told.badges[sha256(text)];
  return (id && told.people[id]) || null;
}

const spared = (text) => text.normalize("NFKC").toUpperCase().replace(/[\s·.•\-]+/g, "");

export function jobTyped(text) {
  const wanted = spared(text);
  const jobs = Object.entries((provisions.peek() || { jobs: {} }).jobs);
  const exact = jobs.filter(([, card]) => spared(card.plate.text) === wanted || spared(card.number) === wanted);
  const found = exact.length ? exact : jobs.filter(([, card]) => /\d{3}$/.test(wanted) && spared(card.number).endsWith(wanted));
  if (!wanted || !found.length) return { problem: "none" };
  return found.length > 1 ? { problem: "several" } : { job: Number(found[0][0]) };
}
