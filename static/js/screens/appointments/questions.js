// The questions about an appointment: where to move it, why it is called off, whether nobody came.

import { html, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { clockTime, dayAndTime } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { TimeField, atSite, readClock, siteDate } from "../../parts/time_of_day.js";
import { toast } from "../../parts/toast.js";
import { markNoShow, moveTo } from "./moves.js";
import { customerName, workOf } from "./standing.js";

function Head({ appointment }) {
  const when = dayAndTime(appointment.at, serverNow());
  return html`<div class="ask-car"><${Plate} plate=${appointment.plate} /><div>
    <p class="clip"><strong>${customerName(appointment)}</strong></p>
    <p class="clip">${[when, appointment.advisor ? appointment.advisor.name : t("No advisor"), workOf(appointment)].join(" · ")}</p>
  </div></div>`;
}

export function AdvisorChoice({ advisors, value, onChange, wrong }) {
  return html`<${Field} label=${t("Advisor")} wrong=${wrong}>${(ids) => html`<select ...${ids} name="advisor" value=${value === null ? "" : String(value)} onChange=${(event) => onChange(event.currentTarget.value ? Number(event.currentTarget.value) : null)}>
    <option value="">${t("No advisor")}</option>
    ${advisors.map(({ id, name }) => html`<option key=${id} value=${String(id)}>${name}</option>`)}
  </select>`}<//>`;
}

// A day and a time of day; null while the time can't be read.
export function DayAndTime({ day, clock, onDay, onClock, wrong, autofocus }) {
  const unread = readClock(clock) === null && clock ? t("Type a time like 14:30.") : null;
  const marks = wrong || unread ? { "aria-invalid": "true", "aria-describedby": "when-wrong" } : {};
  return html`<div class=${wrong || unread ? "field-wrong" : ""}><div class="pair">
    <${Field} label=${t("Day")}>${(ids) => html`<input ...${ids} type="date" name="day" min=${siteDate(serverNow())} value=${day} onInput=${(event) => onDay(event.currentTarget.value)} />`}<//>
    <${Field} label=${t("Time")}>${(ids) => html`<${TimeField} ...${ids} ...${marks} name="clock" autofocus=${autofocus} onFocus=${(event) => event.currentTarget.select()} value=${clock} onInput=${onClock} />`}<//>
  </div>${(wrong || unread) && html`<p class="field-sentence" id="when-wrong">${wrong || unread}</p>`}</div>`;
}

export function momentOf(day, clock) {
  return readClock(clock) === null || !/^\d{4}-\d\d-\d\d$/.test(day) ? null : atSite(day + "T" + readClock(clock));
}

export function MoveDialog({ feed, entry, advisors, onClose }) {
  const { appointment } = entry;
  const [day, setDay] = useState(siteDate(appointment.at));
  const [clock, setClock] = useState(clockTime(appointment.at));
  const [advisor, setAdvisor] = useState(appointment.advisor ? appointment.advisor.id : null);
  const known = appointment.advisor && !advisors.some(({ id }) => id === appointment.advisor.id) ? [...advisors, appointment.advisor] : advisors;
  const at = momentOf(day, clock);
  const same = at === appointment.at && advisor === (appointment.advisor ? appointment.advisor.id : null);
  const move = () => {
    if (at === null || same) return;
    onClose();
    moveTo(feed, entry, { at, advisor: known.find(({ id }) => id === advisor) || null });
  };
  const actions = html`<button type="button" class="button" onClick=${onClose}>${t("Cancel")}</button>
    <button type="button" class="button button-main" disabled=${at === null || same} onClick=${move}>${t("Move")}</button>`;
  return html`<${Dialog} title=${t("Move to…")} onClose=${onClose} actions=${actions}>
    <${Head} appointment=${appointment} />
    <form class="questions" onSubmit=${(event) => (event.preventDefault(), move())}>
      <${DayAndTime} autofocus day=${day} clock=${clock} onDay=${setDay} onClock=${setClock} />
      <${AdvisorChoice} advisors=${known} value=${advisor} onChange=${setAdvisor} />
      <button type="submit" hidden>${t("Move")}</button>
    </form>
  <//>`;
}

const REASONS = [() => t("Customer can't come"), () => t("Car is no longer broken"), () => t("Booked twice"), () => t("The shop can't take it")];

export function CancelDialog({ entry, onClose }) {
  const [reason, setReason] = useState("");
  const sending = useSending(() => post("/appointments/" + entry.id + "/cancel", { reason }), () => {
    toast("ok", t("%(plate)s: appointment cancelled", { plate: entry.appointment.plate.text }));
    onClose();
  });
  const actions = html`<button class="button" onClick=${onClose}>${t("Back")}</button>
    <button class="button button-danger" disabled=${sending.busy || !reason.trim()} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("Cancel appointment")}</button>`;
  return html`<${Dialog} title=${t("Cancel appointment")} onClose=${onClose} actions=${actions}>
    <${Head} appointment=${entry.appointment} />
    <${Field} label=${t("Why?")}>${(ids) => html`<input ...${ids} type="text" name="reason" maxlength="200" autocomplete="off" autofocus value=${reason} onInput=${(event) => setReason(event.currentTarget.value)}
      onKeyDown=${(event) => event.key === "Enter" && !event.isComposing && reason.trim() && sending.go()} />`}<//>
    <div class="chips" role="group" aria-label=${t("Usual reasons")}>${REASONS.map((tell) => html`<button key=${tell()} class="chip" aria-pressed=${reason === tell() ? "true" : "false"} onClick=${() => setReason(tell())}>${tell()}</button>`)}</div>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

export function NoShowDialog({ feed, entry, onClose }) {
  const mark = () => (onClose(), markNoShow(feed, entry));
  const actions = html`<button class="button" onClick=${onClose}>${t("Back")}</button><button class="button button-main" autofocus onClick=${mark}>${t("Mark as no-show")}</button>`;
  return html`<${Dialog} title=${t("Nobody came?")} onClose=${onClose} actions=${actions}>
    <${Head} appointment=${entry.appointment} />
    <p class="ask-note"><${Icon} name="info" /> ${t("If the car comes after all, the gate lets it in with this appointment.")}</p>
  <//>`;
}
