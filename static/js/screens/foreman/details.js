// Everything about one car, in a sheet beside the board: what is to be done, who did what when, and what may be done now.

import { html } from "../../../vendor/preact.js";
import { listed, t, word } from "../../core/i18n.js";
import { Drawer } from "../../parts/drawer.js";
import { Icon } from "../../parts/icon.js";
import { Operations } from "../../parts/operations.js";
import { Plate } from "../../parts/plate.js";
import { Checks, Facts, Moment, useRecord } from "../../parts/job_sheet.js";
import { pauseAndOwner } from "../../parts/pause_words.js";
import { PrintCard } from "../../parts/print_card.js";
import { Story } from "../../parts/story.js";
import { Badges } from "../../parts/badges.js";
import { Clockings } from "./clockings.js";
import { may, movable, permitted } from "./may.js";
import { bayOf } from "./picture.js";

function Acts({ id, job, acts }) {
  return html`<div class="drawer-acts">
    ${movable(job) && html`<button class="button button-main" onClick=${() => acts.chooseMove(id)}><${Icon} name="arrow-right" /><span>${t("Move to…")}</span></button>`}
    ${may(job, "assign") && html`<button class="button" onClick=${() => acts.chooseTechnicians(id)}><${Icon} name="users" /><span>${t("Technicians…")}</span></button>`}
    ${may(job, "change_promise") && html`<button class="button" onClick=${() => acts.changePromise(id)}><${Icon} name="clock" /><span>${t("Promise…")}</span></button>`}
    ${may(job, "pause") && html`<button class="button" onClick=${() => acts.pauseCar(id)}><${Icon} name="pause" /><span>${t("Pause…")}</span></button>`}
    ${permitted("print_card") && html`<${PrintCard} id=${id} text=${t("Job card")} />`}
    ${may(job, "cancel") && html`<button class="button button-danger" onClick=${() => acts.cancelJob(id)}><${Icon} name="x" /><span>${t("Cancel job…")}</span></button>`}
  </div>`;
}

// Signed checks stand in the journal, with what failed.
function checksOf(journal) {
  if (!journal) return [];
  return journal.entries
    .filter(({ details }) => "check" in details)
    .map(({ details, person, at }) => ({ check: details.check, passed: details.passed, items: details.items, by: person, at }));
}

export function Details({ id, job, picture, acts, onClose }) {
  const record = useRecord(id, job);
  const place = bayOf(picture, job.bay);
  const head = html`<${Plate} plate=${job.plate} /><div class="drawer-names"><strong class="clip" title=${job.model}>${job.model}</strong><span class="clip">${job.number} · ${word("service_type", job.service_type)}</span></div>`;
  return html`<${Drawer} title=${job.plate.text} head=${head} onClose=${onClose}>
    <${Badges} job=${job} />
    ${job.pause && html`<p class="drawer-pause"><${Icon} name="pause" />${pauseAndOwner(job.pause)} · <${Moment} at=${job.pause.since_at} /></p>`}
    ${job.rework && html`<p class="drawer-pause"><${Icon} name="repeat" />${word("check", job.rework.check)}: ${listed(job.rework.items)}</p>`}
    <${Acts} id=${id} job=${job} acts=${acts} />
    <${Facts} job=${job} bayNumber=${place ? place.bay.number : null} />
    ${job.concern && html`<section class="drawer-part"><h3>${t("The customer's words")}</h3><p class="concern">${job.concern}</p></section>`}
    <section class="drawer-part"><h3>${t("Operations")}</h3><${Operations} operations=${job.operations} /></section>
    <${Checks} checks=${checksOf(record.journal)} />
    ${record.loading && html`<p class="drawer-loading" role="status">${t("Fetching the record…")}</p>`}
    ${record.failed && html`<p class="ask-refused" role="alert">${record.failed}</p>`}
    ${record.journal && html`<${Clockings} clockings=${record.journal.clockings} />`}
    <${Story} id=${id} job=${job} />
  <//>`;
}
