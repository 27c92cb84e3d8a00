// The fields of a new job, in the order in which they are asked at the counter: the car, the customer, the order.

import { html } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { Field } from "../../parts/field.js";
import { Plate } from "../../parts/plate.js";
import { previewPlate } from "../../parts/plate_kind.js";
import { PromiseChoice } from "../../parts/promise_choice.js";
import { ProvinceKeys } from "../../parts/province_keys.js";
import { useServiceTypes } from "../../parts/service_types.js";

const ENERGIES = ["petrol", "diesel", "hybrid", "ev"];
const SALUTATIONS = ["mr", "ms", "none"];
const PRIORITIES = ["normal", "high", "urgent"];
const OLD_PARTS = ["discard", "return", "inspect"];

function Text({ label, name, value, onInput, wrong, most, ...more }) {
  return html`<${Field} label=${label} wrong=${wrong}>${(ids) => html`<input ...${ids} ...${more} type="text" name=${name} maxlength=${most || 120} autocomplete="off"
    value=${value} onInput=${(event) => onInput(event.currentTarget.value)} />`}<//>`;
}

function Select({ label, value, choices, onChange, wrong }) {
  return html`<${Field} label=${label} wrong=${wrong}>${(ids) => html`<select ...${ids} value=${value} onChange=${(event) => onChange(event.currentTarget.value)}>
    ${choices.map(([key, text]) => html`<option key=${key} value=${key}>${text}</option>`)}</select>`}<//>`;
}

// A few choices side by side: arrows choose, as in any group of radio buttons.
function Choice({ label, name, value, choices, onChange }) {
  return html`<fieldset class="choice"><legend>${label}</legend><div class="choice-row">
    ${choices.map(([key, text]) => html`<label key=${String(key)} class="choice-one"><input type="radio" name=${name} value=${String(key)} checked=${value === key} onChange=${() => onChange(key)} /><span>${text}</span></label>`)}
  </div></fieldset>`;
}

function Tick({ label, value, onChange }) {
  return html`<label class="tick"><input type="checkbox" checked=${value} onChange=${(event) => onChange(event.currentTarget.checked)} /><span>${label}</span></label>`;
}

function words(kind, keys) {
  return keys.map((key) => [key, word(kind, key)]);
}

export function CarFields({ draft, change, wrong }) {
  const pick = (province) => {
    change({ plate: province });
    const field = document.getElementsByName("plate")[0];
    field.focus();
  };
  return html`<fieldset class="group"><legend>${t("Car")}</legend>
    <div class="plate-line">
      <${Text} label=${t("Plate")} name="plate" most=${20} value=${draft.plate} wrong=${wrong.plate} onInput=${(plate) => change({ plate })} autofocus />
      <div class="plate-preview">${draft.plate.trim() ? html`<${Plate} plate=${previewPlate(draft.plate)} />` : html`<span class="soft">${t("as on the car")}</span>`}</div>
    </div>
    ${!draft.plate && html`<${ProvinceKeys} onPick=${pick} />`}
    <div class="pair">
      <${Text} label=${t("Model")} name="model" value=${draft.model} wrong=${wrong.model} onInput=${(model) => change({ model })} />
      <${Text} label=${t("Colour")} name="colour" most=${40} value=${draft.colour} wrong=${wrong.colour} onInput=${(colour) => change({ colour })} />
      <${Text} label=${t("Mileage (km)")} name="mileage" most=${7} inputmode="numeric" value=${draft.mileage} wrong=${wrong.mileage_km} onInput=${(mileage) => change({ mileage })} />
    </div>
    <${Choice} label=${t("Energy")} name="energy" value=${draft.energy} choices=${words("energy", ENERGIES)} onChange=${(energy) => change({ energy })} />
  </fieldset>`;
}

export function CustomerFields({ draft, change, wrong }) {
  return html`<fieldset class="group"><legend>${t("Customer")}</legend>
    <div class="pair">
      <${Text} label=${t("Name")} name="name" value=${draft.name} wrong=${wrong["customer.name"]} onInput=${(name) => change({ name })} />
      <${Text} label=${t("Phone")} name="phone" most=${30} inputmode="tel" value=${draft.phone} wrong=${wrong["customer.phone"]} onInput=${(phone) => change({ phone })} />
    </div>
    <div class="pair pair-choices">
      <${Choice} label=${t("Salutation")} name="salutation" value=${draft.salutation} choices=${words("salutation", SALUTATIONS)} onChange=${(salutation) => change({ salutation })} />
      <${Choice} label=${t("Meanwhile the customer")} name="waits" value=${draft.waits} choices=${[[true, t("waits in the lounge")], [false, t("left")]]} onChange=${(waits) => change({ waits })} />
    </div>
  </fieldset>`;
}

export function OrderFields({ draft, change, wrong, people }) {
  const types = useServiceTypes();
  const advisors = people.filter(({ roles }) => roles.includes("advisor")).map(({ id, name }) => [String(id), name]);
  return html`<fieldset class="group"><legend>${t("Order")}</legend>
    <${Field} label=${t("What is wrong, in the customer's words")} wrong=${wrong.concern}>${(ids) => html`<textarea ...${ids} name="concern" rows="2" maxlength="2000" value=${draft.concern} onInput=${(event) => change({ concern: event.currentTarget.value })}></textarea>`}<//>
    <div class="pair">
      <${Select} label=${t("Service type")} value=${draft.service_type} choices=${types.choices(draft.service_type)} wrong=${wrong.service_type} onChange=${(type) => change(types.chosen(type))} />
      <${Select} label=${t("Advisor")} value=${draft.advisor === null ? "" : String(draft.advisor)} choices=${[["", "—"], ...advisors]} wrong=${wrong.advisor} onChange=${(id) => change({ advisor: id ? Number(id) : null })} />
      <${Select} label=${t("Old parts")} value=${draft.old_parts} choices=${words("old_parts", OLD_PARTS)} onChange=${(old_parts) => change({ old_parts })} />
    </div>
    <div class="pair pair-choices">
      <${Choice} label=${t("Priority")} name="priority" value=${draft.priority} choices=${words("priority", PRIORITIES)} onChange=${(priority) => change({ priority })} />
      <div class="ticks"><${Tick} label=${t("Wash wanted")} value=${draft.wash_wanted} onChange=${(wash_wanted) => change({ wash_wanted })} />
        <${Tick} label=${t("Had an appointment")} value=${draft.appointment} onChange=${(appointment) => change({ appointment })} /></div>
    </div>
    <${PromiseChoice} value=${draft.promised_at} onChange=${(promised_at) => change({ promised_at })} wrong=${wrong.promised_at} />
  </fieldset>`;
}
