// Everything about one car for the desk, and what may be done with it besides its next step.

import { html } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { t, word } from "../../core/i18n.js";
import { Badges } from "../../parts/badges.js";
import { Drawer } from "../../parts/drawer.js";
import { Icon } from "../../parts/icon.js";
import { Checks, Facts, Moment } from "../../parts/job_sheet.js";
import { Operations } from "../../parts/operations.js";
import { Plate } from "../../parts/plate.js";
import { PrintCard } from "../../parts/print_card.js";
import { PromiseLedger } from "../../parts/promise_ledger.js";
import { Story } from "../../parts/story.js";
import { AddOns } from "./add_ons.js";
import { Comeback } from "./comeback.js";
import { LINKS } from "./hooks.js";
import { Step } from "./step.js";
import { deskSteps } from "./steps.js";

function More({ job }) {
  const facts = [
    [t("Phone"), job.customer.phone || "—"],
    [t("First promise"), html`<${Moment} at=${job.first_promised_at} />`],
    [t("Taken in"), html`<${Moment} at=${job.taken_in_at} />`],
    [t("Colour"), job.colour || "—"],
    [t("Mileage"), job.mileage_km === null ? "—" : t("%(km)s km", { km: job.mileage_km })],
    [t("Old parts"), word("old_parts", job.old_parts)],
    [t("Wash"), job.wash_wanted ? t("wanted") : t("not wanted")],
    [t("VIN"), job.vin || "—"],
  ];
  return html`<dl class="facts facts-two">${facts.map(([what, value]) => html`<div class="fact" key=${what}><dt>${what}</dt><dd class="clip">${value}</dd></div>`)}</dl>`;
}

const complains = Boolean(boot.person) && boot.person.actions.includes("open_complaint");

function Acts({ id, job, acts }) {
  const may = (action) => job.may.includes(action);
  return html`<div class="drawer-acts">
    ${deskSteps(job).map((step, index) => html`<${Step} key=${step.step} id=${id} job=${job} step=${step} main=${index === 0} onAsk=${acts.askStep} />`)}
    ${LINKS.filter(({ fits }) => fits(job)).map(({ key, icon, words, href }) => html`<a key=${key} class="button" href=${href(id)}><${Icon} name=${icon} /><span>${t(words)}</span></a>`)}
    ${may("issue_exit_pass") && html`<button class="button" onClick=${() => acts.ask("exit_pass", id)}><${Icon} name="qr-code" /><span>${t("Exit pass")}</span></button>`}
    ${may("print_card") && html`<${PrintCard} id=${id} text=${t("Job card")} />`}
    ${may("change_promise") && html`<button class="button change-promise" onClick=${() => acts.ask("promise", id)}><${Icon} name="clock" /><span>${t("Promise…")}</span></button>`}
    ${may("assign_advisor") && html`<button class="button" onClick=${() => acts.ask("advisor", id)}><${Icon} name="user" /><span>${t("Advisor…")}</span></button>`}
    ${complains && html`<button class="button" onClick=${() => acts.ask("complain", id)}><${Icon} name="flag" /><span>${t("Complaint…")}</span></button>`}
    ${may("cancel") && html`<button class="button button-danger" onClick=${() => acts.ask("cancel", id)}><${Icon} name="x" /><span>${t("Cancel job…")}</span></button>`}
  </div>`;
}

export function Sheet({ id, job, acts, onClose }) {
  const head = html`<${Plate} plate=${job.plate} /><div class="drawer-names"><strong class="clip" title=${job.model}>${job.model}</strong><span class="clip">${job.number} · ${word("service_type", job.service_type)}</span></div>`;
  return html`<${Drawer} title=${job.plate.text} head=${head} onClose=${onClose}>
    <${Badges} job=${job} />
    <${Acts} id=${id} job=${job} acts=${acts} />
    <${Comeback} id=${id} job=${job} />
    <${Facts} job=${job} bayNumber=${job.bay ? job.bay.number : null} />
    ${job.concern && html`<section class="drawer-part"><h3>${t("The customer's words")}</h3><p class="concern">${job.concern}</p></section>`}
    <${More} job=${job} />
    <section class="drawer-part"><h3>${t("Operations")}</h3><${Operations} operations=${job.operations} /></section>
    <${AddOns} id=${id} job=${job} />
    <${Checks} checks=${job.checks} />
    <${PromiseLedger} id=${id} job=${job} />
    <${Story} id=${id} job=${job} />
  <//>`;
}
