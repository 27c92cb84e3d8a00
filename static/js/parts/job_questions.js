// Questions that the desk and the foreman both ask about a job: another promise, giving it up.
//
//   html`<${PromiseDialog} id=${17} job=${job} onClose=${close} />`
//   html`<${CancelDialog} id=${17} job=${job} onClose=${close} />`

import { html, useState } from "../../vendor/preact.js";
import { serverNow } from "../core/clock.js";
import { post } from "../core/api.js";
import { dayAndTime } from "../core/durations.js";
import { N_, t } from "../core/i18n.js";
import { Dialog } from "./dialog.js";
import { Field, wrongFields } from "./field.js";
import { Plate } from "./plate.js";
import { PromiseChoice } from "./promise_choice.js";
import { PromiseLedger } from "./promise_ledger.js";
import { RefusedHere, useSending } from "./sending.js";
import { toast } from "./toast.js";

function AboutJob({ job }) {
  return html`<div class="ask-car"><${Plate} plate=${job.plate} /><p class="clip"><strong>${job.model}</strong> · ${job.number}</p></div>`;
}

function Answers({ onClose, onGo, busy, ready, go, danger }) {
  return html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class=${"button " + (danger ? "button-danger" : "button-main")} disabled=${busy || !ready} onClick=${onGo}>${busy ? t("Saving…") : go}</button>`;
}

const REASONS = [N_("Parts come late"), N_("Found work was added"), N_("More work than thought"), N_("No bay was free"), N_("The customer asked for it")];
const WAYS = [N_("by phone"), N_("by message"), N_("in person")];

function Presets({ label, texts, chosen, onChoose }) {
  return html`<div class="chips" role="group" aria-label=${label}>
    ${texts.map((text) => html`<button key=${text} type="button" class="chip chip-small" aria-pressed=${chosen === text ? "true" : "false"} onClick=${() => onChoose(text)}>${text}</button>`)}
  </div>`;
}

function Why({ customer, reason, onReason, whom, onWhom, way, onWay, wrong }) {
  return html`<${Field} label=${t("Why")} wrong=${wrong.reason}>${(ids) => html`<input ...${ids} type="text" name="reason" maxlength="200" value=${reason} onInput=${(event) => onReason(event.currentTarget.value)} />`}<//>
    <${Presets} label=${t("Common reasons")} texts=${REASONS.map((each) => t(each))} chosen=${reason} onChoose=${onReason} />
    <${Field} label=${t("Whom you told")} wrong=${wrong.told}>${(ids) => html`<input ...${ids} type="text" name="told" maxlength="150" value=${whom} onInput=${(event) => onWhom(event.currentTarget.value)} />`}<//>
    <div class="told-presets">${customer && html`<${Presets} label=${t("Whom you told")} texts=${[customer]} chosen=${whom} onChoose=${onWhom} />`}
      <${Presets} label=${t("How they were told")} texts=${WAYS.map((each) => t(each))} chosen=${way} onChoose=${onWay} /></div>`;
}

export function PromiseDialog({ id, job, onClose }) {
  const [promised, setPromised] = useState(null);
  const [reason, setReason] = useState("");
  const [whom, setWhom] = useState("");
  const [way, setWay] = useState(t(WAYS[0]));
  const first = job.promised_at === null;
  const told = whom.trim() ? whom.trim() + " · " + way : "";
  const sending = useSending(
    () => post("/jobs/" + id + "/promise", { promised_at: promised, reason: reason.trim(), told }),
    () => (toast("ok", t("%(plate)s: promise changed", { plate: job.plate.text })), onClose())
  );
  const wrong = sending.refusal ? wrongFields(sending.refusal) : {};
  const ready = promised !== null && (first || (reason.trim() && told));
  const actions = html`<${Answers} onClose=${onClose} onGo=${sending.go} busy=${sending.busy} ready=${ready} go=${first ? t("Promise it") : t("Change the promise")} />`;
  return html`<${Dialog} title=${first ? t("Promise a time") : t("Change the promised time")} onClose=${onClose} actions=${actions}>
    <${AboutJob} job=${job} />
    ${!first && html`<p class="ask-note">${t("Promised so far: %(time)s", { time: dayAndTime(job.promised_at, serverNow()) })}</p>`}
    <${PromiseChoice} value=${promised} onChange=${setPromised} wrong=${wrong.promised_at} />
    ${!first && html`<${Why} customer=${job.customer ? job.customer.name : ""} reason=${reason} onReason=${setReason} whom=${whom} onWhom=${setWhom} way=${way} onWay=${setWay} wrong=${wrong} />`}
    <${RefusedHere} refusal=${sending.refusal} />
    ${!first && html`<${PromiseLedger} id=${id} job=${job} />`}
  <//>`;
}

export function CancelDialog({ id, job, onClose }) {
  const [reason, setReason] = useState("");
  const sending = useSending(
    () => post("/jobs/" + id + "/cancel", { reason: reason.trim() }),
    () => (toast("ok", t("%(plate)s: job cancelled", { plate: job.plate.text })), onClose())
  );
  const actions = html`<${Answers} danger onClose=${onClose} onGo=${sending.go} busy=${sending.busy} ready=${reason.trim()} go=${t("Cancel this job")} />`;
  return html`<${Dialog} title=${t("Cancel this job?")} onClose=${onClose} actions=${actions}>
    <${AboutJob} job=${job} />
    <p class="ask-note">${t("Everybody is clocked off, and the car leaves all screens. This can't be taken back.")}</p>
    <${Field} label=${t("Why")}>${(ids) => html`<input ...${ids} type="text" maxlength="200" autofocus value=${reason} onInput=${(event) => setReason(event.currentTarget.value)} />`}<//>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
