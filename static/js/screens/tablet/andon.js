// Calling for help from the tablet: one button that is always there, five kinds, sent. What became of my calls stands above the work.
//
//   html`<${CallForHelp} feed=${feed} me=${me} />`   the button, for the foot
//   html`<${TabletCalls} feed=${feed} me=${me} />`   calls that I may answer, and my own with their state

import { html, signal, useRef, useState } from "../../../vendor/preact.js";
import { post, reachable } from "../../core/api.js";
import { cardsOf } from "../../core/feed.js";
import { t, word } from "../../core/i18n.js";
import { Calls } from "../../parts/calls.js";
import { Stopwatch, callWhere } from "../../parts/calling.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { NeedsNetwork } from "../../parts/needs_network.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { opened, place } from "./floor.js";

const KINDS = [["technical_support", "wrench"], ["parts", "settings"], ["foreman", "user"], ["advisor", "phone"], ["safety", "triangle-alert"]];

const calling = signal(null);

export function mayCall(me) {
  return me.actions.includes("call_andon");
}

// The car that is open; else the one the person is clocked on to; else none.
function carAtHand(feed, me) {
  if (place.peek() === "car" && opened.peek()) return opened.peek().job;
  const person = feed.cards.peek().get("person:" + me.id);
  return person && person.on.length ? person.on[0].job : null;
}

export function CallForHelp({ feed, me }) {
  if (!mayCall(me)) return null;
  return html`<button class="foot foot-call" data-call-help onClick=${() => (calling.value = { job: carAtHand(feed, me) })}>
    <${Icon} name="hand" /><span>${t("Call for help")}</span></button>`;
}

function WhichCar({ card, about, onChange }) {
  if (!card) return null;
  return html`<div class="call-about">
    <button class="chip" aria-pressed=${about ? "true" : "false"} onClick=${() => onChange(true)}><${Plate} plate=${card.plate} size="small" />
      <span>${card.bay ? t("bay %(bay)s", { bay: card.bay.number }) : card.number}</span></button>
    <button class="chip" aria-pressed=${about ? "false" : "true"} onClick=${() => onChange(false)}>${t("Not about a car")}</button>
  </div>`;
}

function CallSheet({ feed, job, onClose }) {
  const card = job === null ? null : feed.cards.value.get("job:" + job) || null;
  const [about, setAbout] = useState(true);
  const [note, setNote] = useState("");
  const kind = useRef(null);
  const sending = useSending(() => post("/calls", Object.assign({ kind: kind.current, note: note.trim() }, card && about ? { job } : {})), onClose);
  const send = (wanted) => {
    kind.current = wanted;
    sending.go();
  };
  return html`<${Dialog} wide title=${t("What help do you need? One tap calls it.")} onClose=${onClose}>
    <${NeedsNetwork} words=${t("Go there, or shout: nobody would hear a call from here.")} />
    <${WhichCar} card=${card} about=${about} onChange=${setAbout} />
    <ul class="reasons call-kinds">${KINDS.map(([each, icon]) => html`<li key=${each}>
      <button class=${"reason call-kind-" + each} data-call-kind=${each} disabled=${sending.busy || !reachable.value} onClick=${() => send(each)}><${Icon} name=${icon} />
        <span><strong>${word("call_kind", each)}</strong></span></button></li>`)}</ul>
    <label class="field"><span>${t("What is it about? (not needed, write it before you tap)")}</span>
      <input type="text" name="note" maxlength="200" autocomplete="off" value=${note} onInput=${(event) => setNote(event.currentTarget.value)} /></label>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

function MyCall({ id, call }) {
  const withdrawing = useSending(() => post("/calls/" + id + "/resolve", {}), () => {});
  const answered = call.answered_at !== null;
  return html`<li class=${"call-banner " + (answered ? "is-answered" : "is-mine")} data-my-call=${id}>
    <${Icon} name=${answered ? "check" : "hand"} />
    <p class="call-banner-words"><strong>${t("You called: %(kind)s", { kind: word("call_kind", call.call_kind) })}</strong>
      <span>${callWhere(call)}</span>
      <em>${answered ? t("%(name)s is coming", { name: call.answered_by.name }) : t("Nobody has answered yet")}</em></p>
    <${Stopwatch} since=${call.called_at} />
    <button class="button" data-call-withdraw disabled=${withdrawing.busy} onClick=${withdrawing.go}>${answered ? t("Sorted out") : t("Withdraw")}</button>
    <${RefusedHere} refusal=${withdrawing.refusal} />
  </li>`;
}

export function TabletCalls({ feed, me }) {
  const mine = cardsOf(feed.cards.value, "call").filter(([, call]) => call.by.id === me.id);
  return html`<div class="tablet-calls">
    <${Calls} feed=${feed} />
    ${mine.length > 0 && html`<ul class="call-banners goes-stale" aria-label=${t("My calls")}>${mine.map(([id, call]) => html`<${MyCall} key=${id} id=${id} call=${call} />`)}</ul>`}
    ${calling.value && html`<${CallSheet} feed=${feed} job=${calling.value.job} onClose=${() => (calling.value = null)} />`}
  </div>`;
}
