// Step 3, the order: the work with its hours and money, the promise, and the facts about car and customer.

import { effect, html, signal } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Plate } from "../../parts/plate.js";
import { previewPlate } from "../../parts/plate_kind.js";
import { PromiseChoice } from "../../parts/promise_choice.js";
import { useServiceTypes } from "../../parts/service_types.js";
import { useCatalogue } from "./catalogue.js";
import { Choice, Select, Text, words } from "./fields.js";
import { Lines } from "./lines.js";
import { bodyOf, draftOf, minutesIn, sameOrder } from "./order_draft.js";
import { Proposal } from "./proposal.js";

const ENERGIES = ["petrol", "diesel", "hybrid", "ev"];
const SALUTATIONS = ["mr", "ms", "none"];
const PRIORITIES = ["normal", "high", "urgent"];
const OLD_PARTS = ["discard", "return", "inspect"];

// The fields keep what is typed into them, also while it is on its way; another order from the server (somebody else's
// change) replaces them once nothing of ours waits.
export function openDraft(picture) {
  const draft = signal(null);
  const unsent = signal({});
  effect(() => {
    const { file } = picture.file.value;
    if (!file) return;
    const order = picture.orderWaiting.value || file.order;
    const present = draft.peek();
    if (present === null) draft.value = draftOf(order);
    else if (!picture.orderWaiting.value && !Object.keys(unsent.peek()).length && !sameOrder(bodyOf(present).body, order)) draft.value = draftOf(order);
  });
  const change = (some) => {
    draft.value = { ...draft.peek(), ...some };
    const { body, wrong } = bodyOf(draft.peek());
    unsent.value = wrong;
    if (!Object.keys(wrong).length) picture.writeOrder(body);
  };
  return { draft, unsent, change };
}

function CarGroup({ draft, change, wrong }) {
  return html`<section class="group"><h2>${t("Car")}</h2>
    <div class="plate-line">
      <${Text} label=${t("Plate")} name="plate" most=${20} value=${draft.plate} wrong=${wrong["vehicle.plate"]} onInput=${(plate) => change({ plate })} />
      <div class="plate-preview">${draft.plate.trim() && html`<${Plate} plate=${previewPlate(draft.plate)} />`}</div>
    </div>
    <div class="pair"><${Text} label=${t("Model")} name="model" value=${draft.model} wrong=${wrong["vehicle.model"]} onInput=${(model) => change({ model })} />
      <${Text} label=${t("Colour")} name="colour" most=${40} value=${draft.colour} wrong=${wrong["vehicle.colour"]} onInput=${(colour) => change({ colour })} /></div>
    <${Text} label=${t("VIN")} name="vin" most=${20} value=${draft.vin} wrong=${wrong["vehicle.vin"]} onInput=${(vin) => change({ vin })} />
    <${Choice} label=${t("Energy")} name="energy" value=${draft.energy} choices=${words("energy", ENERGIES)} onChange=${(energy) => change({ energy })} />
  </section>`;
}

function CustomerGroup({ draft, change, wrong }) {
  return html`<section class="group"><h2>${t("Customer")}</h2>
    <div class="pair"><${Text} label=${t("Name")} name="name" value=${draft.name} wrong=${wrong["customer.name"]} onInput=${(name) => change({ name })} />
      <${Text} label=${t("Phone")} name="phone" most=${30} inputmode="tel" value=${draft.phone} wrong=${wrong["customer.phone"]} onInput=${(phone) => change({ phone })} /></div>
    <${Choice} label=${t("Salutation")} name="salutation" value=${draft.salutation} choices=${words("salutation", SALUTATIONS)} onChange=${(salutation) => change({ salutation })} />
  </section>`;
}

function PromiseGroup({ job, draft, change, wrong }) {
  return html`<section class="group"><h2>${t("Promise")}</h2>
    <${Proposal} job=${job} minutes=${minutesIn(draft)} wash=${draft.wash_wanted} chosen=${draft.promised_at} onTake=${(promised_at) => change({ promised_at })} />
    <${PromiseChoice} value=${draft.promised_at} onChange=${(promised_at) => change({ promised_at })} wrong=${wrong.promised_at} />
    <${Choice} label=${t("Meanwhile the customer")} name="waits" value=${draft.waits} choices=${[[true, t("waits in the lounge")], [false, t("left")]]} onChange=${(waits) => change({ waits })} />
    <${Choice} label=${t("Wash")} name="wash" value=${draft.wash_wanted} choices=${[[true, t("Wash")], [false, t("No wash")]]} onChange=${(wash_wanted) => change({ wash_wanted })} />
    <${Choice} label=${t("Old parts")} name="old_parts" value=${draft.old_parts} choices=${words("old_parts", OLD_PARTS)} onChange=${(old_parts) => change({ old_parts })} />
  </section>`;
}

export function OrderStep({ picture, order }) {
  const draft = order.draft.value;
  const jobs = useCatalogue();
  const types = useServiceTypes();
  if (!draft) return null;
  const wrong = { ...picture.wrong.value.order, ...order.unsent.value };
  const given = { draft, change: order.change, wrong };
  return html`<div class="order-step">
    <div class="order-work">
      <${Lines} ...${given} jobs=${jobs} />
      <section class="group"><div class="pair"><${Select} label=${t("Service type")} value=${draft.service_type} choices=${types.choices(draft.service_type)} onChange=${(type) => order.change(types.chosen(type))} />
        <${Choice} label=${t("Priority")} name="priority" value=${draft.priority} choices=${words("priority", PRIORITIES)} onChange=${(priority) => order.change({ priority })} /></div></section>
    </div>
    <div class="order-facts"><${PromiseGroup} ...${given} job=${picture.file.value.file.job} /><${CustomerGroup} ...${given} /><${CarGroup} ...${given} /></div>
  </div>`;
}
