// Who clocked on and off this car, and putting a wrong time right: a new record with a reason, never a changed one.

import { html, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { t, word } from "../../core/i18n.js";
import { Field, wrongFields } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { dayAndTime } from "../../core/durations.js";
import { serverNow } from "../../core/clock.js";
import { WhenField } from "../../parts/time_of_day.js";
import { toast } from "../../parts/toast.js";

const PAST_DAYS = [0, -1, -2, -3, -4, -5, -6];

function Correct({ clocking, onDone }) {
  const [at, setAt] = useState(clocking.at);
  const [reason, setReason] = useState("");
  const done = () => (toast("ok", t("Clocking put right")), onDone());
  const sending = useSending(() => post("/clockings/" + clocking.id + "/correct", { at, reason: reason.trim() }), done);
  const confirming = useSending(() => post("/clockings/" + clocking.id + "/confirm", {}), () => (toast("ok", t("Clocking confirmed")), onDone()));
  const wrong = sending.refusal ? wrongFields(sending.refusal) : {};
  return html`<form class="clocking-form" onSubmit=${(event) => (event.preventDefault(), sending.go())}>
    <${WhenField} label=${t("Right time")} value=${at} onChange=${setAt} wrong=${wrong.at} days=${PAST_DAYS} />
    <${Field} label=${t("Why")} wrong=${wrong.reason}>${(ids) => html`<input ...${ids} type="text" maxlength="200" value=${reason} onInput=${(event) => setReason(event.currentTarget.value)} />`}<//>
    <${RefusedHere} refusal=${sending.refusal || confirming.refusal} />
    <div class="clocking-acts">
      <button type="button" class="button" onClick=${onDone}>${t("Close")}</button>
      ${clocking.unconfirmed && html`<button type="button" class="button" disabled=${confirming.busy} onClick=${confirming.go}>${t("The time is right")}</button>`}
      <button class="button button-main" disabled=${sending.busy || !reason.trim() || at === null}>${sending.busy ? t("Saving…") : t("Put right")}</button>
    </div>
  </form>`;
}

function Row({ clocking, open, onOpen, onDone }) {
  const act = clocking.act === "on" ? t("clocked on") : t("clocked off");
  return html`<li class=${clocking.unconfirmed ? "clocking is-forgotten" : "clocking"}>
    <p><${Icon} name=${clocking.act === "on" ? "play" : "pause"} /><strong class="clip">${clocking.person.name}</strong><span>${act}</span>
      <time>${dayAndTime(clocking.at, serverNow())}</time>
      <button class="button-quiet" aria-expanded=${open ? "true" : "false"} aria-label=${t("Put right: %(name)s %(act)s", { name: clocking.person.name, act })} onClick=${onOpen}><${Icon} name="settings" /></button></p>
    ${clocking.unconfirmed && html`<p class="clocking-note"><${Icon} name="triangle-alert" />${t("Forgotten: ended by the end of the shift, to be confirmed")}</p>`}
    ${!clocking.unconfirmed && clocking.reason && clocking.act === "off" && html`<p class="clocking-soft">${word("pause_reason", clocking.reason)}</p>`}
    ${open && html`<${Correct} clocking=${clocking} onDone=${onDone} />`}
  </li>`;
}

export function Clockings({ clockings, job }) {
  const [open, setOpen] = useState(null);
  if (!clockings.length) return null;
  return html`<section class="drawer-part"><h3>${t("Clockings")}</h3><ul class="clockings">
    ${clockings.map((clocking) => html`<${Row} key=${clocking.id} clocking=${clocking} job=${job} open=${open === clocking.id}
      onOpen=${() => setOpen(open === clocking.id ? null : clocking.id)} onDone=${() => setOpen(null)} />`)}
  </ul></section>`;
}
