// A bay's tile on the workshop's wall. Its edge, sign and words say how the car stands:
//
//   ok       work goes on               warn   the promise is near, or the start is overdue
//   late     the promise is broken      check  with the checkers        free / out: no car
//   paused   hatched, with the reason, the minutes and whom it waits for
//
//   html`<${Tile} bay=${bay} job=${jobOrNull} more=${0} />`

import { html } from "../../vendor/preact.js";
import { clockTime, dayAndTime, duration, minutesSince } from "../core/durations.js";
import { listed, t, word } from "../core/i18n.js";
import { memo } from "../core/memo.js";
import { Icon } from "./icon.js";
import { pauseWords } from "./pause_words.js";
import { Person } from "./person.js";
import { Plate } from "./plate.js";
import { Progress } from "./progress.js";
import { TimeLeft, standing, useNow, workedMinutes } from "./standing.js";

const CHECKS = ["self_check", "leader_check", "final_check"];
const PEOPLE_SHOWN = 2;

function toneOf(job, time) {
  const stands = standing(job, time);
  if (stands === "late") return "late";
  if (job.pause) return "warn";
  if (stands === "warn") return "warn";
  if (CHECKS.indexOf(job.stage) >= 0) return "check";
  if (job.stage === "dispatched") return time > startDue(job) ? "warn" : "calm";
  return "ok";
}

function startDue(job) {
  return job.stage_due_at === null ? Infinity : job.stage_due_at;
}

// The one line that matters: what is wrong, if anything is; else what is done to which car.
function lineOf(bay, job, time) {
  if (job.pause) return pausedLine(job.pause, time);
  if (job.rework) return { icon: "undo-2", text: word("check", job.rework.check) + " " + t("not passed: %(items)s", { items: listed(job.rework.items) }), tone: "late" };
  if (bay.out_of_service) return { icon: "wrench", text: bay.out_of_service.reason, tone: "warn" };
  const stands = standing(job, time);
  if (stands === "late") return { icon: "triangle-alert", text: t("was due at %(time)s", { time: dayAndTime(job.promised_at, time) }), tone: "late" };
  if (stands === "warn") return { icon: "alarm-clock", text: t("due soon, at %(time)s", { time: clockTime(job.promised_at) }), tone: "warn" };
  if (job.stage === "dispatched" && job.planned_start_at !== null) return plannedLine(job, time);
  if (job.high_voltage) return { icon: "zap", text: t("High voltage") + " · " + job.model, tone: "volt" };
  return { icon: null, text: word("service_type", job.service_type) + " · " + job.model, tone: "" };
}

function pausedLine(pause, time) {
  const minutes = duration(minutesSince(pause.since_at, time));
  return { icon: "pause", text: pauseWords(pause) + " " + minutes + " · " + word("owner", pause.owner), tone: "warn" };
}

function plannedLine(job, time) {
  const at = dayAndTime(job.planned_start_at, time);
  return time > startDue(job)
    ? { icon: "alarm-clock", text: t("not started, planned for %(time)s", { time: at }), tone: "warn" }
    : { icon: "calendar", text: t("starts at %(time)s", { time: at }), tone: "" };
}

function Line({ bay, job }) {
  const told = useNow((time) => JSON.stringify(lineOf(bay, job, time)), [bay, job]).value;
  const line = JSON.parse(told);
  return html`<p class=${"tile-line" + (line.tone ? " tone-" + line.tone : "")}>${line.icon && html`<${Icon} name=${line.icon} />`}<span class="clip">${line.text}</span></p>`;
}

function Worked({ job, tone }) {
  const share = useNow((time) => Math.round((100 * workedMinutes(job, time)) / Math.max(1, job.standard_minutes)), [job]).value;
  const full = tone === "check";
  return html`<${Progress} value=${full ? 1 : share / 100} state=${tone === "calm" ? "quiet" : tone}
    label=${t("%(share)s percent of the standard time worked", { share })} />`;
}

function People({ job }) {
  const shown = job.people.slice(0, PEOPLE_SHOWN);
  const rest = job.people.length - shown.length;
  return html`<div class="tile-people">
    ${shown.map((person) => html`<${Person} key=${person.id} name=${person.name} on=${person.on} />`)}
    ${rest > 0 && html`<span class="tile-rest">+${rest}</span>`}
    ${job.priority !== "normal" && html`<span class="tile-mark tone-warn"><${Icon} name="flag" />${word("priority", job.priority)}</span>`}
    ${job.parts_missing && html`<span class="tile-mark tone-warn"><${Icon} name="settings" label=${job.people.length > 1 ? t("Part missing") : undefined} />${job.people.length < 2 && t("Part missing")}</span>`}
    ${job.waits && html`<${Waits} alone=${job.people.length < 2 && !job.parts_missing} />`}
  </div>`;
}

// The customer sits in the lounge: in words where there is room, else as the sign alone.
function Waits({ alone }) {
  return html`<span class="tile-mark"><${Icon} name="user" label=${alone ? undefined : t("waits here")} />${alone && t("waits here")}</span>`;
}

function Where({ bay, more, children }) {
  return html`<header class="tile-head"><b>${bay.number}</b><span class="tile-kind clip">${word("bay_kind", bay.bay_kind)}${more > 0 ? " +" + more : ""}</span>${children}</header>`;
}

function stageWord(job) {
  return job.rework && job.stage === "in_work" ? t("Rework") : word("stage", job.stage);
}

function CarTile({ bay, job, more }) {
  const tone = useNow((time) => toneOf(job, time), [job]).value;
  const sign = tone === "late" ? "triangle-alert" : tone === "warn" && !job.pause ? "alarm-clock" : null;
  return html`<article class=${"tile tile-" + tone + (job.pause ? " is-paused" : "")}>
    <${Where} bay=${bay} more=${more}><span class=${"tile-stage" + (job.rework ? " tone-late" : "")}>${stageWord(job)}</span><//>
    <div class="tile-plate" key=${job.number}><${Plate} plate=${job.plate} /></div>
    <${Line} bay=${bay} job=${job} />
    <p class="tile-time clip">${sign && html`<${Icon} name=${sign} />`}<${TimeLeft} job=${job} /></p>
    <${Worked} job=${job} tone=${tone} />
    <${People} job=${job} />
  </article>`;
}

function OutTile({ bay }) {
  const out = bay.out_of_service;
  const until = useNow((time) => (out.until_at === null ? t("no end known yet") : t("until about %(time)s", { time: dayAndTime(out.until_at, time) })), [bay]);
  return html`<article class="tile tile-out">
    <${Where} bay=${bay} more=${0} />
    <p class="tile-big"><${Icon} name="wrench" /><span class="clip">${t("Out of service")}</span></p>
    <p class="tile-reason">${out.reason}</p>
    <p class="tile-foot clip">${until}</p>
  </article>`;
}

function FreeTile({ bay }) {
  return html`<article class="tile tile-free"><${Where} bay=${bay} more=${0} /><p class="tile-big">${t("Free")}</p></article>`;
}

export const Tile = memo(function Tile({ bay, job, more }) {
  if (job) return html`<${CarTile} bay=${bay} job=${job} more=${more} />`;
  return bay.out_of_service ? html`<${OutTile} bay=${bay} />` : html`<${FreeTile} bay=${bay} />`;
});
