// Looking a scan up without the server, in what the tablet keeps.
//
//   withoutServer()        whether the server is not asked at all: out of reach, or it does not know who is here
//   unanswered(refusal)    whether this refusal is no decision of the server's, and things are kept here; unansweredBy: the first half
//   badgeHere(text)        {kind: "badge", person}; throws a Refusal
//   lookHere(text, via)    {kind: "job", job, card, here: true} | {kind: "badge", person} | {kind: "unknown", code}; throws a Refusal

import { Refusal, reachable } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { codeText, isBadge, isJobCard } from "../../core/code_text.js";
import { t } from "../../core/i18n.js";
import { jobOfCode, jobTyped, personOfBadge, provisions } from "./provisions.js";
import { here, keepsHere } from "./session.js";

export function withoutServer() {
  return keepsHere() && (!reachable.value || boot.shell || !here.value.live);
}

export function unanswered(refusal) {
  return keepsHere() && unansweredBy(refusal);
}

export function unansweredBy(refusal) {
  return refusal.code === "unreachable" || refusal.status === 503;
}

function no(sentence) {
  return new Refusal(0, { code: "not_here", sentence }, 0);
}

export function badgeHere(text) {
  const person = personOfBadge(text);
  if (!person) throw no(t("Without network this tablet knows only badges of people who signed in here lately."));
  return { kind: "badge", person: { id: person.id, name: person.name } };
}

function jobHere(job) {
  return { kind: "job", job, card: provisions.peek().jobs[job], here: true };
}

function typedHere(text) {
  const { job, problem } = jobTyped(text);
  if (problem === "several") throw no(t("Several cars fit what you typed. Type the job number."));
  if (problem) throw no(t("Without network this tablet does not know such a car. Scan its job card, then the scan can be kept."));
  return jobHere(job);
}

export function lookHere(text, via) {
  const code = codeText(text);
  if (code === null && via === "typed") return typedHere(text);
  if (code === null) throw no(/^\s*WB/i.test(text) ? t("This code could not be read completely. Scan it again, or type the job number.") : t("This is not a code of this workshop. Scan the QR code on the job card."));
  if (isBadge(code)) return badgeHere(code);
  if (!isJobCard(code)) throw no(t("This is not a code of this workshop. Scan the QR code on the job card."));
  const job = jobOfCode(code);
  return job === null ? { kind: "unknown", code } : jobHere(job);
}
