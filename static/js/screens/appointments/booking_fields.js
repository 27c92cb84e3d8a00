// The fields of a booking, in the order in which they are asked on the phone: which car, who, what, when.

import { html } from "../../../vendor/preact.js";
import { dayAndTime } from "../../core/durations.js";
import { serverNow } from "../../core/clock.js";
import { t, word } from "../../core/i18n.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { previewPlate } from "../../parts/plate_kind.js";
import { ProvinceKeys } from "../../parts/province_keys.js";
import { useServiceTypes } from "../../parts/service_types.js";
import { Lines } from "./lines.js";
import { AdvisorChoice, DayAndTime } from "./questions.js";

const ENERGIES = ["petrol", "diesel", "hybrid", "ev"];
const SALUTATIONS = ["mr", "ms", "none"];
const BAY_KINDS = ["express", "general", "lift", "diagnosis", "alignment", "ev", "body", "paint"];
const MADE_BY = ["customer", "shop"];
const MINUTES = [15, 30, 45, 60, 90];

function Text({ label, name, value, onInput, wrong, most, ...more }) {
  return html`<${Field} label=${label} wrong=${wrong}>${(ids) => html`<input ...${ids} ...${more} type="text" name=${name} maxlength=${most || 120} autocomplete="off" value=${value} onInput=${(event) => onInput(event.currentTarget.value)} />`}<//>`;
}

function Select({ label, name, value, choices, onChange, wrong }) {
  return html`<${Field} label=${label} wrong=${wrong}>${(ids) => html`<select ...${ids} name=${name} value=${value} onChange=${(event) => onChange(event.currentTarget.value)}>${choices.map(([key, text]) => html`<option key=${key} value=${key}>${text}</option>`)}</select>`}<//>`;
}

function Choice({ label, name, value, choices, onChange }) {
  return html`<fieldset class="choice"><legend>${label}</legend><div class="choice-row">
    ${choices.map(([key, text]) => html`<label key=${String(key)} class="choice-one"><input type="radio" name=${name} value=${String(key)} checked=${value === key} onChange=${() => onChange(key)} /><span>${text}</span></label>`)}
  </div></fieldset>`;
}

function words(kind, keys) {
  return keys.map((key) => [key, word(kind, key)]);
}

// What is known of the plate, once it is typed: filled in where nothing was typed yet, else offered.
function Known({ known, onTake }) {
  if (!known || !known.vehicle) return null;
  const { vehicle, customer, appointments } = known;
  const whose = [vehicle.model, customer && customer.name, customer && customer.phone].filter(Boolean).join(" · ");
  return html`<div class="known" role="status"><${Icon} name="car" /><div>
      <p class="clip">${t("Known car: %(whose)s", { whose: whose || vehicle.plate.text })}</p>
      ${appointments.map(({ id, at }) => html`<p key=${id} class="known-booked"><${Icon} name="triangle-alert" />${t("It is already booked for %(when)s.", { when: dayAndTime(at, serverNow()) })}</p>`)}
    </div>
    ${!known.taken && html`<button type="button" class="button" onClick=${onTake}>${t("Take over")}</button>`}
  </div>`;
}

export function CarAndCustomer({ draft, change, wrong, known, onTake }) {
  const types = useServiceTypes();
  const pick = (province) => {
    change({ plate: province });
    document.getElementsByName("plate")[0].focus();
  };
  return html`<fieldset class="group"><legend>${t("Car and customer")}</legend>
    <div class="plate-line">
      <${Text} label=${t("Plate")} name="plate" most=${20} value=${draft.plate} wrong=${wrong.plate} onInput=${(plate) => change({ plate })} autofocus />
      <div class="plate-preview">${draft.plate.trim() ? html`<${Plate} plate=${previewPlate(draft.plate)} />` : html`<span class="soft">${t("as on the car")}</span>`}</div>
    </div>
    ${!draft.plate && html`<${ProvinceKeys} onPick=${pick} />`}
    <${Known} known=${known} onTake=${onTake} />
    <div class="pair">
      <${Text} label=${t("Name")} name="name" value=${draft.name} wrong=${wrong["customer.name"]} onInput=${(name) => change({ name })} />
      <${Text} label=${t("Phone")} name="phone" most=${30} inputmode="tel" value=${draft.phone} wrong=${wrong["customer.phone"]} onInput=${(phone) => change({ phone })} />
      <${Select} label=${t("Salutation")} name="salutation" value=${draft.salutation} choices=${words("salutation", SALUTATIONS)} onChange=${(salutation) => change({ salutation })} />
    </div>
    <div class="pair">
      <${Text} label=${t("Model")} name="model" value=${draft.model} wrong=${wrong.model} onInput=${(model) => change({ model })} />
      <${Select} label=${t("Energy")} name="energy" value=${draft.energy} choices=${words("energy", ENERGIES)} wrong=${wrong.energy} onChange=${(energy) => change({ energy })} />
      <${Select} label=${t("Service type")} name="service_type" value=${draft.service_type} choices=${types.choices(draft.service_type)} onChange=${(type) => change(types.chosen(type))} />
    </div>
  </fieldset>`;
}

export function Work({ draft, change, wrong, catalogue }) {
  return html`<${Lines} lines=${draft.lines} catalogue=${catalogue} wrong=${wrong} onChange=${(lines) => change({ lines })} />
    <${Field} label=${t("What is wrong, in the customer's words")} wrong=${wrong.concern}>${(ids) => html`<textarea ...${ids} name="concern" rows="2" maxlength="2000" value=${draft.concern} onInput=${(event) => change({ concern: event.currentTarget.value })}></textarea>`}<//>
    <div class="pair-choices">
      <${Choice} label=${t("Meanwhile the customer")} name="waits" value=${draft.waits} choices=${[[true, t("waits in the lounge")], [false, t("leaves the car")]]} onChange=${(waits) => change({ waits })} />
      <${Choice} label=${t("Made by")} name="made_by" value=${draft.made_by} choices=${words("made_by", MADE_BY)} onChange=${(made_by) => change({ made_by })} />
      <label class="tick"><input type="checkbox" name="wash_wanted" checked=${draft.wash_wanted} onChange=${(event) => change({ wash_wanted: event.currentTarget.checked })} /><span>${t("Wash wanted")}</span></label>
    </div>`;
}

export function When({ draft, change, wrong, advisors }) {
  return html`<fieldset class="group"><legend>${t("When, and with whom")}</legend>
    <${DayAndTime} day=${draft.day} clock=${draft.clock} wrong=${wrong.at} onDay=${(day) => change({ day })} onClock=${(clock) => change({ clock })} />
    <div class="pair">
      <${AdvisorChoice} advisors=${advisors} value=${draft.advisor} wrong=${wrong.advisor} onChange=${(advisor) => change({ advisor })} />
      <${Select} label=${t("Advisor taken")} name="minutes" value=${String(draft.minutes)} choices=${MINUTES.map((m) => [String(m), t("%(m)s min", { m })])} onChange=${(minutes) => change({ minutes: Number(minutes) })} />
    </div>
    <${Select} label=${t("Bay kind")} name="bay_kind" value=${draft.bay_kind} choices=${[["", t("any")], ...words("bay_kind", BAY_KINDS)]} onChange=${(bay_kind) => change({ bay_kind })} />
  </fieldset>`;
}
