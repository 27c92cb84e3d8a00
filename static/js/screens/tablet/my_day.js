// What the person did today and on the days before, the newest first, with times; a wrong time is tapped and put right.
//
//   html`<${MyDay} feed=${feed} person=${card} />`

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { clockTime, duration, longDate } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";
import { AboutTablet } from "./about_tablet.js";
import { openSheet } from "./floor.js";
import { RepairSheet } from "./repair_sheet.js";
import { reasonWords } from "./standards.js";
import { Told, WaitingList } from "./waiting_scans.js";

const MINUTE = 60000;
const HALF_DAY = 12 * 60 * MINUTE;

const mayRepair = () => boot.person.actions.includes("propose_repair");

function minutesOf(span, time) {
  return Math.max(0, (span.until_at === null ? time : span.until_at) - span.from_at) / MINUTE;
}

// The days before, and what waits for the foreman, are asked for, again whenever the feed brings something about me; until they are
// there, today's spans of the feed stand here.
function useDays(feed, person) {
  const [days, setDays] = useState(null);
  useEffect(() => {
    if (!mayRepair() || person.day === null) return undefined;
    let wanted = true;
    const read = () => get("/my-days", { patience: 8000 }).then((told) => wanted && setDays(told.days), () => {});
    read();
    const stop = feed.brought.subscribe((keys) => keys.includes("person:" + boot.person.id) && read());
    return () => {
      wanted = false;
      stop();
    };
  }, [person.day]);
  return days || [{ day: person.day, spans: person.did }];
}

export function MyDay({ feed, person }) {
  const days = useDays(feed, person);
  const today = days.find((each) => each.day === person.day) || { day: person.day, spans: [] };
  const before = days.filter((each) => each.day !== person.day);
  return html`<section class="my-day card">
    <${Told} me=${boot.person} /><${WaitingList} me=${boot.person} />
    ${person.day === null ? html`<p class="day-empty">${t("What you did before is shown when there is network.")}</p>` : html`<${Days} feed=${feed} today=${today} before=${before} />`}
    <${AboutTablet} />
  </section>`;
}

function Days({ feed, today, before }) {
  const forgotten = before.concat(today).flatMap((each) => each.spans).filter((span) => span.unconfirmed && !waits(span));
  if (!today.spans.length && !before.length) return html`<${Notice} icon="calendar" title=${t("Nothing yet today")} text=${t("Scan a job card and start: what you do is listed here with its times.")} />`;
  return html`<div class="goes-stale">
    ${forgotten.length > 0 && html`<${Forgotten} feed=${feed} spans=${forgotten} />`}
    <${Day} feed=${feed} title=${t("What I did today")} spans=${today.spans} empty=${t("Nothing yet today")} />
    ${before.map((each) => html`<${Day} key=${each.day} feed=${feed} title=${longDate(Date.parse(each.day + "T00:00:00Z") + HALF_DAY)} spans=${each.spans} />`)}
  </div>`;
}

function waits(span) {
  return Boolean(span.repair) && span.repair.accepted === null;
}

function Forgotten({ feed, spans }) {
  return html`<div class="forgotten" role="status"><${Icon} name="alarm-clock" />
    <p><strong>${t("You did not clock off. The end of the shift did it for you.")}</strong>
      <span>${t("Say when you really stopped; the foreman decides.")}</span></p>
    <button class="button" onClick=${() => openSheet(null, RepairSheet, { span: spans[0], feed })}>${t("Put it right")}</button></div>`;
}

function Day({ feed, title, spans, empty }) {
  const newest = spans.slice().sort((a, b) => b.from_at - a.from_at);
  const total = useNow((time) => duration(newest.reduce((sum, each) => sum + minutesOf(each, time), 0)), [spans]);
  return html`<div class="day"><header><h2>${title}</h2><p>${t("Clocked on")} <strong>${total}</strong></p></header>
    ${newest.length ? html`<ol>${newest.map((span) => html`<${Span} key=${span.job + "-" + span.from_at} feed=${feed} span=${span} />`)}</ol>` : html`<p class="day-empty">${empty}</p>`}</div>`;
}

function Span({ feed, span }) {
  const length = useNow((time) => duration(minutesOf(span, time)), [span]);
  const open = span.until_at === null;
  const words = html`<span class="span-times">${clockTime(span.from_at)} – ${open ? t("now") : clockTime(span.until_at)}</span>
    <${Plate} plate=${span.plate} size="small" />
    <span class="span-words"><span class="clip">${span.operation || span.number}</span><${Standing} feed=${feed} span=${span} /></span>
    <strong class="span-length">${length}</strong>`;
  const kind = "span" + (open ? " is-on" : "") + (span.unconfirmed ? " is-unconfirmed" : "");
  if (!mayRepair() || !span.on_clocking) return html`<li class=${kind + " span-plain"}>${words}</li>`;
  return html`<li class=${kind}><button class="span-button" onClick=${() => openSheet(null, RepairSheet, { span, feed })}>${words}<${Icon} name="clock" label=${t("Put a time right")} /></button></li>`;
}

function Standing({ feed, span }) {
  if (waits(span)) return html`<small class="clip span-waits">${t("Waits for the foreman: %(time)s", { time: clockTime(span.repair.at) })}</small>`;
  if (span.repair && span.repair.accepted === false) return html`<small class="clip span-declined">${t("The foreman said no: %(answer)s", { answer: span.repair.answer })}</small>`;
  if (span.unconfirmed) return html`<small class="clip span-forgotten"><${Icon} name="triangle-alert" />${t("Forgotten: ended by the end of the shift")}</small>`;
  const reason = reasonWords(feed, span.reason);
  return reason && html`<small class="clip">${reason}</small>`;
}
