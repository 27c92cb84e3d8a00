// What is asked before a step is taken: the stall, the walk round the car, or a plain yes.

import { html, useState } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";
import { stepDone, stepWords, takeStep } from "./steps.js";

function BeforeHandover({ job }) {
  const points = [
    t("All work is done and signed."),
    t("The customer's complaint is gone."),
    t("Old parts: %(wish)s.", { wish: word("old_parts", job.old_parts) }),
    t("Clean inside and outside."),
    t("Nothing of ours is left in the car."),
  ];
  return html`<p class="ask-note">${t("Walk round the car before the customer comes:")}</p>
    <ul class="ask-points">${points.map((point) => html`<li key=${point}><${Icon} name="check" />${point}</li>`)}</ul>`;
}

const ASIDE = {
  hand_over: BeforeHandover,
  settle: () => html`<p class="ask-note">${t("Paid or invoiced. After this the car may leave.")}</p>`,
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
      <${Field} label=${t("Where does it stand?")}>${(ids) => html`<input ...${ids} type="text" maxlength="20" autofocus placeholder="A-03" value=${stall} onInput=${(event) => setStall(event.currentTarget.value)} />`}<//>
    </form>`}
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
