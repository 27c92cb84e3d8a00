// What waits for the foreman's word: scans without network that could not be carried out, clockings that the end of the shift ended,
// times that technicians ask to put right, and cars in work that nobody is on. Nothing is shown while nothing waits.
//
//   html`<${Decide} feed=${feed} picture=${picture} acts=${acts} />`   acts.settle(id) opens a late scan's sheet
//   toDecide(cards, picture), decisions(…)   all of it, and how many

import { html, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime, duration, minutesSince } from "../../core/durations.js";
import { cardsOf } from "../../core/feed.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { useNow } from "../../parts/standing.js";
import { toast } from "../../parts/toast.js";
import { Correct } from "./clockings.js";
import { LateScan } from "./late_scans.js";
import { may, permitted } from "./may.js";

function when(at) {
  return at === null ? "—" : dayAndTime(at, serverNow());
}

function Who({ card }) {
  return html`<p class="decide-who"><strong class="clip">${card.person.name}</strong><${Plate} plate=${card.plate} size="small" /></p>`;
}

function Forgotten({ card }) {
  const [correcting, setCorrecting] = useState(false);
  const sending = useSending(() => post("/clockings/" + card.clocking + "/confirm", {}), () => toast("ok", t("Clocking confirmed")));
  return html`<li class="decide" data-unconfirmed=${card.clocking}>
    <${Who} card=${card} />
    <p>${t("Forgot to clock off: on since %(from)s, ended with the shift at %(until)s.", { from: when(card.began_at), until: when(card.at) })}</p>
    ${correcting
      ? html`<${Correct} clocking=${card.clocking} at=${card.at} onDone=${() => setCorrecting(false)} />`
      : html`<p class="decide-acts"><button class="button button-main" disabled=${sending.busy} onClick=${sending.go}>${t("The time is right")}</button>
        <button class="button" onClick=${() => setCorrecting(true)}>${t("Put right…")}</button></p>`}
    <${RefusedHere} refusal=${sending.refusal} />
  </li>`;
}

function Repair({ id, card }) {
  const [answer, setAnswer] = useState(null);
  const agreeing = useSending(() => post("/repairs/" + id + "/decide", { accepted: true }), () => toast("ok", t("Clocking put right")));
  const declining = useSending(() => post("/repairs/" + id + "/decide", { accepted: false, answer: answer.trim() }), () => toast("ok", t("Declined")));
  const what = card.act === "on" ? t("Clocked on") : t("Clocked off");
  return html`<li class="decide" data-repair=${id}>
    <${Who} card=${card} />
    <p>${what}: <s>${when(card.was_at)}</s> → <b>${when(card.at)}</b>${card.operation && html` · ${card.operation}`}</p>
    <p class="decide-said"><q>${card.explanation}</q></p>
    ${answer === null
      ? html`<p class="decide-acts"><button class="button button-main" disabled=${agreeing.busy} onClick=${agreeing.go}>${t("Agree")}</button>
        <button class="button" onClick=${() => setAnswer("")}>${t("Decline…")}</button></p>`
      : html`<form onSubmit=${(event) => (event.preventDefault(), declining.go())}>
        <label class="field"><span>${t("Why not")}</span><input type="text" maxlength="200" autofocus value=${answer} onInput=${(event) => setAnswer(event.currentTarget.value)} /></label>
        <p class="decide-acts"><button type="button" class="button" onClick=${() => setAnswer(null)}>${t("Back")}</button>
          <button class="button button-main" disabled=${declining.busy || !answer.trim()}>${t("Decline")}</button></p></form>`}
    <${RefusedHere} refusal=${agreeing.refusal || declining.refusal} />
  </li>`;
}

function Idle({ car, acts }) {
  const since = useNow((time) => duration(minutesSince(car.job.stage_since_at, time)), [car.job]);
  return html`<li class="decide" data-idle=${car.id}>
    <p class="decide-who"><strong class="clip">${t("Nobody is on it")}</strong><${Plate} plate=${car.job.plate} size="small" /></p>
    <p>${t("In work, but nobody is clocked on")} · ${since}</p>
    <p class="decide-acts"><button class="button" onClick=${() => acts.pauseCar(car.id)}>${t("Say why…")}</button>
      <button class="button" onClick=${() => acts.chooseTechnicians(car.id)}>${t("Technicians…")}</button></p>
  </li>`;
}

export function toDecide(cards, picture) {
  return {
    late: cardsOf(cards, "late_scan").sort(([, a], [, b]) => a.at - b.at),
    forgotten: cardsOf(cards, "unconfirmed"),
    repairs: cardsOf(cards, "repair"),
    idle: picture.jobs.filter(({ job }) => may(job, "pause")),
  };
}

export function decisions({ late, forgotten, repairs, idle }) {
  return permitted("confirm_clocking") ? late.length + forgotten.length + repairs.length + idle.length : 0;
}

export function Decide({ feed, picture, acts }) {
  const { late, forgotten, repairs, idle } = toDecide(feed.cards.value, picture);
  const count = late.length + forgotten.length + repairs.length + idle.length;
  if (!count || !permitted("confirm_clocking")) return null;
  return html`<section class="panel decide-panel" aria-labelledby="decide-title">
    <header class="panel-head"><h2 id="decide-title"><${Icon} name="flag" />${t("To decide")}</h2><strong>${count}</strong></header>
    <ul class="panel-list goes-stale" data-scrolls tabindex="0" aria-labelledby="decide-title">
      ${late.map(([id, card]) => html`<${LateScan} key=${"late" + id} id=${id} card=${card} onOpen=${() => acts.settle(id)} />`)}
      ${repairs.map(([id, card]) => html`<${Repair} key=${"repair" + id} id=${id} card=${card} />`)}
      ${forgotten.map(([id, card]) => html`<${Forgotten} key=${"forgotten" + id} card=${card} />`)}
      ${idle.map((car) => html`<${Idle} key=${"idle" + car.id} car=${car} acts=${acts} />`)}
    </ul>
  </section>`;
}
