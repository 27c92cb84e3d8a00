// A step that is kept to be sent, and what becomes of it.
//
//   mustWait()               whether a step is kept first: the server is not asked, or others wait that came before it
//   await keepStep(act)      {id, at, job, card, step, said, scan, via}, at: when it was tapped by the tablet's clock; resolves to whether it was kept; says so, or what became of it at once

import { reachable } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { tell } from "./answers.js";
import { withoutServer } from "./look_here.js";
import { becameOf, keepToSend, sendWaiting, waitingScans } from "./outbox.js";
import { askProvisions, measuredOffset } from "./provisions.js";
import { here, keepsHere } from "./session.js";
import { doneWords, nameOf, saidOf } from "./steps.js";

const ANSWERED_WITHIN = 4000;

export function mustWait() {
  return keepsHere() && (withoutServer() || waitingScans.value.length > 0);
}

function kept({ id, at, job, card, step, said, scan, via }) {
  return {
    id, act: "scan", person: here.peek().person.id, proof: here.peek().proof, code: scan ? scan.code : null, job, via, step: step.step,
    said: Object.assign(saidOf(step), said), at, offset: measuredOffset(),
    shown: { name: nameOf(step, card), plate: card.plate, then: step.then || null },
  };
}

export async function keepStep(act) {
  try {
    await keepToSend(kept(act));
  } catch (full) {
    tell("refused", t("This could not be kept on the tablet, and it is not sent."), t("Do it again when the network is back, or tell the foreman."));
    return false;
  }
  const answer = becameOf(act.id, reachable.value ? ANSWERED_WITHIN : 0);
  sendWaiting();
  told(act, await answer);
  return true;
}

function told({ step, card }, answer) {
  const where = card.plate.text;
  if (!answer) tell("waiting", t("Waiting to be sent: %(what)s", { what: nameOf(step, card) }), where);
  else if (answer.outcome === "done" || answer.outcome === "repeated") tell("accepted", doneWords(step, card), where);
  else tell("refused", answer.sentence, t("The foreman has it and will settle it."));
  if (answer && !here.peek().live) askProvisions();
}
