// What the tablet shows: the live cards while there are some, else those that were kept, and over them what waits to be sent.
//
//   const picture = pictureOf(feed, here)   has what a feed has (cards, status, …); `feed` may be null: signed in without network
//   card.waiting                            on a job's card: this person's scans that are not sent yet, in order
//
// After a scan that waits, or that was sent a moment ago and is not in the cards yet, the steps come from the server's list of what can follow it (`follows`). What a scan leads to is never
// worked out here: the car keeps its stage until the server has said so.

import { computed, signal } from "../../../vendor/preact.js";
import { reachable } from "../../core/api.js";
import { sentScans, waitingScans } from "./outbox.js";
import { ownCars, provisions } from "./provisions.js";
import { stepAfter } from "./steps.js";

const COMES_ON = ["clock_on", "resume", "switch", "take_over"];
const BEGINS = ["clock_on", "resume"];

export function pictureOf(feed, here) {
  const live = feed || nothing();
  const kept = computed(() => (usesKept(live, here) ? keptCards(provisions.value, here.person.id, ownCars.value[here.person.id] || []) : null));
  const seen = computed(() => (kept.value === null ? live.revision.value : provisions.value.revision));
  const mine = computed(() => sentScans.value.filter((scan) => scan.sent > seen.value).concat(waitingScans.value)
    .filter((scan) => scan.person === here.person.id && scan.act === "scan"));
  const cards = computed(() => (mine.value.length ? withWaiting(kept.value || live.cards.value, mine.value, here.person.id) : kept.value || live.cards.value));
  const status = computed(() => (kept.value === null ? live.status.value : reachable.value ? "kept" : "stale"));
  const lastGoodAt = computed(() => (kept.value === null ? live.lastGoodAt.value : provisions.value.now));
  return Object.assign({}, live, { cards, status, lastGoodAt, linked: live.linked, beat: live.beat, refusal: live.refusal, revision: live.revision, brought: live.brought });
}

// While the server is out of reach, or does not know who is here: what was kept, unless the live cards are newer.
function usesKept(live, here) {
  if (!provisions.value || (reachable.value && here.live)) return false;
  return live.lastGoodAt.value === null || provisions.value.revision > live.revision.value;
}

function nothing() {
  return {
    cards: signal(new Map()), status: signal("loading"), linked: signal(false), lastGoodAt: signal(null), beat: signal(0),
    refusal: signal(null), revision: signal(null), brought: signal([]),
  };
}

// The cards as the feed would bring them, from what was kept for this person.
export function keptCards(told, id, given) {
  const person = told.people[id] || { name: "", roles: [], team: null, on: [], steps: {} };
  const cards = new Map([["site:0", told.site]]);
  Object.entries(told.jobs).forEach(([job, card]) => cards.set("job:" + job, ownCard(card, person, Number(job), given, told.now)));
  const on = person.on.map(({ job, operation }) => ({ job, operation, since_at: since(told.jobs[job], operation) }));
  cards.set("person:" + id, { kind: "person", name: person.name, roles: person.roles, team: person.team, on, day: null, did: [] });
  return cards;
}

function ownCard(card, person, job, given, at) {
  const on = person.on.find((each) => each.job === job);
  const steps = person.steps[job] || [];
  return Object.assign({}, card, { steps, mine: Boolean(on) || given.includes(job), on_since_at: on ? since(card, on.operation) || at : null });
}

function since(card, operation) {
  const line = card && card.operations.find((each) => each.id === operation);
  return line ? line.since_at : null;
}

// Over the cards, what waits

function withWaiting(cards, scans, id) {
  const told = provisions.value || { follows: {}, people: {} };
  const may = (told.people[id] || {}).may || null;
  const follows = (step) => (told.follows[step] || []).filter((each) => may === null || may.includes(each));
  const person = cards.get("person:" + id);
  const before = person ? person.on.map(({ job }) => job) : [];
  const on = whereTheyAre(before, scans);
  const shown = new Map(cards);
  cards.forEach((card, key) => {
    if (card.kind !== "job") return;
    const job = Number(key.slice(4));
    const own = scans.filter((scan) => scan.job === job);
    const after = own.length ? afterScans(card, own, follows, on.has(job)) : card;
    const steps = after.steps.map((step) => elsewhere(step, job, card, on, before, cards));
    if (own.length || steps.length) shown.set(key, Object.assign({}, after, { steps }));
  });
  return shown;
}

// Which cars the person is on once their scans have been taken.
function whereTheyAre(before, scans) {
  const on = new Set(before);
  scans.forEach(({ job, step, said, shown }) => {
    if (step === "switch") on.delete(said.from_job);
    if (COMES_ON.includes(step)) on.add(job);
    else if (step === "pause" || (step === "finish_operation" && !shown.then)) on.delete(job);
  });
  return on;
}

function afterScans(card, scans, follows, on) {
  const last = scans[scans.length - 1];
  const steps = follows(last.step).map((step) => stepAfter(step, card, scans)).filter(Boolean);
  const waiting = scans.filter((scan) => !scan.sent);
  return Object.assign({}, card, { steps, waiting: waiting.length ? waiting : null, mine: true, on_since_at: on ? card.on_since_at || last.at + (last.offset || 0) : null });
}

// What starting means depends on the other cars: from one that my scans brought me to I switch, from one they took me off I don't.
function elsewhere(step, job, card, on, before, cards) {
  const others = Array.from(on).filter((each) => each !== job);
  const came = others.find((each) => step.follows || !before.includes(each));
  const left = step.step === "switch" && !on.has(step.from_job.id);
  const from = came === undefined && left ? others[0] : came;
  if (left && from === undefined) return Object.assign({}, step, { step: card.pause ? "resume" : "clock_on", from_job: null, needs: [] });
  return from !== undefined && (left || BEGINS.includes(step.step)) ? switchFrom(from, step, cards) : step;
}

function switchFrom(job, step, cards) {
  const card = cards.get("job:" + job);
  if (!card) return step;
  return Object.assign({}, step, { step: "switch", from_job: { id: job, number: card.number, plate: card.plate }, needs: ["reason"] });
}
