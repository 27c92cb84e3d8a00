// Scans that tablets kept without network and that could not be carried out when they arrived: who, which car, what, when and why,
// how the car stands now, and the ways to settle it.
//
//   html`<${LateScan} id=${5} card=${card} onOpen=${() => …} />`          one of "To decide"
//   html`<${LateScanSheet} id=${5} card=${card} job=${jobCard} onClose=${close} />`

import { html, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime, duration } from "../../core/durations.js";
import { N_, listed, t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Field, wrongFields } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { WhenField } from "../../parts/time_of_day.js";
import { toast } from "../../parts/toast.js";
import { saidWords, stepWords, whyWords } from "./late_words.js";

const MINUTE = 60000;
const PAST_DAYS = [0, -1, -2, -3, -4, -5, -6];
const BEGIN = ["clock_on", "resume", "switch", "take_over"];
const CLOCKS = {
  corrected: N_("The tablet's clock was wrong; the time is corrected."),
  doubtful: N_("The tablet's clock was changed meanwhile: ask whether this time is right."),
};
const WAYS = {
  retry: ["refresh-cw", N_("Carry it out now"), N_("As it was meant, at its own time. It is refused again while the reason stands.")],
  record_time: ["clock", N_("Record the time worked"), N_("From and until, on this car. The car stays where it is.")],
  dismiss: ["x", N_("Dismiss it"), N_("Nothing is recorded but this decision.")],
};
const DONE = { retry: N_("The scan was carried out"), record_time: N_("The time was recorded"), dismiss: N_("The scan was dismissed") };

const when = (at) => dayAndTime(at, serverNow());
const nameOf = (card) => (card.person ? card.person.name : t("Somebody unknown"));

export function LateScan({ id, card, onOpen }) {
  return html`<li class="decide" data-late-scan=${id}>
    <p class="decide-who"><strong class="clip">${nameOf(card)}</strong>${card.job ? html`<${Plate} plate=${card.job.plate} size="small" />` : html`<span>${t("car unknown")}</span>`}</p>
    <p>${t("Scanned without network: %(what)s, %(time)s", { what: stepWords(card.step), time: when(card.at) })}</p>
    <p class="decide-said">${whyWords(card)}</p>
    <p class="decide-acts"><button class="button button-main" onClick=${onOpen}>${t("Settle…")}</button></p>
  </li>`;
}

function Row({ name, children }) {
  return html`<div><dt>${name}</dt><dd>${children}</dd></div>`;
}

function Facts({ card, job }) {
  const said = saidWords(card);
  return html`<dl class="late-facts">
    <${Row} name=${t("Who")}>${nameOf(card)} <small>· ${card.tablet}</small><//>
    <${Row} name=${t("What")}>${stepWords(card.step)}${card.operation && html` · ${card.operation.text}`}${said.length > 0 && html`<br /><small>${said.join(" · ")}</small>`}<//>
    <${Row} name=${t("When")}>${when(card.at)} <small>· ${t("arrived %(time)s", { time: when(card.received_at) })}</small>
      ${CLOCKS[card.clock] && html`<p class=${"late-clock is-" + card.clock}><${Icon} name="triangle-alert" />${t(CLOCKS[card.clock])}</p>`}<//>
    <${Row} name=${t("Why not")}>${whyWords(card)}<//>
    <${Row} name=${t("Now")}><${Present} card=${card} job=${job} /><//>
  </dl>`;
}

function Present({ card, job }) {
  if (!card.job) return t("No car was found for this scan.");
  const stage = job ? job.stage : card.job.stage;
  const people = job && job.people.length ? listed(job.people.map(({ name }) => name)) : t("nobody is on it");
  return html`<b>${word("stage", stage)}</b>${job && html` · ${people}`}`;
}

function Ways({ ways, way, onChoose }) {
  return html`<div class="late-ways" role="radiogroup" aria-label=${t("How is it settled?")}>${ways.map((each) => html`<label key=${each} class=${"late-way" + (way === each ? " is-chosen" : "")}>
    <input type="radio" name="way" value=${each} checked=${way === each} onChange=${() => onChoose(each)} />
    <${Icon} name=${WAYS[each][0]} /><span><strong>${t(WAYS[each][1])}</strong><small>${t(WAYS[each][2])}</small></span></label>`)}</div>`;
}

function proposed(card) {
  if (card.proposal) return card.proposal;
  return BEGIN.includes(card.step) ? { from_at: card.at, until_at: null } : { from_at: null, until_at: card.at };
}

function Times({ times, onChange, wrong }) {
  const { from_at: from, until_at: until } = times;
  const minutes = from !== null && until !== null ? Math.round((until - from) / MINUTE) : null;
  return html`<div class="late-times">
    <${WhenField} label=${t("From")} value=${from} onChange=${(at) => onChange({ from_at: at, until_at: until })} wrong=${wrong.from_at} days=${PAST_DAYS} />
    <${WhenField} label=${t("Until")} value=${until} onChange=${(at) => onChange({ from_at: from, until_at: at })} wrong=${wrong.until_at} days=${PAST_DAYS} />
    <p role="status">${minutes === null ? t("Enter both times.") : minutes > 0 ? t("Worked: %(time)s", { time: duration(minutes) }) : t("It has to end after it began.")}</p>
  </div>`;
}

export function LateScanSheet({ id, card, job, onClose }) {
  const [way, setWay] = useState(card.ways[0]);
  const [times, setTimes] = useState(proposed(card));
  const [reason, setReason] = useState("");
  const done = () => (toast("ok", t(DONE[way])), onClose());
  const body = () => Object.assign({ way, reason: reason.trim() }, way === "record_time" ? times : {});
  const sending = useSending(() => post("/late-scans/" + id + "/settle", body()), done);
  const timed = way !== "record_time" || (times.from_at !== null && times.until_at !== null && times.until_at > times.from_at);
  const ready = timed && (way === "retry" || reason.trim());
  const wrong = sending.refusal ? wrongFields(sending.refusal) : {};
  const go = (event) => {
    event.preventDefault();
    if (ready) sending.go();
  };
  const actions = html`<button class="button" onClick=${onClose}>${t("Back")}</button>
    <button class="button button-main" data-settle disabled=${!ready || sending.busy} onClick=${go}>${sending.busy ? t("Sending…") : t(WAYS[way][1])}</button>`;
  return html`<${Dialog} wide title=${t("A scan without network")} onClose=${onClose} actions=${actions}>
    ${card.job && html`<p class="ask-car"><${Plate} plate=${card.job.plate} /><span class="number">${card.job.number}</span></p>`}
    <${Facts} card=${card} job=${job} />
    <form class="late-form" onSubmit=${go}>
      <${Ways} ways=${card.ways} way=${way} onChoose=${setWay} />
      ${way === "record_time" && html`<${Times} times=${times} onChange=${setTimes} wrong=${wrong} />`}
      <${Field} label=${way === "retry" ? t("Why (not needed)") : t("Why")} wrong=${wrong.reason}>${(ids) => html`<input ...${ids} type="text" name="reason" maxlength="200" autocomplete="off" value=${reason} onInput=${(event) => setReason(event.currentTarget.value)} />`}<//>
      <${RefusedHere} refusal=${sending.refusal} />
    </form>
  <//>`;
}
