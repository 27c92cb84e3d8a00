// The top of the board: the day's numbers, the three pages, the day that is shown, and how fresh it all is.

import { html } from "../../../vendor/preact.js";
import { serverNow } from "../../core/clock.js";
import { longDate } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Account } from "../../parts/account.js";
import { Dialog } from "../../parts/dialog.js";
import { Clock, LiveMark, Today } from "../../parts/freshness.js";
import { Icon } from "../../parts/icon.js";
import { useNow } from "../../parts/standing.js";
import { siteDate } from "../../parts/time_of_day.js";
import { dayAfter, isExpected, noonOf } from "./picture.js";
import { lateMinutes } from "./standing.js";

function Figure({ name, value, kind }) {
  return html`<p class=${"number" + (kind && value ? " number-" + kind : "")}><span>${name}</span><strong>${value}</strong></p>`;
}

export function Header({ feed, found, children }) {
  const booked = found.filter(({ appointment }) => appointment.state !== "cancelled");
  const late = useNow((time) => found.filter((each) => isExpected(each) && lateMinutes(each.appointment, time) > 0).length, [found]).value;
  return html`<header class="bar">
    <h1 class="clip">${t("Appointments")}</h1>
    <div class="numbers">
      <${Figure} name=${t("Booked")} value=${booked.length} />
      <${Figure} name=${t("Arrived")} value=${found.filter(({ appointment }) => appointment.state === "arrived").length} />
      <${Figure} name=${t("Overdue")} value=${late} kind="late" />
      <${Figure} name=${t("No-show")} value=${found.filter(({ appointment }) => appointment.state === "no_show").length} kind="warn" />
    </div>
    <div class="bar-end">${children}<span class="bar-time"><${Today} /><${Clock} /></span><${LiveMark} feed=${feed} /><${Account} /></div>
  </header>`;
}

export function Tabs({ shown, onShow, calls }) {
  const tabs = [["day", t("Day plan")], ["list", t("By arrival")], ["calls", t("To call")]];
  return html`<div class="chips" role="group" aria-label=${t("What to show")}>
    ${tabs.map(([key, text]) => html`<button key=${key} class="chip" aria-pressed=${shown === key ? "true" : "false"} onClick=${() => onShow(key)}>
      ${text}${key === "calls" && calls > 0 && html` <b class="chip-count">${calls}</b>`}</button>`)}
  </div>`;
}

function nameOf(day) {
  const today = siteDate(serverNow());
  if (day === today) return t("today");
  if (day === dayAfter(today, 1)) return t("tomorrow");
  return day === dayAfter(today, -1) ? t("yesterday") : "";
}

// The board keeps yesterday and all that is to come.
export function DayPicker({ day, onDay }) {
  const today = useNow((time) => siteDate(time), []).value;
  const first = dayAfter(today, -1);
  const name = nameOf(day);
  const choose = (chosen) => /^\d{4}-\d\d-\d\d$/.test(chosen) && chosen >= first && onDay(chosen === today ? null : chosen);
  return html`<div class="day-picker" role="group" aria-label=${t("Day")}>
    <button class="bar-button" aria-label=${t("Day before")} title=${t("Day before")} disabled=${day <= first} onClick=${() => choose(dayAfter(day, -1))}><${Icon} name="arrow-left" /></button>
    <button class="bar-button day-next" aria-label=${t("Day after")} title=${t("Day after")} onClick=${() => choose(dayAfter(day, 1))}><${Icon} name="arrow-right" /></button>
    <h2 class="day-name">${longDate(noonOf(day))}${name && html` <small>${name}</small>`}</h2>
    ${day !== today && html`<button class="button" onClick=${() => onDay(null)}>${t("Today")}</button>`}
    <input type="date" class="day-jump" aria-label=${t("Go to a day")} title=${t("Go to a day")} min=${first} value=${day} onChange=${(event) => choose(event.currentTarget.value)} />
  </div>`;
}

const KEYS = [
  ["Tab", () => t("to the next appointment")],
  ["Enter", () => t("details of the appointment")],
  ["M", () => t("Move to…")],
  ["N", () => t("book an appointment")],
  ["← →", () => t("day before, day after")],
  ["U / Ctrl+Z", () => t("take back the last move")],
  ["Esc", () => t("close, or put a carried appointment back")],
];

export function KeysDialog({ onClose }) {
  return html`<${Dialog} title=${t("By keyboard")} onClose=${onClose}>
    <dl class="keys">${KEYS.map(([key, tell]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${tell()}</dd></div>`)}</dl>
    <p class="ask-note">${t("By mouse: carry an appointment to another time or advisor, or click a free half hour to book it. By finger: hold the appointment a moment, then carry it.")}</p>
  <//>`;
}
