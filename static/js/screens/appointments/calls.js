// Whom to call: for tomorrow, for the next three quarters of an hour, and those who should be here by now.
//
//   callsOf(picture, now)   {tomorrow: {day, entries}, soon: [entries], missing: [entries]}

import { html } from "../../../vendor/preact.js";
import { clockTime, longDate, minutesLeft, siteDay } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";
import { confirm, may, moving, permitted } from "./moves.js";
import { isExpected } from "./picture.js";
import { State, customerName, workOf } from "./standing.js";

const MINUTE = 60000;
const SOON = 45;

// The day before a Monday is a Saturday where nobody comes on Sundays: the next day with appointments is asked for.
export function callsOf(picture, time) {
  const expected = picture.all.filter(isExpected);
  const today = siteDay(time);
  const later = expected.filter(({ appointment }) => siteDay(appointment.at) > today);
  const next = later.length ? siteDay(later[0].appointment.at) : null;
  const coming = later.filter(({ appointment }) => siteDay(appointment.at) === next);
  return {
    tomorrow: {
      day: coming.length ? coming[0].appointment.at : null,
      isTomorrow: next === null || next === today + 1,
      entries: coming.filter(({ appointment }) => appointment.state === "booked"),
      booked: coming.length,
    },
    soon: expected.filter(({ appointment }) => appointment.at > time && appointment.at - time <= SOON * MINUTE && appointment.state !== "confirmed_half_hour"),
    missing: expected.filter(({ appointment }) => appointment.at <= time && siteDay(appointment.at) === today),
  };
}

export function callsCount({ tomorrow, soon, missing }) {
  return tomorrow.entries.length + soon.length + missing.length;
}

function Phone({ phone }) {
  if (!phone) return html`<span class="call-phone call-no-phone">${t("no phone number")}</span>`;
  return html`<a class="call-phone" href=${"tel:" + phone}><${Icon} name="phone" />${phone}</a>`;
}

function Tried({ appointment }) {
  if (!appointment.tries) return null;
  return html`<span class="badge badge-warn">${t("no answer at %(time)s, %(tries)s times in all", { time: clockTime(appointment.tried_at), tries: appointment.tries })}</span>`;
}

function In({ appointment }) {
  const words = useNow((time) => (appointment.at > time ? t("in %(minutes)s min", { minutes: minutesLeft(time, appointment.at) }) : ""), [appointment]);
  return html`<span class="soft">${words}</span>`;
}

function Call({ entry, soon, acts, children }) {
  const { id, appointment } = entry;
  const busy = moving.value.has(id);
  return html`<li class="call" data-call=${id} aria-busy=${busy ? "true" : undefined}>
    <span class="call-time"><strong>${clockTime(appointment.at)}</strong>${soon && html`<${In} appointment=${appointment} />`}</span>
    <${Plate} plate=${appointment.plate} size="small" />
    <span class="call-who"><span class="clip"><strong>${customerName(appointment)}</strong></span><span class="clip soft">${[workOf(appointment), appointment.advisor ? appointment.advisor.name : t("No advisor")].join(" · ")}</span><${Tried} appointment=${appointment} /></span>
    <${Phone} phone=${appointment.customer.phone} />
    <span class="call-acts">${children(busy)}<button class="button-quiet" aria-label=${t("Details")} title=${t("Details")} onClick=${() => acts.open(id)}><${Icon} name="info" /></button></span>
  </li>`;
}

function Answers({ feed, entry, when, busy }) {
  if (!may(entry.appointment, "confirm_appointment")) return html`<${State} appointment=${entry.appointment} />`;
  return html`<button class="button" disabled=${busy} onClick=${() => confirm(feed, entry, when, false)}>${t("No answer")}</button>
    <button class="button button-main" disabled=${busy} onClick=${() => confirm(feed, entry, when, true)}><${Icon} name="check" /><span>${t("Will come")}</span></button>`;
}

function List({ title, note, entries, soon, empty, acts, children }) {
  return html`<section class="panel calls"><div class="panel-head"><h2>${title}</h2><span>${note}</span></div>
    ${entries.length ? html`<ul class="call-list">${entries.map((entry) => html`<${Call} key=${entry.id} entry=${entry} soon=${soon} acts=${acts}>${(busy) => children(entry, busy)}<//>`)}</ul>`
      : html`<p class="calls-none"><${Icon} name="circle-check" />${empty}</p>`}
  </section>`;
}

export function Calls({ feed, calls, any, acts, onBook }) {
  const { tomorrow, soon, missing } = calls;
  if (!any)
    return html`<${Notice} icon="phone" title=${t("Nobody to call")} text=${t("Once something is booked, those who are to be asked whether they come stand here.")}>
      ${onBook && html`<button class="button button-main" onClick=${onBook}><${Icon} name="plus" /><span>${t("Book an appointment")}</span></button>`}<//>`;
  const day = tomorrow.isTomorrow ? t("Confirm for tomorrow") : t("Confirm for %(day)s", { day: longDate(tomorrow.day) });
  return html`<div class="call-lists goes-stale">
    <${List} title=${t("Should be here")} note=${missing.length || ""} entries=${missing} soon acts=${acts} empty=${t("Everybody who was expected so far is here.")}>${(entry, busy) => html`<${State} appointment=${entry.appointment} />
      ${permitted("mark_no_show") && html`<button class="button" disabled=${busy} onClick=${() => acts.noShow(entry.id)}>${t("No-show")}</button>`}
      ${permitted("move_appointment") && html`<button class="button" disabled=${busy} onClick=${() => acts.move(entry.id)}>${t("Move to…")}</button>`}`}<//>
    <${List} title=${t("Confirm half an hour before")} note=${t("those of the next %(minutes)s minutes", { minutes: SOON })} entries=${soon} soon acts=${acts} empty=${t("Nobody is to be called now.")}>${(entry, busy) => html`<${Answers} feed=${feed} entry=${entry} when="half_hour" busy=${busy} />`}<//>
    <${List} title=${day} note=${tomorrow.booked ? t("%(open)s of %(all)s still to ask", { open: tomorrow.entries.length, all: tomorrow.booked }) : ""} entries=${tomorrow.entries} acts=${acts}
      empty=${tomorrow.booked ? t("Everybody has been asked and will come.") : t("Nothing is booked for later days yet.")}>${(entry, busy) => html`<${Answers} feed=${feed} entry=${entry} when="day_before" busy=${busy} />`}<//>
  </div>`;
}
