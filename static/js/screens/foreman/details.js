// Everything about one car, in a sheet beside the board: what is to be done, who did what when, and what may be done now.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { dayAndTime, hours } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Drawer } from "../../parts/drawer.js";
import { Icon } from "../../parts/icon.js";
import { Operations } from "../../parts/operations.js";
import { Plate } from "../../parts/plate.js";
import { TimeLeft, useNow } from "../../parts/standing.js";
import { Badges } from "./car.js";
import { Clockings } from "./clockings.js";
import { Story } from "./story.js";

function Fact({ name, children }) {
  return html`<div class="fact"><dt>${name}</dt><dd class="clip">${children}</dd></div>`;
}

function Moment({ at }) {
  return html`${useNow((time) => (at === null ? "—" : dayAndTime(at, time)), [at])}`;
}

function Facts({ job, bayNumber }) {
  return html`<dl class="facts">
    <${Fact} name=${t("Stage")}>${word("stage", job.stage)}<//>
    <${Fact} name=${t("Since")}><${Moment} at=${job.stage_since_at} /><//>
    <${Fact} name=${t("Bay")}>${bayNumber || "—"}<//>
    <${Fact} name=${t("Promised")}><${Moment} at=${job.promised_at} /><//>
    <${Fact} name=${t("Left")}><${TimeLeft} job=${job} /><//>
    <${Fact} name=${t("Standard")}>${hours(job.standard_minutes)}<//>
    <${Fact} name=${t("Customer")}><span title=${job.customer.name}>${job.customer.name}</span><//>
    <${Fact} name=${t("Advisor")}>${job.advisor ? job.advisor.name : "—"}<//>
    <${Fact} name=${t("Energy")}>${word("energy", job.energy)}<//>
  </dl>`;
}

function Acts({ id, job, acts }) {
  const may = (verb) => job.may.includes(verb);
  const movable = may("dispatch") || may("move") || may("recall");
  return html`<div class="drawer-acts">
    ${movable && html`<button class="button button-main" onClick=${() => acts.chooseMove(id)}><${Icon} name="arrow-right" /><span>${t("Move to…")}</span></button>`}
    ${may("assign") && html`<button class="button" onClick=${() => acts.chooseTechnicians(id)}><${Icon} name="users" /><span>${t("Technicians…")}</span></button>`}
    ${may("change_promise") && html`<button class="button" onClick=${() => acts.changePromise(id)}><${Icon} name="clock" /><span>${t("Promise…")}</span></button>`}
    ${may("print_card") && html`<a class="button" href=${"/jobs/" + id + "/card"} target="_blank" rel="noopener"><${Icon} name="printer" /><span>${t("Job card")}</span></a>`}
    ${may("cancel") && html`<button class="button button-danger" onClick=${() => acts.cancelJob(id)}><${Icon} name="x" /><span>${t("Cancel job…")}</span></button>`}
  </div>`;
}

// The record is asked for when the sheet opens, and again whenever the car's card changes.
function useRecord(id, job) {
  const [record, setRecord] = useState({ loading: true, failed: null, details: null, journal: null });
  useEffect(() => {
    let wanted = true;
    Promise.all([get("/jobs/" + id, { patience: 8000 }), get("/jobs/" + id + "/journal", { patience: 8000 })])
      .then(([details, journal]) => wanted && setRecord({ loading: false, failed: null, details, journal }))
      .catch((refusal) => {
        if (!refusal.sentence) throw refusal;
        if (wanted) setRecord({ loading: false, failed: refusal.sentence, details: null, journal: null });
      });
    return () => {
      wanted = false;
    };
  }, [id, job]);
  return record;
}

function Checks({ checks }) {
  if (!checks.length) return null;
  return html`<section class="drawer-part"><h3>${t("Checks")}</h3><ul class="checks">
    ${checks.map((check, index) => html`<li key=${index} class=${check.passed ? "is-passed" : "is-failed"}>
      <${Icon} name=${check.passed ? "circle-check" : "circle-alert"} />
      <div><p><strong>${word("check", check.check)}</strong> · ${check.passed ? t("passed") : t("failed")} · ${check.by.name || check.by} · <${Moment} at=${check.at} /></p>
        ${check.items.length > 0 && html`<p class="check-items">${check.items.join(", ")}</p>`}</div>
    </li>`)}
  </ul></section>`;
}

export function Details({ id, job, picture, acts, onClose }) {
  const record = useRecord(id, job);
  const place = picture.bays.find((each) => each.id === job.bay);
  const head = html`<${Plate} plate=${job.plate} /><div class="drawer-names"><strong class="clip" title=${job.model}>${job.model}</strong><span class="clip">${job.number} · ${word("service_type", job.service_type)}</span></div>`;
  const checks = record.details ? record.details.checks || [] : [];
  return html`<${Drawer} title=${job.plate.text} head=${head} onClose=${onClose}>
    <${Badges} job=${job} />
    ${job.pause && html`<p class="drawer-pause"><${Icon} name="pause" />${word("pause_reason", job.pause.reason)} · ${word("role", job.pause.owner)} · <${Moment} at=${job.pause.since_at} /></p>`}
    ${job.rework && html`<p class="drawer-pause"><${Icon} name="repeat" />${word("check", job.rework.check)}: ${job.rework.items.join(", ")}</p>`}
    <${Acts} id=${id} job=${job} acts=${acts} />
    <${Facts} job=${job} bayNumber=${place ? place.bay.number : null} />
    ${job.concern && html`<section class="drawer-part"><h3>${t("The customer's words")}</h3><p class="concern">${job.concern}</p></section>`}
    <section class="drawer-part"><h3>${t("Operations")}</h3><${Operations} operations=${job.operations} /></section>
    <${Checks} checks=${checks} />
    ${record.loading && html`<p class="drawer-loading" role="status">${t("Fetching the record…")}</p>`}
    ${record.failed && html`<p class="ask-refused" role="alert">${record.failed}</p>`}
    ${record.details && html`<${Clockings} clockings=${record.details.clockings || []} job=${job} />`}
    ${record.journal && html`<${Story} entries=${record.journal.entries || []} picture=${picture} />`}
  <//>`;
}
