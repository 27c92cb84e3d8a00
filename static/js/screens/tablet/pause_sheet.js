// Why a car is paused: the trade's reasons, and the site's own; each says against whom the clock runs from now on.
//
//   html`<${PauseSheet} …sheet's props />`   html`<${SwitchSheet} …sheet's props />`: pause one car, start with another

import { html } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { sending } from "./floor.js";
import { ownReasons } from "./standards.js";

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
// Nobody rests or goes home where nobody is on the car, or where somebody goes on working elsewhere.
const OF_PEOPLE = ["rest", "end_of_shift"];
const OF_CARS = REASONS.filter(([reason]) => !OF_PEOPLE.includes(reason));
const SWITCH_REASONS = [["other_job", "repeat", "foreman"]].concat(OF_CARS);

function Reasons({ feed, reasons, say }) {
  const trade = reasons.map(([code, icon, owner]) => ({ code, icon, owner, text: word("pause_reason", code) }));
  const own = ownReasons(feed).map((each) => Object.assign({ icon: "clock" }, each));
  return html`<ul class="reasons">${trade.concat(own).map(({ code, icon, owner, text }) => html`<li key=${code}>
    <button class="reason" data-reason=${code} disabled=${Boolean(sending.value)} onClick=${() => say({ reason: code })}>
      <${Icon} name=${icon} /><span><strong>${text}</strong>
      <small>${t("Up to: %(owner)s", { owner: word("role", owner) })}</small></span>
    </button></li>`)}</ul>`;
}

export function PauseSheet({ feed, card, close, say }) {
  const mine = card.on_since_at !== null;
  return html`<${Dialog} wide title=${t("Why is it paused?")} onClose=${close}>
    <p class="sheet-car"><${Plate} plate=${card.plate} size="small" />
      <span class="clip">${mine ? t("You are clocked off, and the reason is on the board.") : t("Nobody is on this car. The reason is on the board, with its clock.")}</span></p>
    <${Reasons} feed=${feed} reasons=${mine ? REASONS : OF_CARS} say=${say} />
  <//>`;
}

export function SwitchSheet({ feed, card, step, close, say }) {
  const from = step.from_job;
  return html`<${Dialog} wide title=${t("Pause the other car and switch?")} onClose=${close}>
    <div class="switch-way">
      <p><small>${t("Pause")}</small><${Plate} plate=${from.plate} /></p>
      <${Icon} name="arrow-right" />
      <p><small>${t("Start")}</small><${Plate} plate=${card.plate} /></p>
    </div>
    <h3 class="sheet-question">${t("Why is %(plate)s paused?", { plate: from.plate.text })}</h3>
    <${Reasons} feed=${feed} reasons=${SWITCH_REASONS} say=${say} />
  <//>`;
}
