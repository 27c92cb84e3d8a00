// Taking a bay out of service and back, for who may: a small button at the bay, and the question it asks.
//
//   html`<${BayService} id=${3} bay=${card} />`

import { html, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { post } from "../core/api.js";
import { t } from "../core/i18n.js";
import { Dialog } from "./dialog.js";
import { Field, wrongFields } from "./field.js";
import { Icon } from "./icon.js";
import { RefusedHere, useSending } from "./sending.js";
import { WhenField } from "./time_of_day.js";
import { toast } from "./toast.js";

const allowed = Boolean(boot.person) && boot.person.actions.includes("take_bay_out");

function TakeOut({ id, bay, onClose }) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(null);
  const sending = useSending(
    () => post("/bays/" + id + "/take-out", { reason: reason.trim(), until_at: until }),
    () => (toast("ok", t("Bay %(number)s is out of service", { number: bay.number })), onClose())
  );
  const wrong = sending.refusal ? wrongFields(sending.refusal) : {};
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${sending.busy || !reason.trim()} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("Take it out of service")}</button>`;
  return html`<${Dialog} title=${t("Take bay %(number)s out of service", { number: bay.number })} onClose=${onClose} actions=${actions}>
    <${Field} label=${t("Why")} wrong=${wrong.reason}>${(ids) => html`<input ...${ids} type="text" maxlength="200" autofocus autocomplete="off" value=${reason} onInput=${(event) => setReason(event.currentTarget.value)} />`}<//>
    <${WhenField} label=${t("Expected back (may stay empty)")} value=${until} onChange=${setUntil} days=${[0, 1, 2, 3, 4, 5, 6, 7]} />
    <p class="ask-note">${t("A car in it stays where it is. The wall shows the reason.")}</p>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

function Return({ id, bay, onClose }) {
  const sending = useSending(() => post("/bays/" + id + "/return", {}), () => (toast("ok", t("Bay %(number)s can be used again", { number: bay.number })), onClose()));
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${sending.busy} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("It can be used again")}</button>`;
  return html`<${Dialog} title=${t("Bay %(number)s", { number: bay.number })} onClose=${onClose} actions=${actions}>
    <p>${t("out of service: %(reason)s", { reason: bay.out_of_service.reason })}</p>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

export function BayService({ id, bay }) {
  const [asked, ask] = useState(null);
  if (!allowed) return null;
  const label = bay.out_of_service ? t("Put bay %(number)s back into service", { number: bay.number }) : t("Take bay %(number)s out of service", { number: bay.number });
  const close = () => ask(null);
  return html`<button class="button-quiet bay-service" aria-label=${label} title=${label} onClick=${() => ask(bay.out_of_service ? "back" : "out")}><${Icon} name="wrench" /></button>
    ${asked === "back" && bay.out_of_service && html`<${Return} id=${id} bay=${bay} onClose=${close} />`}
    ${asked === "out" && html`<${TakeOut} id=${id} bay=${bay} onClose=${close} />`}`;
}
