// Calls for help on the screens of those who can help: who needs what where, "I'm coming", and "Sorted out".
//
//   html`<${Calls} feed=${feed} />`        calls that the signed-in person may answer or has answered: sound until answered
//   html`<${Calls} feed=${feed} all />`    every open call (the foreman's console); only one's own sound
//
// The cards of a shared view say which roles may answer; the server decides.

import { html, useState } from "../../vendor/preact.js";
import { post } from "../core/api.js";
import { boot } from "../core/boot.js";
import { cardsOf } from "../core/feed.js";
import { t, word } from "../core/i18n.js";
import { Stopwatch, callWhere, inCallOrder, useCallSound } from "./calling.js";
import { Dialog } from "./dialog.js";
import { Icon } from "./icon.js";
import { RefusedHere, useSending } from "./sending.js";

const me = boot.person || { id: null, roles: [] };

function isForMe(call) {
  return call.by.id !== me.id && call.addressed.some((role) => me.roles.includes(role));
}

function isMyHelp(call) {
  return call.answered_by !== null && call.answered_by.id === me.id;
}

function maySettle(call) {
  return call.by.id === me.id || isMyHelp(call) || me.roles.includes("foreman");
}

function SettleDialog({ id, call, onClose }) {
  const [text, setText] = useState("");
  const sending = useSending(() => post("/calls/" + id + "/resolve", { resolution: text.trim() }), onClose);
  const actions = html`<button class="button" onClick=${onClose}>${t("Back")}</button>
    <button class="button button-main" data-call-settle disabled=${sending.busy} onClick=${sending.go}><${Icon} name="check" /><span>${sending.busy ? t("Saving…") : t("Sorted out")}</span></button>`;
  return html`<${Dialog} title=${t("Is it sorted out?")} onClose=${onClose} actions=${actions}>
    <p><strong>${word("call_kind", call.call_kind)}</strong> · ${[callWhere(call), call.by.name].filter(Boolean).join(" · ")}</p>
    <label class="field"><span>${t("What was done (not needed)")}</span>
      <input type="text" maxlength="200" value=${text} onInput=${(event) => setText(event.currentTarget.value)} /></label>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

function Call({ id, call, onSettle }) {
  const answered = call.answered_at !== null;
  const coming = useSending(() => post("/calls/" + id + "/answer", {}), () => {});
  const manner = answered ? "is-answered" : call.call_kind === "safety" ? "is-safety" : "is-open";
  return html`<li class=${"call-banner " + manner} data-call=${id}>
    <${Icon} name=${answered ? "check" : call.call_kind === "safety" ? "triangle-alert" : "hand"} />
    <p class="call-banner-words"><strong>${t("Call: %(kind)s", { kind: word("call_kind", call.call_kind) })}</strong>
      <span>${[callWhere(call), call.by.name].filter(Boolean).join(" · ")}</span>
      ${call.note && html`<q>${call.note}</q>`}
      ${answered && html`<em>${isMyHelp(call) ? t("You are coming") : t("%(name)s is coming", { name: call.answered_by.name })}</em>`}</p>
    <${Stopwatch} since=${call.called_at} />
    ${!answered && isForMe(call) && html`<button class="button button-main" data-call-answer disabled=${coming.busy} onClick=${coming.go}>${coming.busy ? t("Sending…") : t("I'm coming")}</button>`}
    ${maySettle(call) && html`<button class="button" data-call-ask onClick=${() => onSettle(id, call)}>${t("Sorted out")}</button>`}
    <${RefusedHere} refusal=${coming.refusal} />
  </li>`;
}

export function Calls({ feed, all }) {
  const [settling, settle] = useState(null);
  const entries = inCallOrder(cardsOf(feed.cards.value, "call"));
  const mine = entries.filter(([, call]) => isForMe(call));
  const shown = all ? entries : entries.filter(([, call]) => (isForMe(call) && call.answered_at === null) || isMyHelp(call));
  const silent = useCallSound(feed.status.value === "live" ? mine : []);
  return html`${shown.length > 0 && html`<section class="call-banners goes-stale" aria-label=${t("Calls for help")}>
      <ul>${shown.map(([id, call]) => html`<${Call} key=${id} id=${id} call=${call} onSettle=${(which, was) => settle({ id: which, call: was })} />`)}</ul>
      ${silent && html`<p class="calls-silent"><${Icon} name="info" />${t("This screen may not sound yet: touch it once.")}</p>`}
    </section>`}
    <p class="visually-hidden" role="alert">${mine.filter(([, call]) => call.answered_at === null).map(([, call]) => t("Call: %(kind)s", { kind: word("call_kind", call.call_kind) }) + " " + callWhere(call)).join(". ")}</p>
    ${settling && html`<${SettleDialog} id=${settling.id} call=${settling.call} onClose=${() => settle(null)} />`}`;
}
