// What is asked before a step is taken: the stall, or a plain yes.

import { html, useState } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { StallChoice } from "../../parts/stall_choice.js";
import { toast } from "../../parts/toast.js";
import { stepDone, stepWords, takeStep } from "./steps.js";

const ASIDE = {
  deliver: () => html`<p class="ask-note">${t("The car has gone through the gate. It leaves all screens.")}</p>`,
};

export function StepDialog({ id, job, step, onClose }) {
  const needsStall = step.needs.includes("stall");
  const [stall, setStall] = useState(job.stall || "");
  const done = () => (toast("ok", stepDone(step, job)), onClose());
  const sending = useSending(() => takeStep(id, step, needsStall ? { stall: stall.trim() } : {}), done);
  const Aside = ASIDE[step.step];
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" autofocus disabled=${sending.busy || (needsStall && !stall.trim())} onClick=${sending.go}>${sending.busy ? t("Saving…") : stepWords(step)}</button>`;
  return html`<${Dialog} title=${stepWords(step)} onClose=${onClose} actions=${actions}>
    <div class="ask-car"><${Plate} plate=${job.plate} /><p class="clip"><strong>${job.model}</strong> · ${job.number}</p></div>
    ${Aside && html`<${Aside} job=${job} />`}
    ${needsStall && html`<form onSubmit=${(event) => (event.preventDefault(), stall.trim() && sending.go())}>
      <${StallChoice} value=${stall} onChange=${setStall} />
    </form>`}
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
