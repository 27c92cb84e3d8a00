// The top of the console: the day's numbers as the wall shows them, the last move, the time and how fresh it all is.

import { html, useState } from "../../../vendor/preact.js";
import { dayAndTime } from "../../core/durations.js";
import { cardsOf } from "../../core/feed.js";
import { t } from "../../core/i18n.js";
import { Account } from "../../parts/account.js";
import { Dialog } from "../../parts/dialog.js";
import { Clock, LiveMark, Today } from "../../parts/freshness.js";
import { Icon } from "../../parts/icon.js";
import { standing, useNow } from "../../parts/standing.js";
import { decisions, toDecide } from "./decide.js";
import { lastMove, undoLast } from "./moves.js";

function Number_({ name, value, kind }) {
  return html`<p class=${"number" + (kind ? " number-" + kind : "")}><span>${name}</span><strong>${value}</strong></p>`;
}

function onTime({ delivered, on_time }) {
  return delivered ? Math.round((on_time / delivered) * 100) + "%" : "—";
}

function standingCount(picture, state) {
  return useNow((time) => picture.jobs.filter(({ job }) => standing(job, time) === state).length, [picture]).value;
}

function Numbers({ picture }) {
  const late = standingCount(picture, "late");
  const atRisk = standingCount(picture, "warn");
  const ready = picture.jobs.filter(({ job }) => job.stage === "ready").length;
  return html`<div class="numbers">
    <${Number_} name=${t("In shop")} value=${picture.site ? picture.site.in_shop : "—"} />
    <${Number_} name=${t("On time today")} value=${picture.site ? onTime(picture.site) : "—"} />
    <${Number_} name=${t("Late")} value=${late} kind=${late ? "late" : ""} />
    <${Number_} name=${t("At risk")} value=${atRisk} kind=${atRisk ? "warn" : ""} />
    <${Number_} name=${t("Ready")} value=${ready} />
  </div>`;
}

const KEYS = [
  ["Tab", () => t("to the next car")],
  ["Enter / M", () => t("Move to…")],
  ["Space", () => t("details of the car")],
  ["/", () => t("find a car")],
  ["U / Ctrl+Z", () => t("take back the last move")],
  ["?", () => t("this list")],
  ["Esc", () => t("close, or put a carried car back")],
];

export function KeysDialog({ onClose }) {
  return html`<${Dialog} title=${t("By keyboard")} onClose=${onClose}>
    <dl class="keys">${KEYS.map(([key, tell]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${tell()}</dd></div>`)}</dl>
    <p class="ask-note">${t("By mouse: carry a car to a bay, a person, or back to the queue. By finger: hold the car a moment, then carry it.")}</p>
  <//>`;
}

// How much waits for the foreman's word; a tap goes there.
function ToDecide({ feed, picture }) {
  const count = decisions(toDecide(feed.cards.value, picture));
  if (!count) return null;
  const go = () => {
    const first = document.querySelector(".decide-panel button");
    if (first) first.focus();
  };
  return html`<button class="bar-button to-decide" title=${t("To decide")} aria-label=${t("To decide: %(count)s", { count })} onClick=${go}><${Icon} name="flag" /><b>${count}</b></button>`;
}

// A wall that went dark or shows an old picture while the workshop is open: quiet, for the foreman is no technician of screens.
function MissedWalls({ feed }) {
  const walls = cardsOf(feed.cards.value, "screen").map((entry) => entry[1]);
  const told = useNow((time) => walls.map(({ name, trouble, since_at }) => (trouble === "dark" ? t("%(name)s is dark since %(time)s", { name, time: dayAndTime(since_at, time) }) : t("%(name)s is not up to date since %(time)s", { name, time: dayAndTime(since_at, time) }))).join(t(", ")), [feed.cards.value]).value;
  if (!walls.length) return null;
  const words = walls.length === 1 ? told : t("%(count)s walls are missed", { count: walls.length });
  return html`<p class="missed-walls" role="status" aria-label=${told} title=${told}><${Icon} name="monitor" /><span class="clip">${words}</span></p>`;
}

export function Header({ feed, picture, ask }) {
  const [busy, setBusy] = useState(false);
  const last = lastMove.value;
  const undo = () => (setBusy(true), undoLast(feed).finally(() => setBusy(false)));
  return html`<header class="bar">
    <h1 class="clip">${t("Workshop plan")}</h1>
    <${Numbers} picture=${picture} />
    <${MissedWalls} feed=${feed} />
    <div class="bar-end">
      <${ToDecide} feed=${feed} picture=${picture} />
      <button class="bar-button find-button" aria-label=${t("Find a car")} title=${t("Find a car")} onClick=${() => ask({ kind: "find" })}><${Icon} name="search" /></button>
      <button class="bar-button undo-button" disabled=${!last || busy} title=${last ? last.done : t("Nothing to take back")} onClick=${undo}><${Icon} name="corner-down-left" /><span>${t("Undo")}</span></button>
      <button class="bar-button keys-button" aria-label=${t("By keyboard")} title=${t("By keyboard")} onClick=${() => ask({ kind: "keys" })}><${Icon} name="keyboard" /></button>
      <span class="bar-time"><${Today} /><${Clock} /></span><${LiveMark} feed=${feed} />
      <${Account} />
    </div>
  </header>`;
}
