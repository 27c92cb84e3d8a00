// Complaints as cases: opening one, giving it to somebody else, closing it.
//
//   html`<${CaseFields} draft=${draft} change=${…} people=${[{id, name, roles}]} wrong=${wrongFields(refusal)} />`
//   const draft = newCase(ownerId or null);  caseReady(draft);  caseBody(draft)   {text, owner, due_at}
//   html`<${OpenCaseDialog} id=${17} car=${{plate, model, number, advisor}} people=${people} onClose=${close} />`
//   html`<${CloseCaseDialog} id=${7} card=${card} onClose=${close} />` · <${GiveCaseDialog} … people=${people} />

import { html, useState } from "../../vendor/preact.js";
import { post } from "../core/api.js";
import { serverNow } from "../core/clock.js";
import { t } from "../core/i18n.js";
import { customerName, PhoneLink } from "./customer.js";
import { Dialog } from "./dialog.js";
import { Field, wrongFields } from "./field.js";
import { Plate } from "./plate.js";
import { RefusedHere, useSending } from "./sending.js";
import { WhenField, atSite, siteDate } from "./time_of_day.js";
import { toast } from "./toast.js";

const DAY = 24 * 3600000;
const DAYS = [0, 1, 2, 3, 4, 5, 6, 7, 14];
const OWNERS = ["advisor", "follow_up_clerk", "foreman", "manager"];

export function newCase(owner) {
  return { text: "", owner, due_at: atSite(siteDate(serverNow() + DAY) + "T17:00") };
}

export function caseReady({ text, owner, due_at }) {
  return Boolean(text.trim() && owner && due_at);
}

export function caseBody({ text, owner, due_at }) {
  return { text: text.trim(), owner, due_at };
}

function Owner({ value, people, onChange, wrong }) {
  const owners = people.filter(({ roles }) => roles.some((role) => OWNERS.includes(role)));
  return html`<${Field} label=${t("Who looks after it")} wrong=${wrong}>${(ids) => html`<select ...${ids} name="owner" value=${value ? String(value) : ""} onChange=${(event) => onChange(Number(event.currentTarget.value) || null)}>
    <option value="">—</option>${owners.map(({ id, name }) => html`<option key=${id} value=${String(id)}>${name}</option>`)}</select>`}<//>`;
}

export function CaseFields({ draft, change, people, wrong }) {
  return html`<div class="case-fields">
    <${Field} label=${t("What the customer complains about")} wrong=${wrong.text}>${(ids) => html`<textarea ...${ids} name="complaint" rows="3" maxlength="500" value=${draft.text} onInput=${(event) => change({ text: event.currentTarget.value })}></textarea>`}<//>
    <div class="pair"><${Owner} value=${draft.owner} people=${people} onChange=${(owner) => change({ owner })} wrong=${wrong.owner} />
      <${WhenField} label=${t("Answer until")} value=${draft.due_at} onChange=${(due_at) => change({ due_at })} wrong=${wrong.due_at} days=${DAYS} /></div>
  </div>`;
}

export function CaseCar({ plate, model, number, customer }) {
  return html`<div class="ask-car"><${Plate} plate=${plate} /><div class="case-car"><p class="clip"><strong>${model}</strong> · ${number}</p>
    ${customer && html`<p>${customerName(customer)} <${PhoneLink} phone=${customer.phone} /></p>`}</div></div>`;
}

function Answers({ onClose, sending, ready, go }) {
  return html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${sending.busy || !ready} onClick=${sending.go}>${sending.busy ? t("Saving…") : go}</button>`;
}

export function OpenCaseDialog({ id, car, people, onClose }) {
  const [draft, setDraft] = useState(() => newCase(car.advisor ? car.advisor.id : null));
  const sending = useSending(
    () => post("/jobs/" + id + "/complaints", caseBody(draft)),
    () => (toast("ok", t("%(plate)s: the complaint has an owner now", { plate: car.plate.text })), onClose())
  );
  const actions = html`<${Answers} onClose=${onClose} sending=${sending} ready=${caseReady(draft)} go=${t("Open the case")} />`;
  return html`<${Dialog} title=${t("The customer complains")} onClose=${onClose} actions=${actions}>
    <${CaseCar} ...${car} />
    <${CaseFields} draft=${draft} change=${(some) => setDraft({ ...draft, ...some })} people=${people} wrong=${sending.refusal ? wrongFields(sending.refusal) : {}} />
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

export function CloseCaseDialog({ id, card, onClose }) {
  const [resolution, setResolution] = useState("");
  const sending = useSending(
    () => post("/complaints/" + id + "/close", { resolution: resolution.trim() }),
    () => (toast("ok", t("%(plate)s: complaint closed", { plate: card.plate.text })), onClose())
  );
  const actions = html`<${Answers} onClose=${onClose} sending=${sending} ready=${resolution.trim()} go=${t("Close the case")} />`;
  return html`<${Dialog} title=${t("Answer the complaint")} onClose=${onClose} actions=${actions}>
    <${CaseCar} ...${card} />
    <p class="case-text">${card.text}</p>
    <${Field} label=${t("What was agreed or done")}>${(ids) => html`<textarea ...${ids} name="resolution" rows="3" maxlength="500" autofocus value=${resolution} onInput=${(event) => setResolution(event.currentTarget.value)}></textarea>`}<//>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

export function GiveCaseDialog({ id, card, people, onClose }) {
  const [owner, setOwner] = useState(null);
  const [due, setDue] = useState(card.due_at);
  const sending = useSending(
    () => post("/complaints/" + id + "/give", { owner, due_at: due === card.due_at ? null : due }),
    () => (toast("ok", t("%(plate)s: the complaint has another owner now", { plate: card.plate.text })), onClose())
  );
  const wrong = sending.refusal ? wrongFields(sending.refusal) : {};
  const actions = html`<${Answers} onClose=${onClose} sending=${sending} ready=${owner && due} go=${t("Hand it on")} />`;
  return html`<${Dialog} title=${t("Hand the complaint on")} onClose=${onClose} actions=${actions}>
    <${CaseCar} ...${card} />
    <p class="case-text">${card.text}</p>
    <div class="pair"><${Owner} value=${owner} people=${people.filter((each) => each.id !== card.owner.id || due !== card.due_at)} onChange=${setOwner} wrong=${wrong.owner} />
      <${WhenField} label=${t("Answer until")} value=${due} onChange=${setDue} wrong=${wrong.due_at} days=${DAYS} /></div>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
