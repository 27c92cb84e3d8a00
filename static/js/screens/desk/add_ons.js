// Found work of one car at the desk: what it is, what it costs, and the customer's word, however it comes.
//
//   html`<${AddOns} id=${17} job=${job} />`   sections of the car's sheet: the customer's page, and what was found
//
// Asked for when the sheet opens and whenever the car's card changes: cards are small, and photos and prices stand here.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { get, post } from "../../core/api.js";
import { hours } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { money } from "../../core/money.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { Moment } from "../../parts/job_sheet.js";
import { PhotoStrip } from "../../parts/photo.js";
import { PromiseChoice } from "../../parts/promise_choice.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { SignaturePad, sendSignature } from "../../parts/signature.js";
import { toast } from "../../parts/toast.js";

const may = (action) => Boolean(boot.person) && boot.person.actions.includes(action);
const UNDECIDED = ["to_price", "with_customer"];

function useFoundWork(id, job) {
  const [told, setTold] = useState(null);
  useEffect(() => {
    let wanted = true;
    get("/jobs/" + id + "/found-work", { patience: 8000 }).then((answer) => wanted && setTold(answer), (refusal) => wanted && setTold({ failed: refusal.sentence, add_ons: [], parts: [] }));
    return () => (wanted = false);
  }, [id, job]);
  return told;
}

export function AddOns({ id, job }) {
  const told = useFoundWork(id, job);
  const [question, ask] = useState(null);
  const link = may("print_card") && html`<${CustomerLink} id=${id} job=${job} />`;
  if (!told || (!told.failed && !told.add_ons.length && !told.parts.length)) return link || null;
  const asked = question && told.add_ons.find(({ operation }) => operation === question.operation);
  return html`${link}<section class="drawer-part add-ons"><h3>${t("Found work")}</h3>
    ${told.failed && html`<p class="ask-refused" role="alert"><span>${told.failed}</span></p>`}
    <ul>${told.add_ons.map((each) => html`<${AddOn} key=${each.operation} each=${each} currency=${told.currency} onAsk=${(approved) => ask({ operation: each.operation, approved })} />`)}</ul>
    <${Parts} parts=${told.parts} />
    ${asked && UNDECIDED.includes(asked.state) && html`<${DecisionDialog} key=${asked.operation + String(question.approved)} id=${id} job=${job} each=${asked} approved=${question.approved} onClose=${() => ask(null)} />`}
  </section>`;
}

function totalOf(each) {
  return each.parts.reduce((sum, part) => sum + (part.price_cents || 0) * part.quantity, each.price_cents || 0);
}

function AddOn({ each, currency, onAsk }) {
  const undecided = UNDECIDED.includes(each.state);
  const decides = undecided && may("approve_add_on");
  return html`<li class=${"add-on is-" + each.state} data-operation=${each.operation}>
    <p class="add-on-name"><strong>${each.text}</strong><span>${each.price_cents === null ? t("no price yet") : money(totalOf(each), currency)}</span></p>
    <p class="badges"><span class=${"badge " + (each.state === "approved" ? "badge-ok" : undecided ? "badge-warn" : "badge-plain")}>${word("add_on_state", each.state)}</span>
      ${each.safety && html`<span class="badge badge-late"><${Icon} name="triangle-alert" />${t("Safety")}</span>`}
      ${each.high_voltage && html`<span class="badge badge-hv"><${Icon} name="zap" />${t("High voltage")}</span>`}</p>
    ${each.note && html`<p>${each.note}</p>`}
    <${PhotoStrip} ids=${each.photos} />
    <p class="soft">${hours(each.standard_minutes)}${each.parts.map((part) => " · " + part.name + " × " + part.quantity).join("")}</p>
    <p class="soft">${each.found_by && t("Found by %(name)s", { name: each.found_by })} · <${Moment} at=${each.found_at} /></p>
    ${each.decided && html`<p class="soft">${word("decided_via", each.decided.via)}${each.decided.name && " · " + each.decided.name} · <${Moment} at=${each.decided.at} />${each.decided.signature && html` · <a href=${"/api/v1/signatures/" + each.decided.signature} target="_blank" rel="noopener">${t("Signature")}</a>`}</p>`}
    ${decides && html`<div class="drawer-acts"><button class="button" data-say="yes" onClick=${() => onAsk(true)}><${Icon} name="check" /><span>${t("Customer said yes…")}</span></button>
      <button class="button" data-say="no" onClick=${() => onAsk(false)}><${Icon} name="x" /><span>${t("Customer said no…")}</span></button></div>`}
  </li>`;
}

function Parts({ parts }) {
  if (!parts.length) return null;
  return html`<h3 class="add-on-parts">${t("Parts")}</h3><ul class="part-lines">${parts.map((each) => html`<li key=${each.id}>
    <span class="clip" title=${each.name}>${each.name} × ${each.quantity}</span>
    <span class="soft">${word("part_state", each.state)}${each.state === "ordered" && each.expected_at !== null && html` · <${Moment} at=${each.expected_at} />`}</span></li>`)}</ul>`;
}

const VIA = ["phone", "in_person"];

// A declined safety item is signed for: on this screen, by the customer who stands here.
function DecisionDialog({ id, job, each, approved, onClose }) {
  const needsSignature = !approved && each.safety;
  const [name, setName] = useState(job.customer.name);
  const [via, setVia] = useState(needsSignature ? "in_person" : "phone");
  const [drawn, setDrawn] = useState(null);
  const [moves, setMoves] = useState(false);
  const [promised, setPromised] = useState(null);
  const [reason, setReason] = useState(each.text);
  const [told, setTold] = useState("");
  const send = async () => {
    const body = { operation: each.operation, name: name.trim(), via };
    if (moves) body.promise = { promised_at: promised, reason: reason.trim(), told: told.trim() };
    if (needsSignature) body.signature = await sendSignature(id, drawn);
    return post("/jobs/" + id + (approved ? "/approve-add-on" : "/decline-add-on"), body);
  };
  const sending = useSending(send, () => (toast("ok", t("%(text)s: the customer's word is kept", { text: each.text })), onClose()));
  const promiseReady = !moves || (promised !== null && (job.promised_at === null || (reason.trim() && told.trim())));
  const ready = name.trim() && promiseReady && (!needsSignature || drawn);
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class=${"button " + (approved ? "button-main" : "button-danger")} data-decide disabled=${sending.busy || !ready} onClick=${sending.go}>${sending.busy ? t("Saving…") : approved ? t("They said yes") : t("They said no")}</button>`;
  return html`<${Dialog} title=${approved ? t("The customer said yes") : t("The customer said no")} onClose=${onClose} actions=${actions}>
    <p class="ask-note"><strong>${each.text}</strong>${each.price_cents === null && html` · ${t("no price yet")}`}</p>
    <${Field} label=${t("Who decided")}>${(ids) => html`<input ...${ids} type="text" maxlength="200" autocomplete="off" value=${name} onInput=${(event) => setName(event.currentTarget.value)} />`}<//>
    <div class="chips" role="group" aria-label=${t("How")}>${VIA.map((way) => html`<button key=${way} type="button" class="chip" aria-pressed=${via === way ? "true" : "false"} onClick=${() => setVia(way)}>${word("decided_via", way)}</button>`)}</div>
    ${needsSignature && html`<div><p class="ask-warn"><${Icon} name="triangle-alert" /><span>${t("This concerns safety: the customer signs that it is not to be done.")}</span></p><${SignaturePad} name=${name} onChange=${setDrawn} /></div>`}
    <label class="tick"><input type="checkbox" checked=${moves} onChange=${(event) => setMoves(event.currentTarget.checked)} /><span>${t("A new time was promised with it")}</span></label>
    ${moves && html`<${PromiseChoice} value=${promised} onChange=${setPromised} />
      <${Field} label=${t("Why")}>${(ids) => html`<input ...${ids} type="text" maxlength="200" value=${reason} onInput=${(event) => setReason(event.currentTarget.value)} />`}<//>
      <${Field} label=${t("Who told the customer, and how")}>${(ids) => html`<input ...${ids} type="text" maxlength="200" value=${told} onInput=${(event) => setTold(event.currentTarget.value)} />`}<//>`}
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

async function copied(address) {
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch (notAllowed) {
    return false;
  }
}

// The clipboard works over HTTPS only: without it the address is there to be marked.
function CustomerLink({ id, job }) {
  const [link, setLink] = useState(undefined);
  useEffect(() => {
    let wanted = true;
    get("/jobs/" + id + "/customer-link", { patience: 8000 }).then((told) => wanted && setLink(told.link), () => {});
    return () => (wanted = false);
  }, [id, job]);
  const renewing = useSending(() => post("/jobs/" + id + "/renew-customer-link", {}), () => toast("ok", t("There is a new link; the old one opens nothing any more.")));
  if (link === undefined) return null;
  const copy = async () => {
    const done = await copied(link.address);
    toast(done ? "ok" : "info", done ? t("Link copied: send it to the customer.") : t("Mark the link and copy it."));
  };
  const share = () => navigator.share({ url: link.address }).catch(() => {});
  return html`<section class="drawer-part"><h3>${t("The customer's page")}</h3><div class="customer-link">
    ${link && html`<input type="text" readonly aria-label=${t("The customer's page")} value=${link.address} onFocus=${(event) => event.currentTarget.select()} />
      <button class="button" data-copy-link onClick=${copy}>${t("Copy link")}</button>
      ${navigator.share && html`<button class="button" onClick=${share}>${t("Send…")}</button>`}`}
    ${may("renew_customer_link") && html`<button class="button" disabled=${renewing.busy} onClick=${renewing.go}>${link ? t("New link") : t("Make the customer's link")}</button>`}
    <${RefusedHere} refusal=${renewing.refusal} />
  </div></section>`;
}
