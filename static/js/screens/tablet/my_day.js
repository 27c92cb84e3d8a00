// What the person did today, the newest first, with times.
//
//   html`<${MyDay} person=${card} />`

import { html } from "../../../vendor/preact.js";
import { clockTime, duration } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Notice } from "../../parts/notice.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";

const MINUTE = 60000;

function minutesOf(span, time) {
  return Math.max(0, (span.until_at === null ? time : span.until_at) - span.from_at) / MINUTE;
}

export function MyDay({ person }) {
  const spans = person.did.slice().sort((a, b) => b.from_at - a.from_at);
  const total = useNow((time) => duration(spans.reduce((sum, each) => sum + minutesOf(each, time), 0)), [person]);
  if (!spans.length) return html`<${Notice} icon="calendar" title=${t("Nothing yet today")} text=${t("Scan a job card and start: what you do is listed here with its times.")} />`;
  return html`<section class="my-day card goes-stale">
    <header><h2>${t("What I did today")}</h2><p>${t("Clocked on")} <strong>${total}</strong></p></header>
    <ol>${spans.map((span) => html`<${Span} key=${span.job + "-" + span.from_at} span=${span} />`)}</ol>
  </section>`;
}

// That the work went on as planned needs no words.
const AS_PLANNED = ["finished", "next_operation"];

function whyEnded(span) {
  if (!span.reason || AS_PLANNED.includes(span.reason)) return null;
  return span.reason === "cancelled" ? word("stage", "cancelled") : word("pause_reason", span.reason);
}

function Span({ span }) {
  const length = useNow((time) => duration(minutesOf(span, time)), [span]);
  const open = span.until_at === null;
  const reason = whyEnded(span);
  return html`<li class=${"span" + (open ? " is-on" : "")}>
    <span class="span-times">${clockTime(span.from_at)} – ${open ? t("now") : clockTime(span.until_at)}</span>
    <${Plate} plate=${span.plate} size="small" />
    <span class="span-words"><span class="clip">${span.operation || span.number}</span>
      ${reason && html`<small class="clip">${reason}</small>`}</span>
    <strong class="span-length">${length}</strong>
  </li>`;
}
