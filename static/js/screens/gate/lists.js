// The gate's lists: who waits for an advisor, who is expected, which cars may be fetched and where they stand, who has left.

import { html, useState } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { post } from "../../core/api.js";
import { clockTime, duration, minutesSince } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { useNow } from "../../parts/standing.js";
import { toast } from "../../parts/toast.js";
import { arrive } from "./arriving.js";
import { called, fits, look } from "./cars.js";

const actions = boot.person ? boot.person.actions : [];

function may(job, action) {
  return job.may.includes(action) && actions.includes(action);
}

function List({ title, count, empty, children }) {
  return html`<section class="gate-list" aria-label=${title}><h2>${title} <strong>${count}</strong></h2>
    ${count ? html`<ul>${children}</ul>` : html`<p class="gate-none">${empty}</p>`}</section>`;
}

function Car({ plate, car, second, children }) {
  return html`<div class="gate-car"><${Plate} plate=${plate} size="small" /><div class="gate-words"><p class="clip">${look(car) || t("model not known yet")}</p><p class="clip soft">${second}</p></div></div>${children}`;
}

function who({ customer, advisor }) {
  return [called(customer), advisor && t("advisor: %(name)s", { name: advisor })].filter(Boolean).join(" · ") || t("nobody knows them yet");
}

function two(number) {
  return String(number).padStart(2, "0");
}

function stopwatch(since, time) {
  const seconds = Math.max(0, Math.floor((time - since) / 1000));
  return seconds < 3600 ? Math.floor(seconds / 60) + ":" + two(seconds % 60) : duration(seconds / 60);
}

function Running({ job }) {
  const clock = useNow((time) => stopwatch(job.stage_since_at, time), [job]);
  const late = useNow((time) => job.due_at !== null && time > job.due_at, [job]).value;
  return html`<p class=${"running" + (late ? " is-late" : "")}><strong>${clock}</strong>${late && html`<span><${Icon} name="triangle-alert" />${t("advisor is late")}</span>`}</p>`;
}

export function WaitForAdvisor({ cars }) {
  const [undoing, undo] = useState(null);
  const still = undoing !== null && cars.find(({ id }) => id === undoing);
  return html`<${List} title=${t("Wait for their advisor")} count=${cars.length} empty=${t("Nobody waits.")}>
    ${cars.map(({ id, job }) => html`<li key=${id} class="gate-row" data-job=${id}>
      <${Car} plate=${job.plate} car=${job} second=${who(job)}>
        <${Running} job=${job} />
        ${may(job, "undo_arrival") && html`<button class="button-quiet" aria-label=${t("%(plate)s is not here after all", { plate: job.plate.text })} title=${t("Not here after all")} onClick=${() => undo(id)}><${Icon} name="undo-2" /></button>`}
      <//>
    </li>`)}
    ${still && html`<${Undo} id=${still.id} job=${still.job} onClose=${() => undo(null)} />`}
  <//>`;
}

function Undo({ id, job, onClose }) {
  const sending = useSending(() => post("/jobs/" + id + "/undo-arrival", {}), () => (toast("ok", t("%(plate)s: taken back", { plate: job.plate.text })), onClose()));
  const buttons = html`<button class="button" onClick=${onClose}>${t("Close")}</button><button class="button button-main" disabled=${sending.busy} onClick=${sending.go}>${t("Take back")}</button>`;
  return html`<${Dialog} title=${t("Not here after all?")} onClose=${onClose} actions=${buttons}>
    <div class="ask-car"><${Plate} plate=${job.plate} /><p>${look(job)}</p></div>
    <p class="ask-note">${job.appointment_at === null ? t("The car is taken off every screen.") : t("The car is taken off every screen, and its appointment is expected again.")}</p>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

function When({ card }) {
  const words = useNow((time) => {
    if (card.state === "no_show") return word("appointment_state", "no_show");
    const late = minutesSince(card.at, time);
    return late > 0 ? t("late %(time)s", { time: duration(late) }) : t("in %(time)s", { time: duration(minutesSince(time, card.at)) });
  }, [card]);
  const late = useNow((time) => time > card.at, [card]).value;
  return html`<p class=${"gate-when" + (late ? " is-late" : "")}><strong>${clockTime(card.at)}</strong><span>${words}</span></p>`;
}

function Arrived({ id, card }) {
  const sending = useSending(() => arrive(card.plate.text, id, card.advisor), () => undefined);
  return html`<button class="button gate-tap" disabled=${sending.busy} aria-label=${t("%(plate)s has arrived", { plate: card.plate.text })} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("Arrived")}</button>
    <${RefusedHere} refusal=${sending.refusal} />`;
}

export function Expected({ appointments, typed, mayArrive }) {
  const shown = appointments.filter(({ card }) => fits(card.plate, typed));
  return html`<${List} title=${t("Expected today")} count=${shown.length} empty=${typed && appointments.length ? t("None of the expected cars has this plate.") : t("No more appointments today.")}>
    ${shown.map(({ id, card }) => html`<li key=${id} class="gate-row" data-appointment=${id}>
      <${When} card=${card} />
      <${Car} plate=${card.plate} car=${card} second=${who(card)}>${mayArrive && html`<${Arrived} id=${id} card=${card} />`}<//>
    </li>`)}
  <//>`;
}

function Place({ job }) {
  const place = job.stall || (job.bay && t("bay %(bay)s", { bay: job.bay }));
  return html`<p class="gate-place"><${Icon} name="square-parking" /><strong>${place || t("place not said")}</strong></p>`;
}

export function Here({ cars, typed }) {
  const [asking, ask] = useState(null);
  const shown = cars.filter(({ job }) => fits(job.plate, typed));
  const asked = asking !== null && cars.find(({ id }) => id === asking);
  return html`<${List} title=${t("Ready, and where they stand")} count=${shown.length} empty=${typed && cars.length ? t("None of the ready cars has this plate.") : t("No car is ready.")}>
    ${shown.map(({ id, job }) => html`<li key=${id} class=${"gate-row gate-" + job.stage} data-job=${id}>
      <${Place} job=${job} />
      <${Car} plate=${job.plate} car=${job} second=${word("stage", job.stage)}>
        ${may(job, "deliver") && html`<button class="button gate-tap" aria-label=${t("Let out %(plate)s", { plate: job.plate.text })} onClick=${() => ask(id)}>${t("Let out")}</button>`}
      <//>
    </li>`)}
    ${asked && html`<${LetOut} id=${asked.id} job=${asked.job} onClose=${() => ask(null)} />`}
  <//>`;
}

function LetOut({ id, job, onClose }) {
  const sending = useSending(() => post("/jobs/" + id + "/deliver", {}), () => (toast("ok", t("%(plate)s has left the workshop", { plate: job.plate.text })), onClose()));
  const buttons = html`<button class="button" onClick=${onClose}>${t("Close")}</button><button class="button button-main" disabled=${sending.busy} onClick=${sending.go}>${t("Let out")}</button>`;
  return html`<${Dialog} title=${t("Let it out without its pass?")} onClose=${onClose} actions=${buttons}>
    <div class="ask-car"><${Plate} plate=${job.plate} /><p>${look(job)}</p></div>
    <p class="ask-note">${t("The job is settled, so the car may go. Its exit pass opens nothing afterwards.")}</p>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

export function Gone({ cars, typed }) {
  const shown = cars.filter(({ job }) => fits(job.plate, typed));
  return html`<${List} title=${t("Left today")} count=${shown.length} empty=${t("No car has left yet.")}>
    ${shown.map(({ id, job }) => html`<li key=${id} class="gate-row gate-gone" data-job=${id}><p class="gate-when"><strong>${clockTime(job.left_at)}</strong></p><${Car} plate=${job.plate} car=${job} second=${called(job.customer)} /></li>`)}
  <//>`;
}
