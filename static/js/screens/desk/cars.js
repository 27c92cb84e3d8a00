// The desk's cars by how far they have come: being received, in the workshop, ready for the customer.

import { html } from "../../../vendor/preact.js";
import { duration, minutesSince } from "../../core/durations.js";
import { N_, t, word } from "../../core/i18n.js";
import { memo } from "../../core/memo.js";
import { Badges } from "../../parts/badges.js";
import { customerName } from "../../parts/customer.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { pauseWords } from "../../parts/pause_words.js";
import { Plate } from "../../parts/plate.js";
import { Moment } from "../../parts/job_sheet.js";
import { TimeLeft, standing, useNow } from "../../parts/standing.js";
import { Step } from "./step.js";
import { deskSteps } from "./steps.js";

function Stage({ job }) {
  const since = job.pause ? job.pause.since_at : job.stage_since_at;
  const words = useNow((time) => duration(minutesSince(since, time)), [since]);
  const where = job.bay ? t("bay %(bay)s", { bay: job.bay.number }) : job.stall;
  return html`<div class="cell-stage"><p class="clip">${job.pause && html`<${Icon} name="pause" />`}<strong>${word("stage", job.stage)}</strong>${where && html` · ${where}`}</p>
    <p class="clip">${job.pause ? html`${pauseWords(job.pause)} · ${words}` : words}</p></div>`;
}

function Promised({ job }) {
  const state = useNow((time) => standing(job, time), [job]);
  if (job.promised_at === null) return html`<div class="cell-promise"><p class="soft">${t("no time promised")}</p></div>`;
  return html`<div class=${"cell-promise stands-" + state.value}><p><strong><${Moment} at=${job.promised_at} /></strong></p>
    <p class="clip">${state.value === "done" ? (job.announced_at === null ? t("customer not told yet") : html`${t("told")} <${Moment} at=${job.announced_at} />`) : html`<${TimeLeft} job=${job} />`}</p></div>`;
}

const SHOWN_STEPS = 2;

const Row = memo(function Row({ id, job, acts }) {
  const steps = deskSteps(job);
  // The whole row opens the car for a mouse or a finger; the keyboard has the plate's button.
  const openRow = (event) => event.target.closest("button") || String(getSelection()) || acts.open(id);
  return html`<li class="desk-row" data-job=${id} onClick=${openRow}>
    <button class="cell-plate" onClick=${() => acts.open(id)} aria-label=${t("Open %(plate)s", { plate: job.plate.text })}><${Plate} plate=${job.plate} size="small" /></button>
    <div class="cell-car"><p class="clip" title=${job.model}><strong>${job.model}</strong></p><p class="clip">${job.number} · ${word("service_type", job.service_type)}</p></div>
    <div class="cell-customer"><p class="clip" title=${job.customer.name}>${customerName(job.customer)}</p><p class="clip">${job.customer.phone || "—"}</p></div>
    <${Stage} job=${job} />
    <${Promised} job=${job} />
    <div class="cell-badges"><${Badges} job=${job} />${job.comeback_of && !job.comeback_of.linked && html`<span class="badge badge-warn"><${Icon} name="repeat" />${t("Comeback?")}</span>`}</div>
    <div class="cell-steps">${steps.slice(0, SHOWN_STEPS).map((step, index) => html`<${Step} key=${step.step} id=${id} job=${job} step=${step} main=${index === 0} onAsk=${acts.askStep} />`)}
      <button class="button-quiet" aria-label=${t("More about %(plate)s", { plate: job.plate.text })} onClick=${() => acts.open(id)}><${Icon} name="arrow-right" /></button></div>
  </li>`;
});

function Group({ title, cars, acts }) {
  if (!cars.length) return null;
  return html`<section class="desk-group" aria-label=${title}><h2>${title} <strong>${cars.length}</strong></h2>
    <ul>${cars.map(({ id, job }) => html`<${Row} key=${id} id=${id} job=${job} acts=${acts} />`)}</ul></section>`;
}

function Empty({ filter, typed, onAll, onNew }) {
  if (typed) return html`<${Notice} icon="search" title=${t("Nothing fits \"%(typed)s\"", { typed: typed.slice(0, 40) })} text=${t("Look for a plate, a job number or a customer's name.")} />`;
  if (filter !== "all") return html`<${Notice} icon="car" title=${t("None of the cars is yours")} text=${t("Cars that name you as their advisor stand here.")}><button class="button" onClick=${onAll}>${t("Show all cars")}</button><//>`;
  return html`<${Notice} icon="car" title=${t("No car is in the shop")} text=${onNew ? t("Take in the first one: it appears on every screen at once.") : t("Cars stand here as soon as they have come.")}>${onNew && html`<button class="button button-main" onClick=${onNew}>${t("New job")}</button>`}<//>`;
}

const PHASES = [
  [N_("Being received"), ["arrived", "reception"]],
  [N_("In the workshop"), ["waiting_dispatch", "dispatched", "in_work", "paused", "self_check", "leader_check", "final_check", "wash_queue", "washing"]],
  [N_("Ready for the customer"), ["ready", "handover", "settled"]],
];

export function Cars({ cars, filter, typed, acts, onAll, onNew }) {
  if (!cars.length) return html`<${Empty} filter=${filter} typed=${typed} onAll=${onAll} onNew=${onNew} />`;
  return PHASES.map(([title, stages]) => html`<${Group} key=${title} title=${t(title)} cars=${cars.filter(({ job }) => stages.includes(job.stage))} acts=${acts} />`);
}
