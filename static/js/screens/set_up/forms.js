// Fields of the set-up's sheets, and whether one was left unsaved.
//
//   const form = useForm({ name: "", roles: [] });   form.values, form.set({ name }), form.dirty, form.reset(values)
//   html`<${TextField} form=${form} wrong=${wrong} name="name" label=${t("Name")} hint=${…} />`   and Select, Ticks, Days
//   leaveUnsaved(() => …)   goes on at once, or asks first when something is not saved

import { html, signal, useLayoutEffect, useMemo, useState } from "../../../vendor/preact.js";
import { locale, t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";

const unsaved = new Set();
const asked = signal(null);

self.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

export function leaveUnsaved(go) {
  if (unsaved.size) asked.value = go;
  else go();
}

export function LeaveQuestion() {
  if (!asked.value) return null;
  const stay = () => (asked.value = null);
  const leave = () => {
    const go = asked.value;
    unsaved.clear();
    asked.value = null;
    go();
  };
  return html`<${Dialog} title=${t("Leave without saving?")} onClose=${stay} actions=${html`
    <button class="button" onClick=${stay}>${t("Go on editing")}</button>
    <button class="button button-danger" onClick=${leave}>${t("Leave without saving")}</button>`}>
    <p>${t("What you changed here has not been saved yet.")}</p>
  <//>`;
}

export function useForm(start) {
  const token = useMemo(() => ({}), []);
  const [first, setFirst] = useState(start);
  const [values, setValues] = useState(start);
  const dirty = JSON.stringify(values) !== JSON.stringify(first);
  useLayoutEffect(() => {
    if (dirty) unsaved.add(token);
    else unsaved.delete(token);
    return () => unsaved.delete(token);
  }, [dirty]);
  const reset = (saved) => (unsaved.delete(token), setFirst(saved), setValues(saved));
  return { values, dirty, set: (part) => setValues((before) => ({ ...before, ...part })), reset, saved: () => unsaved.delete(token) };
}

function Hint({ text }) {
  return text ? html`<p class="hint">${text}</p>` : null;
}

export function TextField({ form, wrong, name, label, hint, most, ...more }) {
  return html`<${Field} label=${label} wrong=${wrong[name]}>${(ids) => html`<input ...${ids} type="text" autocomplete="off" name=${name} maxlength=${most || 200}
    value=${form.values[name]} onInput=${(event) => form.set({ [name]: event.currentTarget.value })} ...${more} /><${Hint} text=${hint} />`}<//>`;
}

export function AreaField({ form, wrong, name, label, hint, rows }) {
  return html`<${Field} label=${label} wrong=${wrong[name]}>${(ids) => html`<textarea ...${ids} name=${name} rows=${rows || 8}
    value=${form.values[name]} onInput=${(event) => form.set({ [name]: event.currentTarget.value })}></textarea><${Hint} text=${hint} />`}<//>`;
}

// `choices` are [value, text]; values are texts, or numbers and null, as the form has them.
export function Select({ form, wrong, name, label, hint, choices }) {
  const pick = (event) => form.set({ [name]: choices[event.currentTarget.selectedIndex][0] });
  return html`<${Field} label=${label} wrong=${wrong[name]}>${(ids) => html`<select ...${ids} name=${name} value=${String(form.values[name])} onChange=${pick}>
    ${choices.map(([value, text]) => html`<option key=${String(value)} value=${String(value)}>${text}</option>`)}</select><${Hint} text=${hint} />`}<//>`;
}

export function Tick({ label, value, disabled, onChange }) {
  return html`<label class="tick"><input type="checkbox" checked=${value} disabled=${disabled} onChange=${(event) => onChange(event.currentTarget.checked)} /><span>${label}</span></label>`;
}

export function Ticks({ form, wrong, name, label, choices, hint }) {
  const chosen = form.values[name];
  const toggle = (value, on) => form.set({ [name]: choices.map(([each]) => each).filter((each) => (each === value ? on : chosen.includes(each))) });
  return html`<fieldset class=${"tick-field" + (wrong[name] ? " field-wrong" : "")}><legend>${label}</legend>
    <div class="ticks">${choices.map(([value, text]) => html`<${Tick} key=${value} label=${text} value=${chosen.includes(value)} onChange=${(on) => toggle(value, on)} />`)}</div>
    <${Hint} text=${hint} />
    ${wrong[name] && html`<p class="field-sentence" role="alert">${wrong[name]}</p>`}
  </fieldset>`;
}

const names = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });

// The first of January 2024 was a Monday.
export const WEEK = [0, 1, 2, 3, 4, 5, 6].map((day) => [day, names.format(Date.UTC(2024, 0, 1 + day))]);

export function daysInWords(days) {
  if (days.length === 7) return t("every day");
  return WEEK.filter(([day]) => days.includes(day)).map(([, text]) => text).join(" ");
}
