// What people see of scans that are not sent yet, and of answers that came later. Waiting is amber and says so: it is never shown
// as done.
//
//   html`<${WaitingCount} />`              a chip for the head, on every page, as long as something waits; `words`: in a sentence
//   html`<${WaitingHere} card=${card} />`  on a car: its scans that wait
//   html`<${WaitingList} me=${me} />`      everything of this person that waits, with times
//   html`<${Told} me=${me} />`             what could not be done, until it was read

import { html } from "../../../vendor/preact.js";
import { reachable } from "../../core/api.js";
import { clockTime } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { markSeen, toldScans, waitingScans } from "./outbox.js";

// By the server's clock, as everything else is shown.
function when(scan) {
  return clockTime(scan.at + (scan.offset || 0));
}

function scansOf(person) {
  return waitingScans.value.filter((scan) => scan.person === person && scan.act === "scan");
}

export function WaitingCount({ words }) {
  const count = waitingScans.value.length;
  if (!count) return null;
  if (words) return html`<p class="waiting-count" role="status"><${Icon} name="clock" /><span>${t("Waiting to be sent: %(count)s. They are kept on this tablet.", { count })}</span></p>`;
  const title = reachable.value ? t("Being sent") : t("They are sent as soon as there is network");
  return html`<span class="waiting-count" role="status" title=${title}><${Icon} name="clock" /><span>${t("%(count)s to be sent", { count })}</span></span>`;
}

export function WaitingHere({ card }) {
  if (!card.waiting) return null;
  return html`<div class="trouble trouble-waiting" role="status"><${Icon} name="clock" />
    <span><strong>${t("Waiting to be sent")}</strong>
      ${card.waiting.map((scan) => html`<small key=${scan.id}>${when(scan)} · ${scan.shown.name}</small>`)}</span></div>`;
}

export function WaitingList({ me }) {
  const scans = scansOf(me.id);
  if (!scans.length) return null;
  return html`<section class="day waiting-list" aria-labelledby="waiting-title">
    <header><h2 id="waiting-title">${t("Waiting to be sent")}</h2><p>${t("In this order, as soon as there is network")}</p></header>
    <ol>${scans.map((scan) => html`<li key=${scan.id} class="span span-plain is-waiting">
      <span class="span-times">${when(scan)}</span>
      <${Plate} plate=${scan.shown.plate} size="small" />
      <span class="span-words"><span class="clip">${scan.shown.name}</span></span>
      <span class="waiting-sign"><${Icon} name="clock" label=${t("Waiting to be sent")} /></span></li>`)}</ol></section>`;
}

export function toldTo(me) {
  return toldScans.value.filter((each) => each.person === me.id);
}

export function Told({ me }) {
  const told = toldTo(me);
  if (!told.length) return null;
  return html`<section class="day told-list" aria-labelledby="told-title">
    <header><h2 id="told-title">${t("Could not be carried out later")}</h2>
      <button class="button" data-seen onClick=${() => markSeen(me.id)}><${Icon} name="check" /><span>${t("I have read it")}</span></button></header>
    <p class="told-note">${t("The foreman has these and settles each of them. Tell them if you know more.")}</p>
    <ol>${told.map((each) => html`<li key=${each.id} class="span span-plain">
      <span class="span-times">${when(each)}</span>
      ${each.shown.plate && html`<${Plate} plate=${each.shown.plate} size="small" />`}
      <span class="span-words"><span class="clip">${each.shown.name || t("Sign out")}</span><small>${each.sentence}</small></span></li>`)}</ol></section>`;
}

export function ToldBand({ me, onRead }) {
  const count = toldTo(me).length;
  if (!count) return null;
  return html`<div class="told-band" role="alert"><${Icon} name="circle-alert" />
    <p><strong>${t("Scans of yours that could not be carried out: %(count)s.", { count })}</strong> <span>${t("The foreman settles them.")}</span></p>
    <button class="button" onClick=${onRead}>${t("Read")}</button></div>`;
}
