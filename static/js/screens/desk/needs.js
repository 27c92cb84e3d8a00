// What the desk has to do next, of all its cars and cases, most urgent first. The facts come with the cards (`needs`);
// what is urgent is decided here, by the server's time.
//
//   nextLines(jobs, cases, people's own?, time)   [{key, id, job, need, late}] or {key, id, card, need, late}
//   NEEDS[need]   {icon, verb(line), why(line), act}: act is one of {step}, {ask}, {href}, {sheet}, or null for looking at the car
//   mayMeet(need) whether the person at this desk can do something about it

import { boot } from "../../core/boot.js";
import { clockTime, dayAndTime } from "../../core/durations.js";
import { serverNow } from "../../core/clock.js";
import { t, word } from "../../core/i18n.js";
import { pauseWords } from "../../parts/pause_words.js";

const actions = boot.person ? boot.person.actions : [];

const reception = { href: (id) => "/reception/" + id };

const WAITING = {
  customer_approval: () => t("Get the customer's yes"),
  warranty_approval: () => t("Chase the warranty approval"),
  insurer: () => t("Chase the insurer"),
};

export const NEEDS = {
  greet: {
    icon: "hand",
    action: "open_reception",
    verb: () => t("Greet the customer"),
    why: ({ job }) => (job.advisor ? t("At the gate, waiting for %(name)s", { name: job.advisor.name }) : t("At the gate, nobody's customer yet")),
    act: { ...reception, words: () => t("Walk-round") },
  },
  finish_reception: {
    icon: "list-checks",
    action: "sign_order",
    verb: () => t("Finish the reception"),
    why: () => t("The order is not signed yet"),
    act: { ...reception, words: () => t("To the order") },
  },
  price_add_on: { icon: "settings", action: "price_add_on", verb: () => t("Found work has no price yet"), why: () => t("The parts people price it; then you can call"), act: { sheet: true, words: () => t("Found work…") } },
  call_add_on: { icon: "phone", action: "approve_add_on", verb: () => t("Call about found work"), why: () => t("It is priced: the customer decides"), act: { sheet: true, words: () => t("Found work…") } },
  promise: {
    icon: "alarm-clock",
    action: "change_promise",
    verb: ({ late }) => (late ? t("Promise broken: tell the customer") : t("Promise about to break")),
    why: ({ job }) => t("Promised %(time)s; the car is at: %(stage)s", { time: dayAndTime(job.promised_at, serverNow()), stage: word("stage", job.stage) }),
    act: { ask: "promise", words: () => t("Change the promise") },
  },
  parts_late: {
    icon: "settings",
    action: "change_promise",
    verb: () => t("Ask for the parts"),
    why: ({ due }) => (due === null ? t("Ordered; nobody knows when they come") : t("Expected %(time)s and not here", { time: dayAndTime(due, serverNow()) })),
    act: { ask: "promise", words: () => t("Change the promise") },
  },
  parts_after_promise: { icon: "settings", action: "change_promise", verb: () => t("Promise another time"), why: () => t("A part comes only after the promised time"), act: { ask: "promise", words: () => t("Change the promise") } },
  waiting: {
    icon: "pause",
    action: "change_promise",
    verb: ({ job }) => (job.pause && WAITING[job.pause.reason] ? WAITING[job.pause.reason]() : t("Get the answer")),
    why: ({ job }) => t("The car stands still: %(reason)s", { reason: job.pause ? pauseWords(job.pause) : "" }),
    act: null,
  },
  announce: {
    icon: "phone",
    action: "announce",
    verb: () => t("Tell the customer"),
    why: ({ job }) => (job.stall ? t("Ready in %(stall)s; the customer does not know", { stall: job.stall }) : t("Ready; the customer does not know")),
    act: { step: "announce" },
  },
  hand_over: { icon: "car", action: "hand_over", verb: () => t("Hand over"), why: ({ since }) => t("The customer was told at %(time)s", { time: clockTime(since) }), act: { step: "hand_over" } },
  settle: { icon: "check", action: "settle", verb: () => t("Settle"), why: () => t("Handed over, not settled yet"), act: { step: "settle" } },
  let_out: { icon: "arrow-up-right", action: "deliver", verb: () => t("Let the car out"), why: () => t("Settled; the car may leave"), act: { step: "deliver" } },
  complaint: { icon: "phone", action: "close_complaint", verb: () => t("Call back: complaint"), why: ({ card }) => card.text, act: { ask: "complaint", words: () => t("Answer…") } },
};

export function mayMeet(need) {
  return need in NEEDS && actions.includes(NEEDS[need].action);
}

const ONLY_ONCE_LATE = ["parts_late"];

// A promise matters shortly before it breaks, a late part once it is late; everything else at once.
function shows({ need, due, job }, time) {
  if (due === null) return true;
  if (need === "promise") return time > (job.warn_at === null ? due : job.warn_at);
  return !ONLY_ONCE_LATE.includes(need) || time > due;
}

const HOUR = 3600000;
const PATIENCE = { hand_over: 2 * HOUR, let_out: 2 * HOUR };

// A customer who stands there comes first. What has no deadline of its own comes where its wait puts it: before what is
// due tomorrow, and later where it is the customer who lets us wait.
function bites({ need, due, since }) {
  if (need === "greet") return 0;
  return due === null ? (since || 0) + (PATIENCE[need] || HOUR / 2) : due;
}

function byUrgency(one, other) {
  if (one.late !== other.late) return one.late ? -1 : 1;
  return bites(one) - bites(other);
}

function line(key, need, since, due, more, time) {
  return { key: key + ":" + need, need, since, due, late: due !== null && time > due, ...more };
}

export function nextLines(jobs, cases, time) {
  const found = [];
  jobs.forEach(({ id, job }) => {
    job.needs.forEach(({ need, since_at, due_at }) => mayMeet(need) && found.push(line("job:" + id, need, since_at, due_at, { id, job }, time)));
  });
  cases.forEach(([id, card]) => mayMeet("complaint") && found.push(line("case:" + id, "complaint", card.opened_at, card.due_at, { id, card }, time)));
  return found.filter((each) => shows(each, time)).sort(byUrgency);
}
