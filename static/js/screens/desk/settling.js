// Settling: how much, how, and the invoice's number; then the pass that opens the gate, to show and to print.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { t, word } from "../../core/i18n.js";
import { centsOf, money, plainAmount } from "../../core/money.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { AskedCar, useHandover } from "./handover.js";
import { stepWords, takeStep } from "./steps.js";

const WAYS = ["wechat", "alipay", "card", "cash", "transfer", "invoice", "warranty", "insurer", "goodwill"];

function Lines({ told }) {
  if (!told.lines.length) return null;
  return html`<table class="settle-lines"><tbody>
    ${told.lines.map((line, index) => html`<tr key=${index}><th scope="row">${line.text}</th><td>${line.cents === null ? "—" : money(line.cents, told.currency)}</td></tr>`)}
    ${told.total_cents !== null && html`<tr class="settle-total"><th scope="row">${t("By the order")}</th><td>${money(told.total_cents, told.currency)}</td></tr>`}
  </tbody></table>`;
}

function Ways({ way, onWay }) {
  return html`<fieldset class="choice"><legend>${t("How it was settled")}</legend><div class="choice-row">
    ${WAYS.map((key) => html`<label key=${key} class="choice-one"><input type="radio" name="way" value=${key} checked=${way === key} onChange=${() => onWay(key)} /><span>${word("payment_way", key)}</span></label>`)}
  </div></fieldset>`;
}

export function SettleDialog({ id, job, step, onClose }) {
  const { told, refusal } = useHandover(id);
  const [typed, setTyped] = useState(null);
  const [way, setWay] = useState(null);
  const [invoice, setInvoice] = useState("");
  const [settled, setSettled] = useState(false);
  const proposed = told && told.total_cents !== null ? plainAmount(told.total_cents) : "";
  const amount = typed === null ? proposed : typed;
  const cents = amount.trim() ? centsOf(amount) : null;
  const wrong = amount.trim() && cents === null ? t("An amount is written like 199.00.") : null;
  const sending = useSending(() => takeStep(id, step, { amount_cents: cents, way, invoice: invoice.trim() || null }), () => setSettled(true));
  if (settled) return html`<${ExitPassDialog} id=${id} job=${job} onClose=${onClose} />`;
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${!told || cents === null || !way || sending.busy} onClick=${sending.go}>${sending.busy ? t("Saving…") : stepWords(step)}</button>`;
  return html`<${Dialog} title=${t("Settle")} onClose=${onClose} actions=${actions}>
    <${AskedCar} job=${job} />
    ${!told && !refusal && html`<p class="ask-note">${t("One moment…")}</p>`}
    ${told && html`<${Lines} told=${told} />
      <div class="pair">
        <${Field} label=${t("Amount (%(currency)s)", { currency: told.currency })} wrong=${wrong}>${(ids) => html`<input ...${ids} type="text" name="amount" inputmode="decimal" maxlength="14" autocomplete="off" value=${amount} onInput=${(event) => setTyped(event.currentTarget.value)} />`}<//>
        <${Field} label=${t("Invoice number")}>${(ids) => html`<input ...${ids} type="text" name="invoice" maxlength="60" autocomplete="off" value=${invoice} onInput=${(event) => setInvoice(event.currentTarget.value)} />`}<//>
      </div>
      <${Ways} way=${way} onWay=${setWay} />`}
    <${RefusedHere} refusal=${refusal || sending.refusal} />
  <//>`;
}

// Showing it issues it: the same pass as before, or a new one when that was made invalid.
export function ExitPassDialog({ id, job, onClose }) {
  const [state, setState] = useState({ code: null, refusal: null });
  useEffect(() => {
    post("/jobs/" + id + "/exit-pass", {}).then(
      (told) => setState({ code: told.result.exit_pass, refusal: null }),
      (refusal) => setState({ code: null, refusal: refusal.sentence ? refusal : null }),
    );
  }, [id]);
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    ${state.code && html`<a class="button button-main print-pass" href=${"/jobs/" + id + "/exit-pass"} target="_blank" autofocus><${Icon} name="printer" /><span>${t("Print exit pass")}</span></a>`}`;
  return html`<${Dialog} title=${t("Exit pass")} onClose=${onClose} actions=${actions}>
    <${AskedCar} job=${job} />
    <p class="ask-note">${t("Settled: the car may leave. The gate opens once for this code, from paper or from the customer's phone.")}</p>
    ${state.code && html`<img class="pass-code" src=${"/jobs/" + id + "/exit-pass.svg?of=" + state.code.slice(-4)} alt=${t("Exit pass of %(plate)s", { plate: job.plate.text })} />`}
    <${RefusedHere} refusal=${state.refusal} />
  <//>`;
}
