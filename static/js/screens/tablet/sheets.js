// What a step needs to be told: why it is paused, what failed, where the car stands.
//
//   html`<${Sheet} feed=${feed} />`   the one that is open (floor.sheet), or nothing

import { html, useState } from "../../../vendor/preact.js";
import { N_, t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { Stalls } from "../../parts/stall_choice.js";
import { cardOf, sending, sheet, take } from "./floor.js";
import { nameOf } from "./steps.js";

const REASONS = [
  ["parts", "settings", "parts"],
  ["customer_approval", "phone", "advisor"],
  ["technical_support", "hand", "foreman"],
  ["test_drive", "car", "technician"],
  ["rest", "pause", "technician"],
  ["end_of_shift", "log-out", "foreman"],
  ["no_bay", "map-pin", "foreman"],
  ["sublet", "arrow-up-right", "foreman"],
  ["warranty_approval", "badge-check", "advisor"],
  ["insurer", "list-checks", "advisor"],
];
// Somebody who goes on working elsewhere neither rests nor goes home.
const SWITCH_REASONS = [["other_job", "repeat", "foreman"]].concat(REASONS.filter(([reason]) => reason !== "rest" && reason !== "end_of_shift"));

const OFTEN_FAILED = [
  N_("Noise is still there"), N_("Warning light is on"), N_("Leak"), N_("Torque not right"), N_("Fluid level not right"), N_("Part not fitted properly"),
  N_("Tyre pressure"), N_("Scratch or mark"), N_("Not clean inside"), N_("Tool left in the car"),
];

export function Sheet({ feed }) {
  if (!sheet.value) return null;
  const { job, step, View } = sheet.value;
  const card = cardOf(feed, job);
  if (!card) return null;
  const close = () => (sheet.value = null);
  if (View) return html`<${View} job=${job} card=${card} close=${close} />`;
  const say = async (said) => {
    if (await take(job, card, step, said)) close();
  };
  const props = { card, step, close, say };
  if (step.step === "switch") return html`<${SwitchSheet} ...${props} />`;
  if (step.needs.includes("items")) return html`<${FailedSheet} ...${props} />`;
  if (step.needs.includes("stall")) return html`<${StallSheet} ...${props} />`;
  return html`<${PauseSheet} ...${props} />`;
}

function Reasons({ reasons, say }) {
  return html`<ul class="reasons">${reasons.map(([reason, icon, owner]) => html`<li key=${reason}>
    <button class="reason" data-reason=${reason} disabled=${Boolean(sending.value)} onClick=${() => say({ reason })}>
      <${Icon} name=${icon} /><span><strong>${word("pause_reason", reason)}</strong>
      <small>${t("Up to: %(owner)s", { owner: word("role", owner) })}</small></span>
    </button></li>`)}</ul>`;
}

function PauseSheet({ card, close, say }) {
  return html`<${Dialog} wide title=${t("Why is it paused?")} onClose=${close}>
    <p class="sheet-car"><${Plate} plate=${card.plate} size="small" /><span class="clip">${t("You are clocked off, and the reason is on the board.")}</span></p>
    <${Reasons} reasons=${REASONS} say=${say} />
  <//>`;
}

function SwitchSheet({ card, step, close, say }) {
  const from = step.from_job;
  return html`<${Dialog} wide title=${t("Pause the other car and switch?")} onClose=${close}>
    <div class="switch-way">
      <p><small>${t("Pause")}</small><${Plate} plate=${from.plate} /></p>
      <${Icon} name="arrow-right" />
      <p><small>${t("Start")}</small><${Plate} plate=${card.plate} /></p>
    </div>
    <h3 class="sheet-question">${t("Why is %(plate)s paused?", { plate: from.plate.text })}</h3>
    <${Reasons} reasons=${SWITCH_REASONS} say=${say} />
  <//>`;
}

function FailedSheet({ card, step, close, say }) {
  const [items, setItems] = useState([]);
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const typed = text.trim();
  const named = typed && !items.includes(typed) ? items.concat(typed) : items;
  const toggle = (item) => setItems(items.includes(item) ? items.filter((each) => each !== item) : items.concat(item));
  const add = (event) => {
    event.preventDefault();
    setItems(named);
    setText("");
  };
  const offered = card.operations.filter((each) => each.state === "done").map((each) => each.text).concat(OFTEN_FAILED.map((each) => t(each)));
  const own = items.filter((each) => !offered.includes(each));
  const actions = html`<button class="button" onClick=${close}>${t("Back")}</button>
    <button class="button button-main button-fail" disabled=${!named.length || Boolean(sending.value)} onClick=${() => say({ items: named, note: note.trim() })}>
      <${Icon} name="undo-2" /><span>${named.length ? t("Send back with %(count)s", { count: named.length }) : t("Name what failed")}</span></button>`;
  return html`<${Dialog} wide title=${nameOf(step, card)} onClose=${close} actions=${actions}>
    <p class="sheet-car"><${Plate} plate=${card.plate} size="small" /><span>${t("What has to be put right? Each one becomes a line of rework.")}</span></p>
    <ul class="chips">${offered.concat(own).map((item) => html`<li key=${item}>
      <button class="chip" aria-pressed=${items.includes(item)} title=${item} onClick=${() => toggle(item)}>
        <${Icon} name=${items.includes(item) ? "check" : "plus"} /><span class="clip">${item}</span></button></li>`)}</ul>
    <form class="add-item" onSubmit=${add}>
      <label class="field"><span>${t("Something else")}</span>
        <input type="text" name="item" maxlength="200" value=${text} autocomplete="off" enterkeyhint="done" onInput=${(event) => setText(event.target.value)} /></label>
      <button class="button" disabled=${!typed}><${Icon} name="plus" /><span>${t("Add")}</span></button>
    </form>
    <label class="field"><span>${t("Note (not needed)")}</span>
      <textarea name="note" rows="2" maxlength="500" value=${note} onInput=${(event) => setNote(event.target.value)}></textarea></label>
  <//>`;
}

const ROWS = ["A", "B", "C", "D", "E"];
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

function StallSheet({ card, step, close, say }) {
  const [stall, setStall] = useState(card.stall || "");
  const key = (text) => () => setStall((before) => (ROWS.includes(text) ? text + "-" : (before + text).slice(0, 20)));
  const place = stall.replace(/-$/, "").trim();
  const optional = step.step === "end_wash";
  const actions = html`${optional && html`<button class="button" disabled=${Boolean(sending.value)} onClick=${() => say({})}>${t("Not parked yet")}</button>`}
    <button class="button button-main" disabled=${!place || Boolean(sending.value)} onClick=${() => say({ stall: place })}>
      <${Icon} name="square-parking" /><span>${place ? t("It stands in %(stall)s", { stall: place }) : t("Name the stall")}</span></button>`;
  return html`<${Dialog} wide title=${nameOf(step, card)} onClose=${close} actions=${actions}>
    <div class="stall">
      <label class="field"><span>${t("Ready stall")}</span>
        <input type="text" name="stall" maxlength="20" value=${stall} autocomplete="off" autocapitalize="characters" inputmode="none" autofocus
          onInput=${(event) => setStall(event.target.value)} /></label>
      <${Stalls} value=${stall} onChange=${setStall} />
      <div class="stall-keys">
        ${ROWS.map((row) => html`<button key=${row} class="key" onClick=${key(row)}>${row}</button>`)}
        ${DIGITS.map((digit) => html`<button key=${digit} class="key" onClick=${key(digit)}>${digit}</button>`)}
        <button class="key key-wide" onClick=${() => setStall("")}>${t("Clear")}</button>
      </div>
    </div>
  <//>`;
}
