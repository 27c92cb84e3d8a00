// Cars that have left, found by what somebody remembers of them: each with its story.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { t, word } from "../../core/i18n.js";
import { customerName, PhoneLink } from "../../parts/customer.js";
import { Icon } from "../../parts/icon.js";
import { Moment } from "../../parts/job_sheet.js";
import { Plate } from "../../parts/plate.js";

const actions = boot.person ? boot.person.actions : [];
const SHORTEST = 2;
const PAUSE = 250;

export function useLeft(typed, jobs) {
  const [told, setTold] = useState({ asked: "", found: [], failed: null });
  const asked = typed.trim();
  useEffect(() => {
    if (asked.replace(/[\s·•・]/g, "").length < SHORTEST) {
      setTold({ asked, found: [], failed: null });
      return undefined;
    }
    let wanted = true;
    const timer = setTimeout(() => {
      get("/jobs/search?q=" + encodeURIComponent(asked), { patience: 5000 })
        .then(({ jobs: found }) => wanted && setTold({ asked, found, failed: null }))
        .catch((refusal) => {
          if (!refusal.sentence) throw refusal;
          if (wanted) setTold({ asked, found: [], failed: refusal.sentence });
        });
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [asked]);
  const here = new Set(jobs.map(({ id }) => id));
  return { looking: told.asked !== asked, failed: told.failed, found: told.found.filter(({ job }) => !here.has(job)) };
}

function Row({ stay, acts }) {
  const complains = actions.includes("open_complaint") && stay.stage !== "cancelled";
  return html`<li class="left-row" data-left=${stay.job}>
    <${Plate} plate=${stay.plate} size="small" />
    <div class="cell-car"><p class="clip" title=${stay.model}><strong>${stay.model}</strong></p><p class="clip">${stay.number} · ${word("service_type", stay.service_type)}</p></div>
    <div class="cell-customer"><p class="clip" title=${stay.customer.name}>${customerName(stay.customer)}</p><p class="clip"><${PhoneLink} phone=${stay.customer.phone} /></p></div>
    <div class="cell-stage"><p class="clip"><strong>${word("stage", stay.stage)}</strong></p><p class="clip"><${Moment} at=${stay.delivered_at === null ? stay.taken_in_at : stay.delivered_at} />${stay.advisor && html` · ${stay.advisor}`}</p></div>
    <div class="cell-steps">${complains && html`<button class="button" onClick=${() => acts.askComplaint(stay)}>${t("Complaint…")}</button>`}
      ${actions.includes("read_story") && html`<a class="button" href=${"/jobs/" + stay.job + "/story"}><${Icon} name="list-checks" /><span>${t("Story")}</span></a>`}</div>
  </li>`;
}

export function Left({ stays, acts }) {
  if (!stays.found.length) return stays.failed ? html`<p class="ask-refused" role="alert">${stays.failed}</p>` : null;
  return html`<section class="desk-group" aria-label=${t("Left the workshop")}><h2>${t("Left the workshop")} <strong>${stays.found.length}</strong></h2>
    <ul>${stays.found.map((stay) => html`<${Row} key=${stay.job} stay=${stay} acts=${acts} />`)}</ul></section>`;
}
