// The price of found work: its labour and its parts, with the photos of the finding in sight.
//
//   html`<${PriceAddOn} item=${{ job, car, found }} onClose=${close} />`
//
// A line without a name is not sent. What the catalogue knew of a standard job stands there already.

import { html, useState } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { post } from "../../core/api.js";
import { hours } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { centsOf, money, plainAmount } from "../../core/money.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { PhotoStrip } from "../../parts/photo.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";

let made = 0;

function row(part) {
  made += 1;
  const given = part || { number: "", name: "", quantity: 1, price_cents: null };
  return { key: made, number: given.number, name: given.name, quantity: String(given.quantity), price: given.price_cents === null ? "" : plainAmount(given.price_cents) };
}

// An amount that was left open is fine, one that can't be read is not.
function amountOf(typed) {
  return typed.trim() === "" ? null : centsOf(typed);
}

function readable(each) {
  return each.price.trim() === "" || centsOf(each.price) !== null;
}

function quantityOf(each) {
  return /^[1-9]\d{0,2}$/.test(each.quantity.trim()) ? Number(each.quantity) : null;
}

function PartRow({ each, onChange, onRemove }) {
  const input = (name, label, more) => html`<label class=${"price-" + name}><span class="visually-hidden">${label}</span>
    <input type="text" autocomplete="off" placeholder=${label} value=${each[name]} ...${more} onInput=${(event) => onChange({ ...each, [name]: event.currentTarget.value })} /></label>`;
  return html`<li class="price-row">
    ${input("number", t("Part number"), { maxlength: 40 })}
    ${input("name", t("Part"), { maxlength: 200 })}
    ${input("quantity", t("Pieces"), { inputmode: "numeric", maxlength: 3, "aria-invalid": quantityOf(each) === null ? "true" : undefined })}
    ${input("price", t("Price of one"), { inputmode: "decimal", maxlength: 12, "aria-invalid": readable(each) ? undefined : "true" })}
    <button type="button" class="button-quiet" aria-label=${t("Remove %(name)s", { name: each.name || t("this line") })} onClick=${onRemove}><${Icon} name="x" /></button>
  </li>`;
}

export function PriceAddOn({ item, onClose }) {
  const { job, car, found } = item;
  const [labour, setLabour] = useState(found.price_cents === null ? "" : plainAmount(found.price_cents));
  const [rows, setRows] = useState(() => (found.parts.length ? found.parts : [null]).map(row));
  const currency = boot.site.currency;
  const used = rows.filter((each) => each.name.trim());
  const cents = centsOf(labour);
  const total = used.reduce((sum, each) => sum + (amountOf(each.price) || 0) * (quantityOf(each) || 0), cents || 0);
  const ready = cents !== null && used.every((each) => readable(each) && quantityOf(each) !== null);
  const parts = used.map((each) => ({ number: each.number.trim(), name: each.name.trim(), quantity: quantityOf(each), price_cents: amountOf(each.price) }));
  const sending = useSending(
    () => post("/jobs/" + job + "/price-add-on", { operation: found.operation, price_cents: cents, parts }),
    () => (toast("ok", t("%(text)s has its price", { text: found.text })), onClose())
  );
  const change = (changed) => setRows(rows.map((each) => (each.key === changed.key ? changed : each)));
  const actions = html`<strong class="price-total">${t("Total %(total)s", { total: money(total, currency) })}</strong><button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${sending.busy || !ready} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("To the customer")}</button>`;
  return html`<${Dialog} wide title=${t("Price of found work")} onClose=${onClose} actions=${actions}>
    <div class="ask-car"><${Plate} plate=${car.plate} /><p class="clip"><strong>${found.text}</strong> · ${hours(found.standard_minutes)}</p></div>
    ${found.note && html`<p class="ask-note">${found.note}</p>`}
    <${PhotoStrip} ids=${found.photos} />
    <${Field} label=${t("Labour")}>${(ids) => html`<input ...${ids} class="price-labour" type="text" inputmode="decimal" maxlength="12" autocomplete="off" placeholder="0.00" autofocus value=${labour} onInput=${(event) => setLabour(event.currentTarget.value)} />`}<//>
    <div class="price-row price-head" aria-hidden="true"><span>${t("Part number")}</span><span>${t("Part")}</span><span>${t("Pieces")}</span><span>${t("Price of one")}</span></div>
    <ul class="price-rows" aria-label=${t("Parts")}>${rows.map((each) => html`<${PartRow} key=${each.key} each=${each} onChange=${change} onRemove=${() => setRows(rows.filter(({ key }) => key !== each.key))} />`)}</ul>
    <button type="button" class="button" onClick=${() => setRows(rows.concat(row(null)))}><${Icon} name="plus" /><span>${t("Another part")}</span></button>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
