// The steps the server offers: what each is called, how it looks, where it is posted, and what is said when it is done.
//
//   nameOf(step, job)    "Finish: Replace brake pads"          followUp(step, job)  "then: check noise", or null
//   iconOf(step)         a name in the icon set                doneWords(step, job) "Finished: Replace brake pads"
//   pathOf(step, job)    "/jobs/17/finish-operation"           bodyOf(step)         what that address wants to know
//   saidOf(step)         what a scan says of it: operation, from_job, from_person
//   stepAfter(name, card, scans)   a step that follows scans which are not sent yet; ticksIn(operation, scans)   what they tick

import { N_, t } from "../../core/i18n.js";

// step -> [icon, what the button says, what is said afterwards, address, what the step itself already says]
const STEPS = {
  clock_on: ["play", N_("Start: %(operation)s"), N_("You are clocked on: %(operation)s"), "clock-on"],
  resume: ["play", N_("Go on: %(operation)s"), N_("You are clocked on again: %(operation)s"), "resume"],
  switch: ["repeat", N_("Switch to this car: %(operation)s"), N_("Switched. You are clocked on: %(operation)s"), "switch"],
  pause: ["pause", N_("Pause, with a reason"), N_("Paused. You are clocked off."), "pause"],
  take_over: ["users", N_("Take over from %(name)s: %(operation)s"), N_("You have taken over: %(operation)s"), "take-over"],
  tick: ["list-checks", N_("Tick the list: %(operation)s"), N_("Ticked"), "tick"],
  record_test_drive: ["car", N_("Test drive"), N_("Test drive recorded"), "test-drive"],
  finish_operation: ["check", N_("Finish: %(operation)s"), N_("Finished: %(operation)s"), "finish-operation"],
  pass_self_check: ["badge-check", N_("Self check: all in order, sign"), N_("Self check signed"), "self-check", { passed: true }],
  fail_self_check: ["undo-2", N_("Self check: something is wrong"), N_("Back to work, with what was found"), "self-check", { passed: false }],
  pass_leader_check: ["badge-check", N_("Team leader's check: passed, sign"), N_("Team leader's check signed"), "leader-check", { passed: true }],
  fail_leader_check: ["undo-2", N_("Team leader's check: not passed"), N_("Back to work, with what was found"), "leader-check", { passed: false }],
  pass_final_check: ["badge-check", N_("Final check: passed, sign"), N_("Final check signed"), "final-check", { passed: true }],
  fail_final_check: ["undo-2", N_("Final check: not passed"), N_("Back to work, with what was found"), "final-check", { passed: false }],
  start_wash: ["droplets", N_("Start the wash"), N_("The wash has begun"), "start-wash"],
  end_wash: ["sparkles", N_("Washed: park it in a ready stall"), N_("Clean and ready"), "end-wash"],
  park_ready: ["square-parking", N_("Say where it is parked"), N_("The stall is noted"), "park-ready"],
  announce: ["phone", N_("The customer has been told"), N_("Noted: the customer knows"), "announce"],
  hand_over: ["hand", N_("Start the handover"), N_("The handover has begun"), "hand-over"],
  settle: ["check-check", N_("Settled"), N_("The job is settled"), "settle"],
  deliver: ["arrow-up-right", N_("The car leaves"), N_("The car has left"), "deliver"],
};

const TO_BE_DONE = ["open", "started"];
const UNKNOWN = ["arrow-right", "", N_("Done"), ""];

function partsOf(step) {
  return STEPS[step.step] || UNKNOWN;
}

export function operationOf(job, id) {
  return job.operations.find((each) => each.id === id) || null;
}

function sentence(template, step, job) {
  const operation = step.operation && operationOf(job, step.operation);
  return t(template, { operation: operation ? operation.text : t("the work"), name: step.from_person ? step.from_person.name : "" });
}

export function iconOf(step) {
  return partsOf(step)[0];
}

export function nameOf(step, job) {
  return sentence(partsOf(step)[1] || step.step.replace(/_/g, " "), step, job);
}

export function doneWords(step, job) {
  return sentence(partsOf(step)[2], step, job);
}

export function followUp(step, job) {
  if (step.follows) return null;
  if (step.step === "switch" && step.from_job) return t("pauses %(plate)s", { plate: step.from_job.plate.text });
  if (step.step === "tick") return ticksLeft(operationOf(job, step.operation));
  if (step.step !== "finish_operation") return null;
  const next = step.then && operationOf(job, step.then);
  if (next) return t("then: %(what)s", { what: next.text });
  const othersAtWork = job.operations.some((each) => each.id !== step.operation && TO_BE_DONE.includes(each.state));
  return othersAtWork ? null : t("then: %(what)s", { what: t("self check") });
}

function ticksLeft(operation) {
  return t("%(done)s of %(all)s", { done: operation.ticked.length, all: operation.checklist.length });
}

export function pathOf(step, job) {
  return "/jobs/" + job + "/" + partsOf(step)[3];
}

export function bodyOf(step) {
  return Object.assign({}, partsOf(step)[4], saidOf(step));
}

export function saidOf(step) {
  const said = {};
  if (step.operation) said.operation = step.operation;
  if (step.from_job) said.from_job = step.from_job.id;
  if (step.from_person) said.from_person = step.from_person.id;
  return said;
}

// What is asked with each step: what a step of the server's says itself, a step that follows a waiting scan does not.
const NEEDS = {
  pause: ["reason"], tick: ["ticked"], record_test_drive: ["km"], end_wash: ["stall"], park_ready: ["stall"],
  fail_self_check: ["items"], fail_leader_check: ["items"], fail_final_check: ["items"],
};

const OF_CURRENT = ["finish_operation", "tick"];

// A step by its name, as it follows scans of the same person that wait: of the operation that they are about. Null where it can't be
// said here which operation, car or person is meant.
export function stepAfter(name, card, scans) {
  const { current, last } = operationsIn(card, scans);
  const open = current !== null && listOpen(operationOf(card, current), scans);
  if (name === "switch" || name === "take_over") return null;
  if (OF_CURRENT.includes(name) && (current === null || open !== (name === "tick"))) return null;
  if (name === "clock_on" && (current !== null || !leftToDo(card, scans))) return null;
  const operation = OF_CURRENT.includes(name) ? current : name === "resume" ? last : null;
  return { step: name, likely: false, operation, then: null, from_job: null, from_person: null, needs: NEEDS[name] || [], follows: true };
}

// Whether an operation is left that somebody could start with, once what waits is finished.
function leftToDo(card, scans) {
  const finished = scans.filter((scan) => scan.step === "finish_operation").map(({ said }) => said.operation);
  return card.operations.some((each) => TO_BE_DONE.includes(each.state) && !finished.includes(each.id));
}

// The operation that the person is on after these scans, and the one they were on last. `card` says where they began.
function operationsIn(card, scans) {
  const began = card.steps.find((each) => OF_CURRENT.includes(each.step));
  let current = began ? began.operation : null;
  let last = current;
  scans.forEach(({ step, said, shown }) => {
    if (step === "pause") current = null;
    else if (step === "finish_operation") current = shown.then;
    else if (said.operation) current = said.operation;
    last = current || last;
  });
  return { current, last };
}

// What is ticked on an operation's list once scans that wait are counted in: {item: true | false}.
export function ticksIn(operation, scans) {
  const ticks = {};
  scans.filter((scan) => scan.step === "tick" && scan.said.operation === operation.id).forEach(({ said }) => {
    (said.ticked || []).forEach((item) => (ticks[item] = true));
    (said.cleared || []).forEach((item) => (ticks[item] = false));
  });
  return ticks;
}

function listOpen(operation, scans) {
  if (!operation) return false;
  const ticks = ticksIn(operation, scans);
  return operation.checklist.some((item) => !(item in ticks ? ticks[item] : operation.ticked.includes(item)));
}
