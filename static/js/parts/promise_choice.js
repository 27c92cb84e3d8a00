// Choosing a promised time: four quick buttons for what is promised most, and a day and time for the rest.
//
//   html`<${PromiseChoice} value=${ms} onChange=${(ms) => …} wrong=${sentence} />`

import { html } from "../../vendor/preact.js";
import { now, serverNow } from "../core/clock.js";
import { dayAndTime } from "../core/durations.js";
import { t } from "../core/i18n.js";
import { useNow } from "./standing.js";
import { WhenField, timeToday } from "./time_of_day.js";

const FIVE_MINUTES = 5 * 60000;
const IN_HOURS = [1, 2];
const DAYS = [0, 1, 2, 3, 4, 5, 6, 7];
const AT_CLOCK = ["16:00", "17:00"];

function inHours(hours) {
  return Math.ceil((serverNow() + hours * 3600000) / FIVE_MINUTES) * FIVE_MINUTES;
}

function Quick({ text, time, value, onChange }) {
  return html`<button type="button" class=${"chip" + (value === time ? " is-chosen" : "")} aria-pressed=${value === time ? "true" : "false"} onClick=${() => onChange(time)}>${text}</button>`;
}

export function PromiseChoice({ value, onChange, wrong }) {
  const past = useNow((time) => AT_CLOCK.filter((clock) => timeToday(clock, time) <= time).join(), []);
  const words = value === null ? null : dayAndTime(value, now.peek());
  return html`<div class="promise-choice">
    <${WhenField} label=${t("Promised time")} value=${value} onChange=${onChange} wrong=${wrong} days=${DAYS} />
    <div class="chips" role="group" aria-label=${t("Quick choice of the promised time")}>
      ${IN_HOURS.map((hours) => html`<button key=${hours} type="button" class="chip" onClick=${() => onChange(inHours(hours))}>${t("+%(hours)s h", { hours })}</button>`)}
      ${AT_CLOCK.filter((clock) => !past.value.split(",").includes(clock)).map((clock) => html`<${Quick} key=${clock} text=${clock} time=${timeToday(clock, now.peek())} value=${value} onChange=${onChange} />`)}
      ${words && html`<strong class="promise-words">${words}</strong>`}
    </div>
  </div>`;
}
