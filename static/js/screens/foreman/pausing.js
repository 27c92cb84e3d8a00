// The foreman says why nobody works on a car: from then on its clock runs against whoever keeps it waiting.

import { html, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { language, t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";

const REASONS = [["parts", "parts"], ["customer_approval", "advisor"], ["warranty_approval", "advisor"], ["insurer", "advisor"], ["technical_support", "foreman"], ["sublet", "foreman"], ["no_bay", "foreman"], ["other_job", "foreman"], ["end_of_shift", "foreman"]];

function choices(site) {
  const ours = REASONS.map(([code, owner]) => ({ code, owner, text: word("pause_reason", code) }));
  const own = ((site && site.pause_reasons) || []).map(({ code, owner, text }) => ({ code, owner, text: text[language] || text.en || text.zh_CN }));
  return ours.concat(own);
}

export function PauseDialog({ car, picture, onClose }) {
  const [reason, setReason] = useState(null);
  const [note, setNote] = useState("");
  const send = () => post("/jobs/" + car.id + "/pause", { reason, note: note.trim() });
  const sending = useSending(send, () => (toast("ok", t("%(plate)s is paused", { plate: car.job.plate.text })), onClose()));
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${sending.busy || reason === null} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("Pause the car")}</button>`;
  return html`<${Dialog} title=${t("Why does nobody work on it?")} onClose=${onClose} actions=${actions}>
    <div class="ask-car"><${Plate} plate=${car.job.plate} /><p class="clip"><strong>${car.job.model}</strong> · ${car.job.number}</p></div>
    <fieldset class="pause-choices"><legend>${t("Its clock runs against whoever keeps it waiting")}</legend>
      ${choices(picture.site).map(({ code, owner, text }) => html`<label key=${code} class="pause-choice"><input type="radio" name="reason" value=${code} checked=${reason === code} onChange=${() => setReason(code)} />
        <span>${text}</span><small>${word("owner", owner)}</small></label>`)}
    </fieldset>
    <label class="field"><span>${t("Note (not needed)")}</span><input type="text" maxlength="200" value=${note} onInput=${(event) => setNote(event.currentTarget.value)} /></label>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
