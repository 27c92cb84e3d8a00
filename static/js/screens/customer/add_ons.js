// Found work on the customer's phone: each line with photos, price and hours; yes or no, their name once, and where a no concerns
// safety, their signature.
//
//   html`<${AddOns} open />`   what waits for their word
//   html`<${AddOns} />`        what is being priced, and what they decided

import { html, signal, useState } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { dayAndTime, hours } from "../../core/durations.js";
import { now } from "../../core/clock.js";
import { t, word } from "../../core/i18n.js";
import { money } from "../../core/money.js";
import { Icon } from "../../parts/icon.js";
import { PhotoStrip } from "../../parts/photo.js";
import { SignaturePad } from "../../parts/signature.js";
import { car, decide } from "./following.js";

const NAME_KEPT = "board-customer-name";

function keptName() {
  try {
    return sessionStorage.getItem(NAME_KEPT) || "";
  } catch (refused) {
    return "";
  }
}

function keepName(text) {
  try {
    sessionStorage.setItem(NAME_KEPT, text);
  } catch (refused) {
    // private browsing: it is asked again next time
  }
}

const name = signal(keptName());
const photo = (id, small) => boot.link + "/photos/" + id + (small ? "?small=1" : "");

export function AddOns({ open }) {
  const { add_ons: all, closed } = car.value;
  const shown = all.filter(({ state }) => (state === "with_customer" && !closed) === Boolean(open));
  return shown.map((each) => (open ? html`<${Question} key=${each.operation} each=${each} />` : html`<${Told} key=${each.operation} each=${each} />`));
}

function Price({ each }) {
  const { currency } = car.value;
  const parts = each.parts.map((part) => [part.quantity > 1 ? part.name + " × " + part.quantity : part.name, part.price_cents === null ? null : part.price_cents * part.quantity]);
  const rows = parts.concat([[t("Labour, %(hours)s", { hours: hours(each.standard_minutes) }), each.price_cents]]);
  return html`<dl class="car-prices">${rows.map(([what, cents]) => html`<div key=${what}><dt>${what}</dt><dd>${cents === null ? "—" : money(cents, currency)}</dd></div>`)}
    <div class="car-total"><dt>${t("Total")}</dt><dd>${money(each.total_cents, currency)}</dd></div></dl>`;
}

function Safety() {
  return html`<p class="car-safety"><${Icon} name="triangle-alert" /><span>${t("Concerns safety")}</span></p>`;
}

async function base64Of(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  bytes.forEach((byte) => (text += String.fromCharCode(byte)));
  return btoa(text);
}

function Question({ each }) {
  const [answer, setAnswer] = useState(null);
  return html`<section class="car-card car-add-on is-with_customer" data-operation=${each.operation} aria-label=${each.text}>
    <h2>${t("Needs your answer: %(text)s", { text: each.text })}</h2>
    ${each.safety && html`<${Safety} />`}
    ${each.note && html`<p class="car-note">${each.note}</p>`}
    <${PhotoStrip} ids=${each.photos} source=${photo} />
    <${Price} each=${each} />
    <p class="car-hours">${t("If this changes the time, your advisor will tell you.")}</p>
    ${answer === null ? html`<div class="car-answers"><button class="car-yes" onClick=${() => setAnswer(true)}>${t("Yes, do it")}</button>
      <button class="car-no" onClick=${() => setAnswer(false)}>${t("Not now")}</button></div>`
    : html`<${Confirm} key=${String(answer)} each=${each} approved=${answer} onBack=${() => setAnswer(null)} />`}
  </section>`;
}

function Confirm({ each, approved, onBack }) {
  const [drawn, setDrawn] = useState(null);
  const [state, setState] = useState({ busy: false, refused: null });
  const signs = !approved && each.safety;
  const typed = name.value.trim();
  const send = async (event) => {
    event.preventDefault();
    if (state.busy || !typed || (signs && !drawn)) return;
    setState({ busy: true, refused: null });
    keepName(typed);
    try {
      await decide({ operation: each.operation, approved, name: typed, signature: signs ? await base64Of(drawn) : null });
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      setState({ busy: false, refused: refusal.sentence });
    }
  };
  return html`<form class="car-confirm" onSubmit=${send}>
    <p>${approved ? t("You order this work for %(total)s.", { total: money(each.total_cents, car.value.currency) }) : t("This work is not done now.")}</p>
    ${signs && html`<p class="car-warning">${t("It concerns the safety of your car. Please sign that you do not want it done.")}</p><${SignaturePad} name=${typed} onChange=${setDrawn} />`}
    <label class="car-name"><span>${t("Your name")}</span><input type="text" name="name" maxlength="200" autocomplete="name" required value=${name.value} onInput=${(event) => (name.value = event.currentTarget.value)} /></label>
    ${state.refused && html`<p class="car-refused" role="alert"><${Icon} name="circle-alert" /><span>${state.refused}</span></p>`}
    <div class="car-answers"><button type="submit" class=${approved ? "car-yes" : "car-yes is-no"} disabled=${state.busy || !typed || (signs && !drawn)}>${state.busy ? t("Sending…") : approved ? t("Confirm: yes") : t("Confirm: not now")}</button>
      <button type="button" class="car-no" disabled=${state.busy} onClick=${onBack}>${t("Back")}</button></div>
    <p class="car-fine">${t("Your name, the time and your device's network address are kept with your answer.")}</p>
  </form>`;
}

const SIGNS = { to_price: "clock", with_customer: "clock", approved: "circle-check", declined: "circle" };

function Told({ each }) {
  const at = each.decided_at === null ? "" : " · " + dayAndTime(each.decided_at, now.peek());
  return html`<section class=${"car-card car-add-on is-" + each.state} data-operation=${each.operation} aria-label=${each.text}>
    <h2>${each.text}</h2>
    ${each.safety && html`<${Safety} />`}
    ${each.note && html`<p class="car-note">${each.note}</p>`}
    <${PhotoStrip} ids=${each.photos} source=${photo} />
    ${each.total_cents !== null && html`<${Price} each=${each} />`}
    <p class="car-state"><${Icon} name=${SIGNS[each.state]} /><span>${each.state === "to_price" ? t("Found just now. You get the price here.") : word("add_on_state", each.state) + (each.decided_name ? " · " + each.decided_name : "") + at}</span></p>
  </section>`;
}
