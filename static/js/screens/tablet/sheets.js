// What a step needs to be told, in front of the car: one sheet each.
//
//   html`<${Sheet} feed=${feed} />`   the one that is open (floor.sheet), or nothing
//   A sheet gets {feed, job, card, step, close, say}: say(what) carries the step out with it, and closes when the server decided.

import { html, useState } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { Stalls } from "../../parts/stall_choice.js";
import { FailSheet, PassSheet } from "./check_sheets.js";
import { DriveSheet } from "./drive_sheet.js";
import { cardOf, sending, sheet, take } from "./floor.js";
import { PauseSheet, SwitchSheet } from "./pause_sheet.js";
import { nameOf } from "./steps.js";
import { TickSheet } from "./ticks.js";

const SHEETS = { switch: SwitchSheet, pause: PauseSheet, tick: TickSheet, record_test_drive: DriveSheet };

function sheetOf(step) {
  if (SHEETS[step.step]) return SHEETS[step.step];
  if (step.step.startsWith("pass_")) return PassSheet;
  return step.needs.includes("items") ? FailSheet : StallSheet;
}

export function Sheet({ feed }) {
  if (!sheet.value) return null;
  const { job, step, View, unticked } = sheet.value;
  const close = () => (sheet.value = null);
  if (job === null) return html`<${View} feed=${feed} ...${sheet.value.more} close=${close} />`;
  const card = cardOf(feed, job);
  if (!card) return null;
  if (View) return html`<${View} feed=${feed} job=${job} card=${card} close=${close} />`;
  const say = async (said) => {
    if (await take(job, card, step, said)) close();
  };
  return html`<${sheetOf(step)} key=${step.step} feed=${feed} job=${job} card=${card} step=${step} unticked=${unticked} close=${close} say=${say} />`;
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
