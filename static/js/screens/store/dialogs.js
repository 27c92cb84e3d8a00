// What is asked about one part line: when an ordered one comes, and whether it is really not needed.
//
//   html`<${OrderPart} item=${{ job, car, line }} onClose=${close} />`
//   html`<${CancelPart} item=${item} onClose=${close} />`

import { html, useState } from "../../../vendor/preact.js";
import { now, serverNow } from "../../core/clock.js";
import { post } from "../../core/api.js";
import { dayAndTime } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Field, wrongFields } from "../../parts/field.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { WhenField, atSite, siteDate } from "../../parts/time_of_day.js";
import { toast } from "../../parts/toast.js";

const DAYS = [0, 1, 2, 3, 4, 5, 6, 7, 10, 14];
const HOUR = 3600000;
const QUARTER = HOUR / 4;

function About({ item }) {
  return html`<div class="ask-car"><${Plate} plate=${item.car.plate} /><p class="clip"><strong>${item.line.name}</strong> × ${item.line.quantity}</p></div>`;
}

// What a store says most: the van of this afternoon, tomorrow morning, three days from the factory.
function quickTimes() {
  const tomorrow = atSite(siteDate(serverNow() + 24 * HOUR) + "T10:00");
  const later = atSite(siteDate(serverNow() + 72 * HOUR) + "T10:00");
  return [Math.ceil((serverNow() + 2 * HOUR) / QUARTER) * QUARTER, tomorrow, later];
}

export function OrderPart({ item, onClose }) {
  const { job, line } = item;
  const [expected, setExpected] = useState(line.expected_at);
  const [number, setNumber] = useState(line.number);
  const again = line.state === "ordered";
  const sending = useSending(
    () => post("/jobs/" + job + "/set-part", { part: line.id, state: "ordered", expected_at: expected, number: number.trim() }),
    () => (toast("ok", t("%(name)s is ordered", { name: line.name })), onClose())
  );
  const wrong = sending.refusal ? wrongFields(sending.refusal) : {};
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${sending.busy || (again && expected === line.expected_at)} onClick=${sending.go}>${sending.busy ? t("Saving…") : again ? t("Save the new time") : t("Ordered")}</button>`;
  return html`<${Dialog} title=${again ? t("When does it come now?") : t("Order this part")} onClose=${onClose} actions=${actions}>
    <${About} item=${item} />
    <${Field} label=${t("Part number")} wrong=${wrong.number}>${(ids) => html`<input ...${ids} type="text" maxlength="40" autocomplete="off" value=${number} onInput=${(event) => setNumber(event.currentTarget.value)} />`}<//>
    <${WhenField} label=${t("Expected here")} value=${expected} onChange=${setExpected} wrong=${wrong.expected_at} days=${DAYS} />
    <div class="chips" role="group" aria-label=${t("Quick choice of the expected time")}>${quickTimes().map((time) => html`<button key=${time} type="button" class="chip" aria-pressed=${expected === time ? "true" : "false"} onClick=${() => setExpected(time)}>${dayAndTime(time, now.peek())}</button>`)}</div>
    ${!again && html`<p class="ask-note">${t("A car that nobody works on waits for it from now on, against the parts clock.")}</p>`}
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

export function CancelPart({ item, onClose }) {
  const { job, line } = item;
  const sending = useSending(
    () => post("/jobs/" + job + "/cancel-part", { part: line.id }),
    () => (toast("ok", t("%(name)s is given up", { name: line.name })), onClose())
  );
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-danger" disabled=${sending.busy} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("Not needed")}</button>`;
  return html`<${Dialog} title=${t("Is this part not needed?")} onClose=${onClose} actions=${actions}>
    <${About} item=${item} />
    <p class="ask-note">${t("The line leaves the lists; the car no longer waits for it.")}</p>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
