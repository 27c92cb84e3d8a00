// What a scan that came late was, and why it could not be carried out, in words.
//
//   stepWords("clock_on")          "Clock on"
//   whyWords(card)                 the refusal's sentence in the reader's language
//   saidWords(card)                what was said with it: ["Waiting for parts"], …

import { t, word } from "../../core/i18n.js";

export function stepWords(step) {
  return step ? word("step", step) : t("not readable");
}

export function whyWords({ sentence_code: sentence, details }) {
  return t(sentence, details.stage ? Object.assign({}, details, { stage: word("stage", details.stage) }) : details);
}

export function saidWords({ said }) {
  const { reason, items, stall, from_km: from, to_km: to, note } = said;
  const words = [];
  if (reason) words.push(word("pause_reason", reason));
  if (items && items.length) words.push(items.join(" · "));
  if (stall) words.push(t("Stall %(stall)s", { stall }));
  if (typeof to === "number") words.push(from + " – " + to + " km");
  if (note) words.push(note);
  return words;
}
