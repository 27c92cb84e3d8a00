// Before the customer comes: the advisor's own check against the workshop's list, the old parts, and what is due next.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { siteDate } from "../../parts/time_of_day.js";
import { toast } from "../../parts/toast.js";
import { stepDone, stepWords, takeStep } from "./steps.js";

const MONTHS = [6, 12];
const KILOMETRES = [5000, 10000];

// What the two last questions about a car need; read when they are asked, so that a card on the feed stays small.
export function useHandover(id) {
  const [state, setState] = useState({ told: null, refusal: null });
  useEffect(() => {
    get("/jobs/" + id + "/handover", { patience: 10000 }).then(
      (told) => setState({ told, refusal: null }),
      (refusal) => setState({ told: null, refusal: refusal.sentence ? refusal : null }),
    );
  }, [id]);
  return state;
}

export function AskedCar({ job }) {
  return html`<div class="ask-car"><${Plate} plate=${job.plate} /><p class="clip"><strong>${job.model || t("model not known yet")}</strong> · ${job.number}</p></div>`;
}

function inMonths(months) {
  const [year, month, day] = siteDate(serverNow()).split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

function Ticks({ items, ticked, onTick }) {
  return html`<fieldset class="ask-ticks"><legend>${t("Walk round the car before the customer comes")}</legend>
    ${items.map((item) => html`<label key=${item} class="tick"><input type="checkbox" checked=${ticked.includes(item)} onChange=${() => onTick(item)} /><span>${item}</span></label>`)}
  </fieldset>`;
}

function OldParts({ wish, given, onGiven }) {
  const choices = [[true, t("given to the customer")], [false, t("not given")]];
  return html`<fieldset class="choice"><legend>${t("Old parts: %(wish)s.", { wish: word("old_parts", wish) })}</legend><div class="choice-row">
    ${choices.map(([key, text]) => html`<label key=${String(key)} class="choice-one"><input type="radio" name="old-parts" checked=${given === key} onChange=${() => onGiven(key)} /><span>${text}</span></label>`)}
  </div></fieldset>`;
}

function Next({ next, mileage, onChange }) {
  return html`<div class="ask-next">
    <${Field} label=${t("Next service on")}>${(ids) => html`<input ...${ids} type="date" value=${next.on} onInput=${(event) => onChange({ on: event.currentTarget.value })} />`}<//>
    <${Field} label=${t("or at (km)")}>${(ids) => html`<input ...${ids} type="text" inputmode="numeric" maxlength="7" value=${next.km} onInput=${(event) => onChange({ km: event.currentTarget.value })} />`}<//>
    <div class="chips" role="group" aria-label=${t("Quick choice of the next service")}>
      ${MONTHS.map((months) => html`<button key=${months} type="button" class="chip" aria-pressed=${next.on === inMonths(months) ? "true" : "false"} onClick=${() => onChange({ on: inMonths(months) })}>${t("in %(months)s months", { months })}</button>`)}
      ${mileage !== null && KILOMETRES.map((far) => html`<button key=${far} type="button" class="chip" aria-pressed=${next.km === String(mileage + far) ? "true" : "false"} onClick=${() => onChange({ km: String(mileage + far) })}>${t("+%(km)s km", { km: far })}</button>`)}
    </div>
  </div>`;
}

export function HandoverDialog({ id, job, step, onClose }) {
  const { told, refusal } = useHandover(id);
  const [ticked, setTicked] = useState([]);
  const [given, setGiven] = useState(null);
  const [next, setNext] = useState({ on: "", km: "" });
  const tick = (item) => setTicked(ticked.includes(item) ? ticked.filter((each) => each !== item) : ticked.concat(item));
  const said = () => ({ ticked, old_parts_given: given, next_service_on: next.on || null, next_service_km: /^\d+$/.test(next.km.trim()) ? Number(next.km) : null });
  const sending = useSending(() => takeStep(id, step, said()), () => (toast("ok", stepDone(step, job)), onClose()));
  const left = told ? told.items.length - ticked.length : 0;
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${!told || left > 0 || sending.busy} onClick=${sending.go}>${sending.busy ? t("Saving…") : left > 0 ? t("%(count)s to tick", { count: left }) : stepWords(step)}</button>`;
  return html`<${Dialog} title=${stepWords(step)} onClose=${onClose} actions=${actions}>
    <${AskedCar} job=${job} />
    ${!told && !refusal && html`<p class="ask-note">${t("One moment…")}</p>`}
    ${told && html`${told.items.length > 0 && html`<${Ticks} items=${told.items} ticked=${ticked} onTick=${tick} />`}
      ${told.old_parts !== "discard" && html`<${OldParts} wish=${told.old_parts} given=${given} onGiven=${setGiven} />`}
      <${Next} next=${next} mileage=${told.mileage_km} onChange=${(some) => setNext({ ...next, ...some })} />`}
    <${RefusedHere} refusal=${refusal || sending.refusal} />
  <//>`;
}
