// What happened to a car, from the journal: who did what, when, and from where.
//
//   html`<${Story} entries=${journal.entries} bayNumber=${(id) => "3" or null} />`   bays are named where bayNumber knows them

import { html } from "../../vendor/preact.js";
import { serverNow } from "../core/clock.js";
import { dayAndTime } from "../core/durations.js";
import { N_, t, word } from "../core/i18n.js";

const VERBS = {
  take_in: N_("took the car in"),
  print_card: N_("printed the job card"),
  revoke_card: N_("made the printed cards invalid"),
  dispatch: N_("dispatched"),
  assign: N_("chose technicians"),
  move: N_("moved"),
  recall: N_("took back to the queue"),
  clock_on: N_("clocked on"),
  resume: N_("went on"),
  switch: N_("switched to this car"),
  pause: N_("paused"),
  finish_operation: N_("finished an operation"),
  sign_self_check: N_("signed the self check"),
  sign_leader_check: N_("signed the team leader's check"),
  sign_final_check: N_("signed the final check"),
  start_wash: N_("began the wash"),
  end_wash: N_("ended the wash"),
  park_ready: N_("parked the car"),
  announce: N_("told the customer that the car is ready"),
  hand_over: N_("began the handover"),
  settle: N_("settled"),
  deliver: N_("let the car out"),
  cancel: N_("cancelled the job"),
  change_promise: N_("changed the promise"),
  correct_clocking: N_("put a clocking right"),
  confirm_clocking: N_("confirmed a clocking"),
  close_forgotten: N_("A forgotten clocking was ended"),
};

function bayWords(bayNumber, id) {
  const number = id === null ? null : bayNumber(id);
  return number ? t("bay %(bay)s", { bay: number }) : t("no bay");
}

function more(details, bayNumber) {
  const parts = [];
  if (bayNumber && "to_bay" in details) parts.push(bayWords(bayNumber, details.from_bay) + " → " + bayWords(bayNumber, details.to_bay));
  if (details.to && details.from) parts.push(word("stage", details.from) + " → " + word("stage", details.to));
  if (details.reason) parts.push(word("pause_reason", details.reason));
  if (details.told) parts.push(t("told by: %(who)s", { who: details.told }));
  return parts.join(" · ");
}

export function Story({ entries, bayNumber }) {
  if (!entries.length) return null;
  const latestFirst = entries.slice().sort((one, other) => other.at - one.at);
  return html`<section class="drawer-part"><h3>${t("Story")}</h3><ol class="story">
    ${latestFirst.map((entry, index) => html`<li key=${index}>
      <time>${dayAndTime(entry.at, serverNow())}</time>
      <div><p>${entry.person && html`<strong>${entry.person}</strong> `}${VERBS[entry.verb] ? t(VERBS[entry.verb]) : entry.verb.replace(/_/g, " ")}</p>
        ${more(entry.details || {}, bayNumber) && html`<p class="story-more">${more(entry.details || {}, bayNumber)}</p>`}</div>
    </li>`)}
  </ol></section>`;
}
