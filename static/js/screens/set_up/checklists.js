// What is ticked at the checks and at the handover: one list for all jobs, and own ones for service types.

import { html, useState } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { SERVICE_TYPES } from "../../parts/service_types.js";
import { picture, change } from "./data.js";
import { AreaField, Select, useForm } from "./forms.js";
import { Section } from "./list.js";
import { EditSheet, Sure } from "./sheet.js";

const OCCASIONS = ["self", "leader", "final", "handover"];

function forWhom(service_type) {
  return service_type ? word("service_type", service_type) : t("All jobs");
}

function Sheet({ occasion, list, free, onClose }) {
  const form = useForm({ service_type: list ? list.service_type : free[0], items: list ? list.items.join("\n") : "" });
  const [removing, remove] = useState(false);
  const body = (items) => ({ occasion, service_type: form.values.service_type || null, items, seen: list ? list.seen : picture.value.no_checklist });
  const items = form.values.items.split("\n").map((each) => each.trim()).filter(Boolean);
  const save = () => change("/set-up/checklists", body(items), t("Checklist saved"));
  const more = list && html`<section class="sheet-part"><button class="button button-danger" onClick=${() => remove(true)}>${t("Remove this list")}</button></section>`;
  return html`<${EditSheet} title=${word("occasion", occasion)} form=${form} save=${save} onClose=${onClose} more=${more}>${(wrong) => html`
    ${list ? html`<p><strong>${forWhom(list.service_type)}</strong></p>` : html`<${Select} form=${form} wrong=${wrong} name="service_type" label=${t("For")} choices=${free.map((each) => [each, forWhom(each)])} />`}
    <${AreaField} form=${form} wrong=${wrong} name="items" label=${t("What is ticked, one item on each line")} rows=${12} hint=${t("A check passes only when everything on its list is ticked. A service type with an empty list of its own has nothing to tick.")} />`}
  <//>
  ${removing && html`<${Sure} title=${t("Remove this list?")} text=${list.service_type ? t("The list for all jobs counts again for %(name)s.", { name: forWhom(list.service_type) }) : t("Nothing is ticked any more where a service type has no list of its own.")} go=${t("Remove")} act=${() => change("/set-up/checklists", body(null), t("Checklist removed"))} onClose=${() => remove(false)} onDone=${onClose} />`}`;
}

function Lists({ occasion, lists, open }) {
  const free = ["", ...SERVICE_TYPES].filter((each) => !lists.some((list) => list.service_type === each));
  const sorted = lists.slice().sort((one, other) => SERVICE_TYPES.indexOf(one.service_type) - SERVICE_TYPES.indexOf(other.service_type));
  return html`<section class="check-card"><h3>${word("occasion", occasion)}</h3>
    ${sorted.map((list) => html`<div key=${list.service_type} class="check-list"><div class="check-head"><strong>${forWhom(list.service_type)}</strong><button class="button button-small" aria-label=${t("Change: %(what)s, %(whom)s", { what: word("occasion", occasion), whom: forWhom(list.service_type) })} onClick=${() => open({ occasion, service_type: list.service_type })}>${t("Change")}</button></div>
      ${list.items.length ? html`<ul>${list.items.map((item) => html`<li key=${item}><${Icon} name="check" /><span>${item}</span></li>`)}</ul>` : html`<p class="soft">${t("nothing to tick")}</p>`}</div>`)}
    ${!lists.length && html`<p class="soft">${t("No list: nothing is asked.")}</p>`}
    ${free.length > 0 && html`<button class="button button-small" onClick=${() => open({ occasion, free })}><${Icon} name="plus" /><span>${t("Add a list")}</span></button>`}
  </section>`;
}

export function Checklists() {
  const { checklists } = picture.value;
  const [opened, open] = useState(null);
  const list = opened && !opened.free ? checklists.find((each) => each.occasion === opened.occasion && each.service_type === opened.service_type) : null;
  return html`<${Section} title=${t("Checklists")} text=${t("What has to be ticked before a check passes or a car is handed over, in the workshop's own words.")}>
    <div class="check-cards">${OCCASIONS.map((occasion) => html`<${Lists} key=${occasion} occasion=${occasion} lists=${checklists.filter((each) => each.occasion === occasion)} open=${open} />`)}</div>
    ${opened && (opened.free || list) && html`<${Sheet} key=${list ? list.seen : "new"} occasion=${opened.occasion} list=${list} free=${opened.free} onClose=${() => open(null)} />`}
  <//>`;
}
