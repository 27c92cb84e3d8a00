// The workshop itself: name, language, time zone, colour, currency, how many cars somebody may be clocked on to, and how
// long personal data is kept.

import { html } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Field } from "../../parts/field.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { picture, change, wrongOf } from "./data.js";
import { Select, TextField, Tick, useForm } from "./forms.js";
import { Section } from "./list.js";

const ZONES = Intl.supportedValuesOf ? Intl.supportedValuesOf("timeZone") : [];
const AT_ONCE = [1, 2, 3, 4, 5];

// What is set by other means, say 500 days, stands among the usual choices.
function keeping(now) {
  const usual = [[90, t("90 days")], [180, t("half a year")], [365, t("a year")], [730, t("two years")], [1095, t("three years")], [1825, t("five years")], [3650, t("ten years")], [0, t("for ever")]];
  return usual.some(([days]) => days === now) ? usual : [[now, t("%(days)s days", { days: now })], ...usual];
}

function Fields({ workshop }) {
  const { seen, ...start } = workshop;
  const form = useForm(start);
  const sending = useSending(() => change("/set-up/workshop", { ...form.values, currency: form.values.currency.trim().toUpperCase(), seen }, t("Saved")), () => form.reset(form.values));
  const wrong = wrongOf(sending.refusal);
  const submit = (event) => (event.preventDefault(), sending.go());
  return html`<form class="wide-form" onSubmit=${submit} novalidate>
    <${TextField} form=${form} wrong=${wrong} name="name" label=${t("What it is called")} hint=${t("As it stands on every screen and every paper.")} />
    <div class="pair">
      <${Select} form=${form} wrong=${wrong} name="language" label=${t("Language")} choices=${[["zh_CN", "中文"], ["en", "English"]]} hint=${t("Of the walls and of papers; people and screens can have their own.")} />
      <${TextField} form=${form} wrong=${wrong} name="timezone" label=${t("Time zone")} most=${64} list="zones" />
      <datalist id="zones">${ZONES.map((zone) => html`<option key=${zone} value=${zone} />`)}</datalist>
    </div>
    <div class="pair">
      <${Field} label=${t("Colour")} wrong=${wrong.brand}>${(ids) => html`<input ...${ids} type="color" name="brand" value=${form.values.brand} onInput=${(event) => form.set({ brand: event.currentTarget.value.toLowerCase() })} /><p class="hint">${t("Of buttons and of the lounge display. Open screens take it when they are loaded again.")}</p>`}<//>
      <${TextField} form=${form} wrong=${wrong} name="currency" label=${t("Currency")} most=${3} hint=${t("Three letters, e.g. CNY or EUR.")} />
    </div>
    <${Select} form=${form} wrong=${wrong} name="jobs_at_once" label=${t("Cars that somebody may be clocked on to at a time")} choices=${AT_ONCE.map((count) => [count, String(count)])} hint=${t("One is usual: scanning another car then offers to pause the first.")} />
    <${Select} form=${form} wrong=${wrong} name="personal_days" label=${t("Personal data of cars that have left is kept")} choices=${keeping(workshop.personal_days)} hint=${t("Then names, phones, plates, VINs, photos, signatures and everything written about the customer are taken out for good; times, hours and amounts stay. Two years is usual: so long the record of a repair is commonly to be kept.")} />
    ${sending.refusal && Object.keys(wrong).length === 0 && html`<${RefusedHere} refusal=${sending.refusal} />`}
    <div class="sheet-acts"><button class="button button-main" type="submit" disabled=${sending.busy || !form.dirty}>${sending.busy ? t("Saving…") : t("Save")}</button></div>
  </form>`;
}

function SecondFactorRule() {
  const required = picture.value.second_factor_for_admins;
  const sending = useSending(() => change("/set-up/second-factor", { of_admins: !required }, t("Saved")), () => {});
  return html`<section class="wide-form sheet-part"><h3>${t("Second factor")}</h3>
    <${Tick} label=${t("Administrators need a second factor")} value=${required} onChange=${sending.go} />
    <p class="hint">${t("A code from their phone beside the password. Who has none sets one up at the next sign-in; everybody else may, in their own account.")}</p>
    <${RefusedHere} refusal=${sending.refusal} />
  </section>`;
}

export function Workshop() {
  const { workshop } = picture.value;
  return html`<${Section} title=${t("Workshop")} text=${t("What it is called, how it speaks, and how it looks.")}><${Fields} key=${workshop.seen} workshop=${workshop} /><${SecondFactorRule} /><//>`;
}
