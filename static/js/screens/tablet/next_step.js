// The one big button: what it will do, in full. Beside it, smaller, whatever else is allowed.
//
//   html`<${NextStep} feed=${feed} job=${17} card=${card} />`
//   html`<${OtherSteps} feed=${feed} job=${17} card=${card} />`
//
// When another step moves into the button (somebody else did something), it takes no tap for 400 ms: a finger that was on its
// way must not do what it never read.

import { html, useEffect, useRef, useState } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { clearAnswer } from "./answers.js";
import { sending, sheet, take } from "./floor.js";
import { listFor } from "./standards.js";
import { followUp, iconOf, nameOf } from "./steps.js";

const SETTLES_AFTER = 400;
const SLOW_AFTER = 1000;

export function choose(feed, job, card, step) {
  if (sending.value) return;
  const ticks = step.step.startsWith("pass_") && listFor(feed, step, card).length > 0;
  if (step.needs.length || ticks) {
    clearAnswer(); // it would lie over the question
    sheet.value = { job, step };
  } else take(job, card, step);
}

function identity(job, step) {
  return [job, step && step.step, step && step.operation, step && step.from_person && step.from_person.id].join(" ");
}

function useSettled(what) {
  const [settled, setSettled] = useState(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(what), SETTLES_AFTER);
    return () => clearTimeout(timer);
  }, [what]);
  return settled === what;
}

function useSlow(underWay) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!underWay) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER);
    return () => clearTimeout(timer);
  }, [underWay]);
  return slow;
}

export function NextStep({ feed, job, card }) {
  const step = card.steps[0] || null;
  const settled = useSettled(identity(job, step));
  const underWay = sending.value;
  const slow = useSlow(underWay);
  const button = useRef(null);
  if (!step) return html`<${NothingToDo} card=${card} />`;
  const small = followUp(step, card);
  const press = () => settled && choose(feed, job, card, step);
  return html`<button ref=${button} class="next-step" data-step=${step.step} data-main="true" aria-disabled=${settled && !underWay ? undefined : "true"} onClick=${press}>
    <${Icon} name=${underWay ? "refresh-cw" : iconOf(step)} />
    <span class="next-words">
      <span class="next-name">${underWay ? (slow ? t("Still sending… The network is slow.") : t("Sending…")) : nameOf(step, card)}</span>
      ${small && !underWay && html`<span class="next-then">${small}</span>`}
    </span>
  </button>`;
}

function NothingToDo({ card }) {
  return html`<div class="nothing-to-do" role="status">
    <${Icon} name=${card.stage === "delivered" ? "flag" : "clock"} />
    <p><strong>${t("Nothing for you to do on this car now")}</strong>
      <span>${t("It is at: %(stage)s", { stage: word("stage", card.stage) })}</span></p>
  </div>`;
}

export function OtherSteps({ feed, job, card }) {
  const others = card.steps.slice(1);
  if (!others.length) return null;
  return html`<section class="other-steps" aria-label=${t("Other steps")}>
    <h2>${t("Other steps")}</h2>
    <ul>${others.map((step) => html`<li key=${identity(job, step)}>
      <button class="other-step" data-step=${step.step} disabled=${Boolean(sending.value)} onClick=${() => choose(feed, job, card, step)}>
        <${Icon} name=${iconOf(step)} /><span>${nameOf(step, card)}</span>
      </button></li>`)}</ul>
  </section>`;
}
