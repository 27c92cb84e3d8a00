// One car's card: in the queue, in a bay, or in a lane. It can be carried, and everything about it can be done by keyboard.

import { html, useComputed } from "../../../vendor/preact.js";
import { clockTime, dayAndTime, duration, hours, minutesSince, siteDay } from "../../core/durations.js";
import { now } from "../../core/clock.js";
import { listed, t, word } from "../../core/i18n.js";
import { memo } from "../../core/memo.js";
import { Badges } from "../../parts/badges.js";
import { carried } from "../../parts/drag.js";
import { Icon } from "../../parts/icon.js";
import { pauseAndOwner } from "../../parts/pause_words.js";
import { Plate } from "../../parts/plate.js";
import { Progress } from "../../parts/progress.js";
import { TimeLeft, standing, useNow, workedMinutes } from "../../parts/standing.js";
import { movable } from "./may.js";
import { moving } from "./moves.js";
import { CHECKS } from "./picture.js";

const DONE = ["ready", "handover", "settled"];

function manner(job) {
  if (job.pause) return " car-paused";
  return CHECKS.includes(job.stage) ? " car-check" : "";
}

function Promised({ job }) {
  const words = useNow((time) => (job.promised_at === null ? t("no time promised") : t("promised %(time)s", { time: dayAndTime(job.promised_at, time) })), [job]);
  return html`<span class="clip">${words}</span>`;
}

function Since({ at }) {
  return html`<span class="car-since">${useNow((time) => duration(minutesSince(at, time)), [at])}</span>`;
}

function Names({ people }) {
  if (!people.length) return null;
  const names = listed(people.map(({ name }) => name));
  return html`<span class="car-names clip" title=${names}><${Icon} name=${people.length > 1 ? "users" : "user"} />${names}</span>`;
}

function Work({ job }) {
  const share = useNow((time) => (job.standard_minutes ? Math.round((workedMinutes(job, time) / job.standard_minutes) * 50) / 50 : 0), [job]);
  const label = t("Work done against standard hours");
  return html`<${Progress} value=${share.value} state=${share.value > 1 ? "warn" : "ok"} label=${label} />`;
}

function stageWords(job) {
  if (job.pause) return pauseAndOwner(job.pause);
  return word("stage", job.stage);
}

function Waiting({ job }) {
  return html`<div class="car-row"><${Plate} plate=${job.plate} size="small" />
      <span class="car-waits"><${Icon} name="clock" /><${Since} at=${job.stage_since_at} /></span></div>
    <p class="clip" title=${job.model}>${word("service_type", job.service_type)} · ${hours(job.standard_minutes)} · ${job.model}</p>
    <p class="car-row car-soft"><${Promised} job=${job} /><span class="car-left"><${TimeLeft} job=${job} /></span></p>
    <${Badges} job=${job} />`;
}

function Signs({ job }) {
  return html`<span class="car-signs">${job.high_voltage && html`<${Icon} name="zap" label=${t("High voltage")} />`}
    ${job.waits && html`<${Icon} name="user" label=${t("Waits in the lounge")} />`}
    ${job.parts_missing && html`<span class="badge badge-warn" title=${t("Part missing")}><${Icon} name="settings" label=${t("Part missing")} /></span>`}
    ${job.rework && html`<span class="badge badge-late" title=${t("Rework %(times)s", { times: job.rework.times })}><${Icon} name="repeat" label=${t("Rework")} />${job.rework.times}</span>`}</span>`;
}

function AtWork({ job }) {
  return html`<div class="car-row"><${Plate} plate=${job.plate} size="small" /><${Signs} job=${job} /></div>
    <p class="clip" title=${job.model}>${job.model} · ${word("service_type", job.service_type)}</p>
    <p class="car-row"><span class="car-stage clip">${job.pause && html`<${Icon} name="pause" />`}${stageWords(job)}</span>
      <${Since} at=${job.pause ? job.pause.since_at : job.stage_since_at} /></p>
    <p class="car-row"><span class="car-left"><${TimeLeft} job=${job} /></span><span class="car-soft car-promised"><${PromisedAt} job=${job} /></span></p>
    <${Work} job=${job} />
    <p class="car-row car-soft"><${Names} people=${job.people} /></p>`;
}

function Passing({ job }) {
  const since = job.pause ? job.pause.since_at : job.stage_since_at;
  return html`<div class="car-row"><${Plate} plate=${job.plate} size="small" />${job.stall ? html`<span class="badge badge-plain"><${Icon} name="square-parking" />${job.stall}</span>` : html`<${Signs} job=${job} />`}</div>
    <p class="car-row car-soft"><span class="clip">${job.pause && html`<${Icon} name="pause" /> `}${stageWords(job)}</span>${job.pause || DONE.includes(job.stage) ? html`<${Since} at=${since} />` : html`<span class="car-left"><${TimeLeft} job=${job} /></span>`}</p>`;
}

function PromisedAt({ job }) {
  const words = useNow((time) => (job.promised_at === null || siteDay(job.promised_at) !== siteDay(time) ? "" : clockTime(job.promised_at)), [job]);
  return html`<span class="clip">${words}</span>`;
}

const MANNERS = { queue: Waiting, bay: AtWork, lane: Passing };

export const Car = memo(function Car({ id, job, place, where, acts }) {
  const key = "job:" + id;
  const state = useNow((time) => standing(job, time), [job]);
  const words = useComputed(() => moving.value.get(id) || null);
  const inHand = useComputed(() => carried.value === key);
  const Inside = MANNERS[place];
  const carries = movable(job);
  const onKeyDown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key === "Enter" || event.key === "m" || event.key === "M") && carries) acts.chooseMove(id);
    else if (event.key === " " || event.key === "Enter") acts.open(id);
    else return;
    event.preventDefault();
  };
  const classes = "car car-" + place + " stands-" + state.value + manner(job) + (carries ? " is-movable" : "")
    + (inHand.value ? " is-in-hand" : "") + (words.value ? " is-moving" : "");
  return html`<div class=${classes} data-job=${id} data-drag=${carries && !words.value ? key : undefined} tabindex="0" role="button"
    aria-busy=${words.value ? "true" : undefined} aria-keyshortcuts=${carries ? "Enter M" : undefined}
    onClick=${() => acts.open(id)} onKeyDown=${onKeyDown}>
    ${where && html`<span class="visually-hidden">${where}</span>`}
    <${Inside} job=${job} />
    ${words.value && html`<p class="car-moving" role="status"><${Icon} name="refresh-cw" />${words.value}</p>`}
  </div>`;
});
