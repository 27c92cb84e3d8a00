// What the sheets about one job have in common.
//
//   html`<${Facts} job=${job} bayNumber=${"3" or null} />`   the facts in a grid
//   html`<${Checks} checks=${card.checks} />`                signed checks, with what failed
//   html`<${Moment} at=${ms or null} />`                     "16:00", "tomorrow 16:00"
//   const record = useRecord(id, job);   {loading, failed, journal: {entries, clockings}}: what was recorded of the job

import { html, useEffect, useState } from "../../vendor/preact.js";
import { get } from "../core/api.js";
import { dayAndTime, hours } from "../core/durations.js";
import { listed, t, word } from "../core/i18n.js";
import { Icon } from "./icon.js";
import { TimeLeft, useNow } from "./standing.js";

function Fact({ name, children }) {
  return html`<div class="fact"><dt>${name}</dt><dd class="clip">${children}</dd></div>`;
}

export function Moment({ at }) {
  return html`${useNow((time) => (at === null ? "—" : dayAndTime(at, time)), [at])}`;
}

export function Facts({ job, bayNumber }) {
  return html`<dl class="facts">
    <${Fact} name=${t("Stage")}>${word("stage", job.stage)}<//>
    <${Fact} name=${t("Since")}><${Moment} at=${job.stage_since_at} /><//>
    <${Fact} name=${t("Bay")}>${bayNumber || "—"}<//>
    <${Fact} name=${t("Promised")}><${Moment} at=${job.promised_at} /><//>
    <${Fact} name=${t("Left")}><${TimeLeft} job=${job} /><//>
    <${Fact} name=${t("Standard")}>${hours(job.standard_minutes)}<//>
    <${Fact} name=${t("Customer")}><span title=${job.customer.name}>${job.customer.name || "—"}</span><//>
    <${Fact} name=${t("Advisor")}>${job.advisor ? job.advisor.name : "—"}<//>
    <${Fact} name=${t("Energy")}>${word("energy", job.energy)}<//>
  </dl>`;
}

// The record is asked for when the sheet opens, and again whenever the car's card changes.
export function useRecord(id, job) {
  const [record, setRecord] = useState({ loading: true, failed: null, journal: null });
  useEffect(() => {
    let wanted = true;
    get("/jobs/" + id + "/journal", { patience: 8000 })
      .then((journal) => wanted && setRecord({ loading: false, failed: null, journal }))
      .catch((refusal) => {
        if (!refusal.sentence) throw refusal;
        if (wanted) setRecord({ loading: false, failed: refusal.sentence, journal: null });
      });
    return () => {
      wanted = false;
    };
  }, [id, job]);
  return record;
}

export function Checks({ checks }) {
  if (!checks.length) return null;
  return html`<section class="drawer-part"><h3>${t("Checks")}</h3><ul class="checks">
    ${checks.map((check, index) => html`<li key=${index} class=${check.passed ? "is-passed" : "is-failed"}>
      <${Icon} name=${check.passed ? "circle-check" : "circle-alert"} />
      <div><p><strong>${word("check", check.check)}</strong> · ${check.passed ? t("passed") : t("failed")} · ${check.by} · <${Moment} at=${check.at} /></p>
        ${check.items.length > 0 && html`<p class="check-items">${listed(check.items)}</p>`}</div>
    </li>`)}
  </ul></section>`;
}
