// The queues at the right of the workshop's wall, in order: to dispatch, checks, wash, ready.
// All lanes share one height: long ones give way and end in "+4 more".
//
//   html`<${Lanes} jobs=${[[17, job], …]} rows=${15} />`   as many rows as all lanes have room for together

import { html } from "../../vendor/preact.js";
import { duration, minutesLeft, minutesSince, timeLeft } from "../core/durations.js";
import { N_, t, word } from "../core/i18n.js";
import { memo, useSteady } from "../core/memo.js";
import { Icon } from "./icon.js";
import { Plate } from "./plate.js";
import { standing, useNow } from "./standing.js";

const LANES = [
  { title: N_("To dispatch"), stages: ["arrived", "reception", "waiting_dispatch"], what: queueText, how: waitingFor, booked: true },
  { title: N_("Checks"), stages: ["self_check", "leader_check", "final_check"], what: stageText, how: waitingFor },
  { title: N_("Wash"), stages: ["wash_queue", "washing"], what: washText, how: washTime },
  { title: N_("Ready for hand-over"), stages: ["ready", "handover", "settled"], what: stallText, how: announced },
];

function queueText(job) {
  if (job.stage !== "waiting_dispatch") return word("stage", job.stage);
  return word("service_type", job.service_type);
}

function stageText(job) {
  return word("stage", job.stage);
}

function washText(job, place) {
  return job.stage === "washing" ? word("stage", job.stage) : t("queue %(place)s", { place });
}

function stallText(job) {
  return job.stall || "";
}

function overdue(job, time) {
  return job.stage_due_at !== null && time > job.stage_due_at;
}

// A car at the door shows its standard beside the time: three minutes are soon over.
function waitingFor(job, time) {
  const waited = duration(minutesSince(job.stage_since_at, time));
  const standard = job.stage === "arrived" && job.stage_due_at !== null ? " / " + duration((job.stage_due_at - job.stage_since_at) / 60000) : "";
  return { text: waited + standard, tone: overdue(job, time) ? "warn" : "" };
}

function washTime(job, time) {
  if (job.stage === "washing" && job.stage_due_at !== null && !overdue(job, time)) {
    return { text: t("%(time)s left", { time: duration(minutesLeft(time, job.stage_due_at)) }), tone: "wash" };
  }
  return waitingFor(job, time);
}

function announced(job, time) {
  if (job.stage !== "ready") return { text: word("stage", job.stage), tone: "ok" };
  if (job.announced_at !== null) return { text: t("told"), tone: "ok" };
  return { text: t("to tell %(time)s", { time: duration(minutesSince(job.stage_since_at, time)) }), tone: overdue(job, time) ? "warn" : "" };
}

function howItStands(lane, job, time) {
  if (standing(job, time) === "late") return { text: timeLeft(job.promised_at, time), tone: "late" };
  return lane.how(job, time);
}

const SIGNS = { late: "triangle-alert", warn: "alarm-clock" };

const Row = memo(function Row({ lane, job, place }) {
  const stands = JSON.parse(useNow((time) => JSON.stringify(howItStands(lane, job, time)), [lane, job]).value);
  const sign = SIGNS[stands.tone];
  return html`<li class="lane-row">
    <${Plate} plate=${job.plate} size="small" />
    <span class="lane-what clip">${job.parts_missing && html`<${Icon} name="settings" label=${t("Part missing")} />`}${lane.booked && job.appointment && html`<${Icon} name="calendar" label=${t("booked")} />`}${lane.what(job, place)}</span>
    <span class=${"lane-how" + (stands.tone ? " tone-" + stands.tone : "")}>${sign && html`<${Icon} name=${sign} />`}${stands.text}</span>
  </li>`;
});

// Every lane gets what it needs while the rows last; then the longest gives a row to the shortest in want.
export function shareRows(counts, rows) {
  const given = counts.map((count) => Math.min(1, count));
  let left = rows - given.reduce((sum, count) => sum + count, 0);
  while (left > 0) {
    const wanting = given.map((count, i) => i).filter((i) => given[i] < counts[i]);
    if (!wanting.length) break;
    wanting.sort((a, b) => given[a] - given[b]);
    given[wanting[0]] += 1;
    left -= 1;
  }
  return given;
}

function ordered(jobs, lane) {
  const inLane = jobs.filter((entry) => lane.stages.indexOf(entry[1].stage) >= 0);
  const first = (job) => (job.stage === "washing" ? 0 : 1);
  return inLane.sort((a, b) => first(a[1]) - first(b[1]) || a[1].rank - b[1].rank || a[0] - b[0]);
}

function Lane({ lane, entries, rows }) {
  const shown = entries.length > rows ? entries.slice(0, Math.max(1, rows - 1)) : entries;
  const hidden = entries.length - shown.length;
  const queued = entries.findIndex((entry) => entry[1].stage !== "washing");
  return html`<section class="lane" style=${{ "--rows": Math.max(1, rows) }}>
    <h2><span class="clip">${t(lane.title)}</span><b>${entries.length}</b></h2>
    <ul>
      ${shown.map(([id, job], i) => html`<${Row} key=${id} lane=${lane} job=${job} place=${i - queued + 1} />`)}
      ${hidden > 0 && html`<li class="lane-more">${t("+%(number)s more", { number: hidden })}</li>`}
      ${entries.length === 0 && html`<li class="lane-none">${t("nobody waits")}</li>`}
    </ul>
  </section>`;
}

function inLanes(entry) {
  return LANES.some((lane) => lane.stages.indexOf(entry[1].stage) >= 0);
}

export function Lanes({ jobs, rows }) {
  return html`<${AllLanes} jobs=${useSteady(jobs.filter(inLanes))} rows=${rows} />`;
}

const AllLanes = memo(function AllLanes({ jobs, rows }) {
  const lanes = LANES.map((lane) => ordered(jobs, lane));
  const shares = shareRows(lanes.map((entries) => entries.length), rows);
  return html`<aside class="lanes" aria-label=${t("Queues")}>
    ${LANES.map((lane, i) => html`<${Lane} key=${lane.title} lane=${lane} entries=${lanes[i]} rows=${shares[i]} />`)}
  </aside>`;
});
