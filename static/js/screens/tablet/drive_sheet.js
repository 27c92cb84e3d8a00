// A test drive as it is recorded: kilometres before and after, and what was noticed.
//
//   html`<${DriveSheet} …sheet's props />`

import { html, useState } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { sending } from "./floor.js";

const LONGEST = 7;

function Kilometres({ label, name, value, onChange, focus }) {
  return html`<label class="field"><span>${label}</span>
    <input type="text" name=${name} inputmode="numeric" pattern="[0-9]*" maxlength=${LONGEST} autocomplete="off" autofocus=${focus}
      value=${value} onInput=${(event) => onChange(event.currentTarget.value.replace(/\D/g, ""))} /></label>`;
}

export function DriveSheet({ card, close, say }) {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const both = from !== "" && to !== "";
  const driven = Number(to) - Number(from);
  const ready = both && driven >= 0;
  const actions = html`<button class="button" onClick=${close}>${t("Back")}</button>
    <button class="button button-main" disabled=${!ready || Boolean(sending.value)} onClick=${() => say({ from_km: Number(from), to_km: Number(to), note: note.trim() })}>
      <${Icon} name="check" /><span>${ready ? t("Record %(km)s km", { km: driven }) : t("Enter both readings")}</span></button>`;
  return html`<${Dialog} wide title=${t("Test drive")} onClose=${close} actions=${actions}>
    <p class="sheet-car"><${Plate} plate=${card.plate} size="small" /><span>${t("Read the odometer before and after.")}</span></p>
    <div class="drive-km">
      <${Kilometres} label=${t("Before, km")} name="from_km" value=${from} onChange=${setFrom} focus />
      <${Icon} name="arrow-right" />
      <${Kilometres} label=${t("After, km")} name="to_km" value=${to} onChange=${setTo} />
    </div>
    <p class="drive-wrong" role="status">${both && driven < 0 && t("After the drive it cannot show less than before.")}</p>
    <label class="field"><span>${t("What was noticed (not needed)")}</span>
      <textarea name="note" rows="2" maxlength="500" value=${note} onInput=${(event) => setNote(event.target.value)}></textarea></label>
  <//>`;
}
