// What the desk may do with a car next: the steps the server offers, as buttons and the commands behind them.
//
//   deskSteps(job)        the offered steps that belong to a desk, most likely first
//   stepWords(step)       "Customer told"
//   takeStep(id, step, said)   sends the command; `said` is what was asked with it, {stall}

import { post } from "../../core/api.js";
import { N_, t } from "../../core/i18n.js";

const STEPS = {
  announce: { path: "announce", words: N_("Customer told"), done: N_("%(plate)s: the customer has been told") },
  hand_over: { path: "hand-over", words: N_("Hand over"), done: N_("%(plate)s: handover has begun"), asks: true },
  settle: { path: "settle", words: N_("Settled"), done: N_("%(plate)s: settled, the car may leave"), asks: true },
  deliver: { path: "deliver", words: N_("Car has left"), done: N_("%(plate)s has left the workshop"), asks: true },
  park_ready: { path: "park-ready", words: N_("Parked at…"), done: N_("%(plate)s: parked"), asks: true },
  start_wash: { path: "start-wash", words: N_("Begin wash"), done: N_("%(plate)s: wash has begun") },
  end_wash: { path: "end-wash", words: N_("Wash done…"), done: N_("%(plate)s: washed and ready"), asks: true },
};

export function deskSteps(job) {
  return job.steps.filter(({ step }) => step in STEPS);
}

export function stepWords({ step }) {
  return t(STEPS[step].words);
}

// Asked before it is done: what can't be taken back, and what needs a word with it.
export function stepAsks({ step }) {
  return Boolean(STEPS[step].asks);
}

export function stepDone({ step }, job) {
  return t(STEPS[step].done, { plate: job.plate.text });
}

export function takeStep(id, { step }, said) {
  return post("/jobs/" + id + "/" + STEPS[step].path, said || {});
}
