// What the desk may do with a car next: the steps the server offers, as buttons and the commands behind them.
//
//   deskSteps(job)        the offered steps that belong to a desk, most likely first
//   stepWords(step)       "Customer told"
//   takeStep(id, step, said)   sends the command; `said` is what was asked with it, {stall}
//   questionOf(step)      which question of desk/hooks.js is asked before it, null for none

import { post } from "../../core/api.js";
import { N_, t } from "../../core/i18n.js";

const STEPS = {
  announce: { path: "announce", words: N_("Customer told"), done: N_("%(plate)s: the customer has been told") },
  hand_over: { path: "hand-over", words: N_("Hand over"), done: N_("%(plate)s: handover has begun"), asks: "hand_over" },
  settle: { path: "settle", words: N_("Settled"), done: N_("%(plate)s: settled, the car may leave"), asks: "settle" },
  deliver: { path: "deliver", words: N_("Car has left"), done: N_("%(plate)s has left the workshop"), asks: "step" },
  park_ready: { path: "park-ready", words: N_("Parked at…"), done: N_("%(plate)s: parked"), asks: "step" },
  start_wash: { path: "start-wash", words: N_("Begin wash"), done: N_("%(plate)s: wash has begun") },
  end_wash: { path: "end-wash", words: N_("Wash done…"), done: N_("%(plate)s: washed and ready"), asks: "step" },
};

export function deskSteps(job) {
  return job.steps.filter(({ step }) => step in STEPS);
}

export function stepWords({ step }) {
  return t(STEPS[step].words);
}

// Asked before it is done: what can't be taken back, and what needs a word with it.
export function questionOf({ step }) {
  return STEPS[step].asks || null;
}

export function stepDone({ step }, job) {
  return t(STEPS[step].done, { plate: job.plate.text });
}

export function takeStep(id, { step }, said) {
  return post("/jobs/" + id + "/" + STEPS[step].path, said || {});
}
