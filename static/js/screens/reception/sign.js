// Step 4: the customer reads the order in their language, and signs it on the glass. What they read is what is printed
// and what is signed: the page shows the server's own words for it, and sends the digest of what was shown.

import { html, useEffect, useRef, useState } from "../../../vendor/preact.js";
import { commandId, get, post } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { language, t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { SignaturePad, sendSignature } from "../../parts/signature.js";

const LANGUAGES = [["zh_CN", "中文"], ["en", "English"]];

function Facts({ facts }) {
  return html`<dl class="read-facts">${facts.map(({ label, value }) => html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function Priced({ heading, middle, price, lines }) {
  if (!lines.length) return null;
  return html`<table class="read-lines"><thead><tr><th scope="col">${heading}</th><th scope="col">${middle}</th><th scope="col">${price}</th></tr></thead>
    <tbody>${lines.map((line, index) => html`<tr key=${index}><td>${line.text}${line.more && html` <small>${line.more}</small>`}</td><td>${line.amount}</td><td>${line.price || "—"}</td></tr>`)}</tbody></table>`;
}

function Marks({ order }) {
  const [width, height] = boot.car.drawing;
  return html`<section><h3>${order.headings.marks}</h3>
    ${order.marks.length ? html`<div class="read-marks"><svg viewBox=${"0 0 " + width + " " + height} aria-hidden="true"><image href="/static/icons/car.svg" width=${width} height=${height} />
      ${order.marks.map((mark) => html`<g key=${mark.number} class="outline-mark" transform=${"translate(" + mark.x + " " + mark.y + ")"}><circle r="15" /><text y="6" text-anchor="middle">${mark.number}</text></g>`)}</svg>
      <ol>${order.marks.map((mark) => html`<li key=${mark.number}>${mark.text}</li>`)}</ol></div>` : html`<p>${order.no_marks}</p>`}
    ${order.valuables && html`<h3>${order.headings.valuables}</h3><p>${order.valuables}</p>`}
  </section>`;
}

export function ReadOrder({ order, lang }) {
  return html`<article class="read" lang=${lang.replace("_", "-")}>
    <header><h2>${order.title} · ${order.number}</h2><p class="read-plate">${order.plate}</p></header>
    <p class="read-promise"><span>${order.headings.promise}</span> <strong>${order.promise ? order.promise.day + " " + order.promise.time : order.headings.no_promise}</strong></p>
    <${Facts} facts=${order.facts} />
    ${order.concern && html`<section><h3>${order.headings.concern}</h3><p>${order.concern}</p></section>`}
    <${Priced} heading=${order.headings.work} middle=${order.headings.hours} price=${order.headings.price} lines=${order.work} />
    <${Priced} heading=${order.headings.parts} middle=${order.headings.quantity} price=${order.headings.price} lines=${order.parts} />
    <dl class="read-sums">${order.sums.map(({ label, value }, index) => html`<div key=${index}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
    ${order.unpriced && html`<p class="soft">${order.unpriced}</p>`}
    <${Marks} order=${order} />
    <section><h3>${order.headings.terms}</h3><ul class="read-terms">${order.terms.map((term, index) => html`<li key=${index}>${term}</li>`)}</ul></section>
  </article>`;
}

// The order is read anew whenever it is another one, or is wanted in another language.
export function useReadable(job, lang, digest) {
  const [state, setState] = useState({ readable: null, failed: null });
  const ask = () => {
    let wanted = true;
    get("/jobs/" + job + "/order?language=" + lang, { patience: 8000 })
      .then((readable) => wanted && setState({ readable, failed: null }))
      .catch((refusal) => {
        if (!refusal.sentence) throw refusal;
        if (wanted) setState({ readable: null, failed: refusal.sentence });
      });
    return () => {
      wanted = false;
    };
  };
  useEffect(ask, [job, lang, digest]);
  return { ...state, ask };
}

export function LanguageChoice({ lang, onChange }) {
  return html`<div class="chips" role="group" aria-label=${t("The customer reads")}>
    ${LANGUAGES.map(([code, name]) => html`<button key=${code} type="button" class="chip" lang=${code.replace("_", "-")} aria-pressed=${lang === code ? "true" : "false"} onClick=${() => onChange(code)}>${name}</button>`)}
  </div>`;
}

// What would be refused is said before the customer has written their name.
function missing(file) {
  const { order } = file;
  return [
    !order.operations.length && ["order", t("Nothing is ordered yet.")],
    !order.promised_at && ["order", t("No time is promised yet.")],
    !order.customer.name && ["order", t("The customer's name is missing.")],
    !order.vehicle.model && ["order", t("The car's model is missing.")],
    file.walk_round && file.walk_round.seen.length < 6 && ["walk", t("%(seen)s of 6 positions seen", { seen: file.walk_round.seen.length })],
  ].filter(Boolean);
}

export function SignStep({ picture, onStep }) {
  const { file } = picture.file.value;
  const saved = picture.outbox.state.value === "saved";
  const [lang, setLang] = useState(language.startsWith("zh") ? "zh_CN" : "en");
  const { readable, failed, ask } = useReadable(file.job, lang, file.digest);
  const [ink, setInk] = useState(null);
  const [sheet, setSheet] = useState(1);
  const kept = useRef({ ink: null, id: null, attachment: null });
  const sending = useSending(async () => {
    if (kept.current.ink !== ink) kept.current = { ink, id: commandId(), attachment: null };
    if (kept.current.attachment === null) kept.current.attachment = await sendSignature(file.job, ink, { id: kept.current.id });
    try {
      await post("/jobs/" + file.job + "/sign-order", { seen: readable.digest, signature: kept.current.attachment });
    } catch (refusal) {
      if (refusal.code === "order_changed") await again();
      throw refusal;
    }
  }, picture.reload);
  // They sign what they have read: another order needs another signature.
  const again = async () => {
    setInk(null);
    setSheet((before) => before + 1);
    await picture.reload();
    ask();
  };
  useEffect(() => {
    if (readable && ink) setInk(null), setSheet((before) => before + 1);
  }, [readable && readable.digest]);
  const open = missing(file);
  const ready = saved && readable && readable.digest === file.digest && ink && !open.some(([step]) => step === "order");
  return html`<div class="sign-step">
    <section class="sign-read">
      <div class="sign-language"><${LanguageChoice} lang=${lang} onChange=${setLang} /></div>
      ${failed && html`<${Notice} kind="error" icon="circle-alert" title=${t("The order cannot be shown")} text=${failed}><button type="button" class="button" onClick=${ask}>${t("Try again")}</button><//>`}
      ${readable ? html`<${ReadOrder} order=${readable.order} lang=${readable.language} />` : !failed && html`<p class="soft" role="status">${t("The order is on its way.")}</p>`}
    </section>
    <section class="sign-here" aria-label=${t("Signature")}>
      ${open.length > 0 && html`<div class="sign-missing"><h2>${t("Before the customer signs")}</h2><ul>
        ${open.map(([step, text]) => html`<li key=${text}><button type="button" class="button" onClick=${() => onStep(step)}><${Icon} name=${step === "walk" ? "info" : "circle-alert"} /><span>${text}</span></button></li>`)}</ul></div>`}
      <h2>${readable ? readable.order.headings.signature : t("Signature")}</h2>
      <${SignaturePad} key=${sheet} name=${file.order.customer.name} hint=${readable && readable.order.headings.sign_here} onChange=${setInk} />
      ${!saved && html`<p class="soft" role="status">${t("What was written is still being saved. Then it can be signed.")}</p>`}
      <${RefusedHere} refusal=${sending.refusal} />
      <button type="button" class="button button-main sign-button" disabled=${!ready || sending.busy} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("Signed: send the car to dispatch")}</button>
    </section>
  </div>`;
}
