// What a scan that came late was, and why it could not be carried out, in words.
//
//   stepWords("clock_on")          "Start work"
//   whyWords(card)                 the refusal's sentence in the reader's language
//   saidWords(card)                what was said with it: ["Waiting for parts"], …

import { boot } from "../../core/boot.js";
import { N_, t, word } from "../../core/i18n.js";

const STEPS = {
  clock_on: N_("Start work"), resume: N_("Go on working"), switch: N_("Switch to this car"), pause: N_("Pause"),
  finish_operation: N_("Finish"), take_over: N_("Take over"), tick: N_("Tick the list"), record_test_drive: N_("Test drive"),
  pass_self_check: N_("Self check: passed"), fail_self_check: N_("Self check: not passed"),
  pass_leader_check: N_("Team leader's check: passed"), fail_leader_check: N_("Team leader's check: not passed"),
  pass_final_check: N_("Final check: passed"), fail_final_check: N_("Final check: not passed"),
  open_reception: N_("Open the reception"), start_wash: N_("Start the wash"), end_wash: N_("Washed"), park_ready: N_("Parked"),
  announce: N_("The customer was told"), hand_over: N_("Start the handover"), settle: N_("Settle"), deliver: N_("The car leaves"),
};
const WORD_LISTS = { stage: "stage", state: "operation_state" };

export function stepWords(step) {
  return step ? t(STEPS[step] || step) : t("Sign out");
}

export function whyWords({ code, details }) {
  const sentence = (boot.refusals || {})[code] || code;
  return sentence.replace(/%\(([a-z_]+)\)s/g, (whole, name) => (name in (details || {}) ? shown(name, details[name]) : whole));
}

function shown(name, value) {
  return WORD_LISTS[name] ? word(WORD_LISTS[name], value) : String(value);
}

export function saidWords({ said }) {
  const { reason, items, stall, from_km: from, to_km: to, note } = said || {};
  const words = [];
  if (reason) words.push(word("pause_reason", reason));
  if (items && items.length) words.push(items.join(" · "));
  if (stall) words.push(t("Stall %(stall)s", { stall }));
  if (to !== undefined && to !== null) words.push(from + " – " + to + " km");
  if (note) words.push(note);
  return words;
}
