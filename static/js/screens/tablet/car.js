// The car that is open: which one, how it stands, its operations, and the next step.
//
//   html`<${Car} feed=${feed} me=${me} />`

import { html } from "../../../vendor/preact.js";
import { dayAndTime, duration, hours, minutesLeft, minutesSince } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { pauseWords } from "../../parts/pause_words.js";
import { PhotoStrip } from "../../parts/photo.js";
import { Plate } from "../../parts/plate.js";
import { Progress } from "../../parts/progress.js";
import { standing, useNow, workedMinutes } from "../../parts/standing.js";
import { extras } from "./extras.js";
import { cardOf, closeCar, go, opened } from "./floor.js";
import { NextStep, OtherSteps } from "./next_step.js";
import { Operations } from "./operations.js";
import { WaitingHere } from "./waiting_scans.js";

const LONG_PLATE = 10;
const LONG_FIGURE = 8;

export function Car({ feed, me }) {
  const { job } = opened.value;
  const card = cardOf(feed, job);
  if (!card) return html`<${Gone} />`;
  return html`<div class="car-page">
    <article class=${"car card stage-" + card.stage} data-job=${job} data-stage=${card.stage}>
      <${WhichCar} card=${card} />
      <${Figures} card=${card} />
      <div class="car-middle" tabindex="0" role="region" aria-label=${t("Operations")}>
        <${WaitingHere} card=${card} />
        <div class="goes-stale"><${Trouble} card=${card} />
          <${Operations} job=${job} card=${card} />
          ${card.concern && html`<p class="concern"><span>${t("The customer says")}</span><q title=${card.concern}>${card.concern}</q></p>`}</div>
      </div>
      <${NextStep} feed=${feed} job=${job} card=${card} />
    </article>
    <aside class="car-side">
      <${OtherSteps} feed=${feed} job=${job} card=${card} />
      ${extras.length > 0 && html`<div class="car-extras">${extras.map((Extra) => html`<${Extra} key=${Extra.name} job=${job} card=${card} me=${me} />`)}</div>`}
      <button class="other-step close-car" onClick=${closeCar}><${Icon} name="arrow-left" /><span>${t("Close this car")}</span></button>
    </aside>
  </div>`;
}

function Gone() {
  return html`<${Notice} icon="car" title=${t("This car is no longer in the workshop")} text=${t("It was delivered or cancelled. Scan the next card.")}>
    <button class="button button-main" onClick=${() => go("scan")}><${Icon} name="scan-qr-code" /><span>${t("Scan a job card")}</span></button>
  <//>`;
}

function WhichCar({ card }) {
  const where = card.bay ? [t("Bay"), card.bay.number] : card.stall ? [t("Stall"), card.stall] : [t("Bay"), "–"];
  const long = Array.from(card.plate.text).length > LONG_PLATE;
  return html`<header class=${"which-car goes-stale" + (long ? " has-long-plate" : "")}>
    <${Plate} plate=${card.plate} size="large" />
    <div class="which-words">
      <p class="clip">${[card.model, card.colour].filter(Boolean).join(" · ")}</p>
      <p class="clip">${word("service_type", card.service_type)} · <span class="number">${card.number}</span></p>
      <${Marks} card=${card} />
    </div>
    <p class="where"><span>${where[0]}</span><strong>${where[1]}</strong></p>
  </header>`;
}

function Marks({ card }) {
  const marks = [["stage", null, word("stage", card.stage)]];
  if (card.high_voltage) marks.push(["hv", "zap", t("High voltage")]);
  if (card.waits) marks.push(["waits", "user", t("Customer waits")]);
  return html`<p class="marks">${marks.map(([kind, icon, text]) => html`<span key=${kind} class=${"mark mark-" + kind}>
    ${icon && html`<${Icon} name=${icon} />`}${text}</span>`)}</p>`;
}

function Figures({ card }) {
  const state = useNow((time) => standing(card, time), [card]);
  const promised = useNow((time) => (card.promised_at === null ? t("none") : dayAndTime(card.promised_at, time)), [card]);
  const left = useNow((time) => leftWords(card, time), [card]);
  const worked = useNow((time) => hours(workedMinutes(card, time)), [card]);
  return html`<dl class="figures goes-stale">
    <${Figure} label=${t("Promised")} value=${promised} long=${promised.value.length > LONG_FIGURE} />
    <${Figure} label=${state.value === "late" ? t("Late by") : t("Left")} value=${left} state=${state.value} />
    <${Figure} label=${t("Standard")} value=${hours(card.standard_minutes)} />
    <${Figure} label=${t("Worked")} value=${worked}><${Worked} card=${card} /><//>
  </dl>`;
}

function leftWords(card, time) {
  if (card.promised_at === null) return "–";
  const late = time > card.promised_at;
  return duration(late ? Math.max(1, minutesSince(card.promised_at, time)) : minutesLeft(time, card.promised_at));
}

function Figure({ label, value, state, long, children }) {
  return html`<div class=${"figure" + (state ? " is-" + state : "") + (long ? " is-long" : "")}><dt>${label}</dt>
    <dd>${state === "late" && html`<${Icon} name="triangle-alert" />`}${state === "warn" && html`<${Icon} name="alarm-clock" />`}<span>${value}</span>${children}</dd></div>`;
}

function Worked({ card }) {
  const share = useNow((time) => (card.standard_minutes ? Math.round((workedMinutes(card, time) / card.standard_minutes) * 100) / 100 : 0), [card]);
  const state = share.value > 1 ? "late" : share.value > 0.85 ? "warn" : "ok";
  return html`<${Progress} value=${share.value} state=${state} label=${t("Worked, of the standard time")} />`;
}

function Trouble({ card }) {
  return html`${card.pause && html`<${Paused} pause=${card.pause} />`}${card.rework && html`<${Rework} rework=${card.rework} checks=${card.checks} />`}`;
}

function Paused({ pause }) {
  const since = useNow((time) => duration(minutesSince(pause.since_at, time)), [pause]);
  return html`<p class="trouble trouble-paused"><${Icon} name="pause" />
    <span><strong>${t("Paused: %(reason)s", { reason: pauseWords(pause) })}</strong>
    <small>${t("Up to: %(owner)s", { owner: word("role", pause.owner) })} · ${since}</small></span></p>`;
}

function Rework({ rework, checks }) {
  const failed = checks.filter((each) => !each.passed && each.check === rework.check).pop();
  return html`<div class="trouble trouble-rework"><${Icon} name="undo-2" />
    <span><strong>${t("Sent back by: %(check)s", { check: word("check", rework.check) })}${rework.times > 1 && " · " + t("rework no. %(times)s", { times: rework.times })}</strong>
    <small>${rework.items.join(" · ")}</small>
    ${failed && failed.note && html`<small><q>${failed.note}</q></small>`}
    ${failed && failed.photos.length > 0 && html`<${PhotoStrip} ids=${failed.photos} />`}</span></div>`;
}
