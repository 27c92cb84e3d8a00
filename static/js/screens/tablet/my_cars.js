// Which cars concern the person in front of the tablet: the ones they are on or were given, and the ones that wait for what
// only they can do now (a check, a wash).
//
//   concerning(cards)   {mine: [[job, card]], waiting: [[job, card]]}
//   html`<${MyCars} feed=${feed} />`

import { html } from "../../../vendor/preact.js";
import { cardsOf } from "../../core/feed.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { Plate } from "../../parts/plate.js";
import { standing, TimeLeft, useNow } from "../../parts/standing.js";
import { openCar } from "./floor.js";
import { nameOf } from "./steps.js";

const STARTS = ["clock_on", "resume", "switch", "take_over", "park_ready"];
const AFTER_WORK = ["wash_queue", "washing", "ready", "handover", "settled"];

export function concerning(cards) {
  const jobs = cardsOf(cards, "job").sort(([, a], [, b]) => urgency(a) - urgency(b) || (a.number < b.number ? -1 : 1));
  return {
    mine: jobs.filter(([, card]) => card.mine && (card.steps.length || !AFTER_WORK.includes(card.stage))),
    waiting: jobs.filter(([, card]) => !card.mine && card.steps.length && !STARTS.includes(card.steps[0].step)),
  };
}

function urgency(card) {
  if (card.on_since_at !== null) return -1;
  return card.promised_at === null ? Infinity : card.promised_at;
}

export function MyCars({ feed }) {
  const { mine, waiting } = concerning(feed.cards.value);
  if (!mine.length && !waiting.length) return html`<${NoCars} />`;
  return html`<section class="my-cars">
    ${mine.length > 0 && html`<h2>${t("My cars")}</h2><${List} jobs=${mine} />`}
    ${waiting.length > 0 && html`<h2>${t("Waiting for you")}</h2><${List} jobs=${waiting} />`}
  </section>`;
}

function NoCars() {
  return html`<section class="my-cars my-cars-none"><${Notice} icon="car" title=${t("No car is given to you now.")}
    text=${t("As soon as the foreman gives you one, it is here. You can scan any job card.")} /></section>`;
}

function List({ jobs }) {
  return html`<ul class="car-list">${jobs.map(([job, card]) => html`<${Row} key=${job} job=${job} card=${card} />`)}</ul>`;
}

function Row({ job, card }) {
  const state = useNow((time) => standing(card, time), [card]);
  const where = card.bay ? t("Bay %(bay)s", { bay: card.bay.number }) : card.stall || "";
  return html`<li><button class=${"car-row is-" + state.value} data-job=${job} onClick=${() => openCar(job)}>
    <${Plate} plate=${card.plate} />
    <span class="car-row-words">
      <strong class="clip">${[where, word("stage", card.stage), card.model].filter(Boolean).join(" · ")}</strong>
      <small class="clip">${card.waiting ? html`<b class="is-waiting"><${Icon} name="clock" />${t("Waiting to be sent")}</b>` : card.on_since_at !== null ? html`<b>${t("You are clocked on")}</b>` : card.steps.length ? nameOf(card.steps[0], card) : word("service_type", card.service_type)}</small>
    </span>
    <span class="car-row-left">${state.value === "late" && html`<${Icon} name="triangle-alert" />`}<${TimeLeft} job=${card} /></span>
  </button></li>`;
}
