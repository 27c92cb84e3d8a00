// Fields as reception needs them: large enough for a finger.

import { html } from "../../../vendor/preact.js";
import { word } from "../../core/i18n.js";
import { Field } from "../../parts/field.js";

export function Text({ label, value, onInput, wrong, most, disabled, ...more }) {
  return html`<${Field} label=${label} wrong=${wrong}>${(ids) => html`<input type="text" ...${ids} ...${more} maxlength=${most || 120} autocomplete="off" disabled=${disabled}
    value=${value} onInput=${(event) => onInput(event.currentTarget.value)} />`}<//>`;
}

export function Area({ label, value, onInput, wrong, most, rows, disabled, ...more }) {
  return html`<${Field} label=${label} wrong=${wrong} wide>${(ids) => html`<textarea ...${ids} ...${more} rows=${rows || 3} maxlength=${most || 500} disabled=${disabled}
    value=${value} onInput=${(event) => onInput(event.currentTarget.value)}></textarea>`}<//>`;
}

export function Select({ label, value, choices, onChange, wrong }) {
  return html`<${Field} label=${label} wrong=${wrong}>${(ids) => html`<select ...${ids} value=${value} onChange=${(event) => onChange(event.currentTarget.value)}>
    ${choices.map(([key, text]) => html`<option key=${key} value=${key}>${text}</option>`)}</select>`}<//>`;
}

// A few choices side by side: arrows choose, as in any group of radio buttons.
export function Choice({ label, name, value, choices, onChange }) {
  return html`<fieldset class="choice"><legend>${label}</legend><div class="choice-row">
    ${choices.map(([key, text]) => html`<label key=${String(key)} class="choice-one"><input type="radio" name=${name} value=${String(key)} checked=${value === key} onChange=${() => onChange(key)} /><span>${text}</span></label>`)}
  </div></fieldset>`;
}

export function Tick({ label, value, onChange, disabled }) {
  return html`<label class="tick"><input type="checkbox" checked=${value} disabled=${disabled} onChange=${(event) => onChange(event.currentTarget.checked)} /><span>${label}</span></label>`;
}

export function words(kind, keys) {
  return keys.map((key) => [key, word(kind, key)]);
}
