// Who was clocked on to this car, and putting a wrong time right: a new record with a reason, never a changed one.

import { html, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Field, wrongFields } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { clockOffWords } from "../../parts/pause_words.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { WhenField } from "../../parts/time_of_day.js";
import { toast } from "../../parts/toast.js";

const PAST_DAYS = [0, -1, -2, -3, -4, -5, -6];

// One end of a span: the clocking on, or the clocking off.
export function Correct({ clocking, at: was, onDone }) {
  const [at, setAt] = useState(was);
  const [reason, setReason] = useState("");
  const done = () => (toast("ok", t("Clocking put right")), onDone());
  const sending = useSending(() => post("/clockings/" + clocking + "/correct", { at, reason: reason.trim() }), done);
  const wrong = sending.refusal ? wrongFields(sending.refusal) : {};
  return html`<form class="clocking-form" onSubmit=${(event) => (event.preventDefault(), sending.go())}>
    <${WhenField} label=${t("Right time")} value=${at} onChange=${setAt} wrong=${wrong.at} days=${PAST_DAYS} />
    <${Field} label=${t("Why")} wrong=${wrong.reason}>${(ids) => html`<input ...${ids} type="text" maxlength="200" value=${reason} onInput=${(event) => setReason(event.currentTarget.value)} />`}<//>
    <${RefusedHere} refusal=${sending.refusal} />
    <div class="clocking-acts">
      <button type="button" class="button" onClick=${onDone}>${t("Close")}</button>
      <button class="button button-main" disabled=${sending.busy || !reason.trim() || at === null}>${sending.busy ? t("Saving…") : t("Put right")}</button>
    </div>
  </form>`;
}

function Forgotten({ clocking }) {
  const sending = useSending(() => post("/clockings/" + clocking + "/confirm", {}), () => toast("ok", t("Clocking confirmed")));
  return html`<div class="clocking-note"><p><${Icon} name="triangle-alert" />${t("Forgotten: ended by the end of the shift, to be confirmed")}</p>
    <button class="button" disabled=${sending.busy} onClick=${sending.go}>${t("The time is right")}</button>
    <${RefusedHere} refusal=${sending.refusal} /></div>`;
}

function End({ words, at, clocking, name, open, onOpen }) {
  if (at === null) return html`<span>${t("still on")}</span>`;
  const label = t("Put right: %(name)s, %(act)s", { name, act: words });
  return html`<button class=${"clocking-end" + (open ? " is-open" : "")} title=${label} aria-label=${label + " " + dayAndTime(at, serverNow())} aria-expanded=${open ? "true" : "false"}
    onClick=${() => onOpen(open ? null : clocking)}>${dayAndTime(at, serverNow())}</button>`;
}

function Span({ span, open, onOpen }) {
  const at = open === span.on_clocking ? span.from_at : span.until_at;
  return html`<li class="clocking">
    <p><strong class="clip" title=${span.person}>${span.person}</strong><span class="clocking-ends">
      <${End} words=${t("clocked on")} at=${span.from_at} clocking=${span.on_clocking} name=${span.person} open=${open === span.on_clocking} onOpen=${onOpen} /> –
      <${End} words=${t("clocked off")} at=${span.until_at} clocking=${span.off_clocking} name=${span.person} open=${open !== null && open === span.off_clocking} onOpen=${onOpen} /></span></p>
    <p class="clocking-soft clip">${[span.operation, clockOffWords(span.reason, span.reason_text)].filter(Boolean).join(" · ")}</p>
    ${span.unconfirmed && html`<${Forgotten} clocking=${span.off_clocking} />`}
    ${open !== null && (open === span.on_clocking || open === span.off_clocking) && html`<${Correct} key=${open} clocking=${open} at=${at} onDone=${() => onOpen(null)} />`}
  </li>`;
}

export function Clockings({ clockings }) {
  const [open, setOpen] = useState(null);
  if (!clockings.length) return null;
  return html`<section class="drawer-part"><h3>${t("Clockings")}</h3><ul class="clockings">
    ${clockings.map((span) => html`<${Span} key=${span.on_clocking} span=${span} open=${open} onOpen=${setOpen} />`)}
  </ul><p class="clocking-soft">${t("Tap a time to put it right.")}</p></section>`;
}
