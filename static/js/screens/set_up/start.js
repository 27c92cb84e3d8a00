// What is still missing before the first car can go through the workshop.
//
//   missing(picture)   the steps with `done`; html`<${Start} go=${section} />` shows them

import { html } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { picture } from "./data.js";
import { Section } from "./list.js";

function has(people, roles) {
  return people.some((person) => person.active && person.roles.some((role) => roles.includes(role)));
}

export function steps({ people, bays, standard_jobs, screens, checklists }) {
  const working = bays.some((bay) => !["wash", "ready_stall"].includes(bay.kind));
  return [
    { section: "people", done: has(people, ["advisor"]) && has(people, ["foreman"]) && has(people, ["technician"]) && has(people, ["leader"]) && has(people, ["inspector"]), title: t("People"), text: t("An advisor, a foreman, a technician, a team leader and an inspector: without them no car gets through its checks.") },
    { section: "people", done: has(people, ["cashier"]) && has(people, ["guard"]), title: t("Cashier and guard"), text: t("They settle and let cars out. One person may hold several roles.") },
    { section: "bays", done: working, title: t("Bays"), text: t("At least one bay to work in, in the order of the wall.") },
    { section: "screens", done: screens.length > 0, title: t("Walls and tablets"), text: t("The wall in the workshop, and a tablet to scan with.") },
    { section: "checklists", done: checklists.length > 0, title: t("Checklists"), text: t("What is ticked at the checks and at the handover.") },
    { section: "catalogue", done: standard_jobs > 0, title: t("Catalogue"), text: t("The jobs you sell most. It can wait: free text works too.") },
  ];
}

export function Start({ go }) {
  return html`<${Section} title=${t("To begin")} text=${t("What the board needs before the first car. Everything can be changed later.")}>
    <ol class="start">${steps(picture.value).map((step, index) => html`<li key=${index} class=${step.done ? "is-done" : ""}>
      <${Icon} name=${step.done ? "circle-check" : "circle-dashed"} label=${step.done ? t("done") : t("still missing")} />
      <div><strong>${step.title}</strong><p>${step.text}</p></div>
      <a class="button" href=${"#" + step.section} onClick=${(event) => (event.preventDefault(), go(step.section))}>${step.done ? t("Look") : t("Go there")}</a>
    </li>`)}</ol>
  <//>`;
}
