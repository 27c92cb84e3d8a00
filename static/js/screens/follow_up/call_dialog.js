// One call: whom, about what, how often before; and what came of it. A complaint opens its case by the same answer.

import { html, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { listed, t, word } from "../../core/i18n.js";
import { CaseCar, CaseFields, caseBody, caseReady, newCase } from "../../parts/cases.js";
import { Dialog } from "../../parts/dialog.js";
import { Field, wrongFields } from "../../parts/field.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";
import { triesSoFar } from "./calls.js";

const RESULTS = ["satisfied", "complaint", "not_reached"];
const MOST_TRIES = 3;

function Before({ tries }) {
  if (!tries.length) return null;
  return html`<ul class="tries">${tries.map((each, index) => html`<li key=${index}><strong>${dayAndTime(each.at, serverNow())}</strong> ${word("call_result", each.result)} · ${each.by}${each.note && html` · ${each.note}`}</li>`)}</ul>`;
}

function Results({ result, onResult }) {
  return html`<fieldset class="choice"><legend>${t("What came of it")}</legend><div class="choice-row">
    ${RESULTS.map((key) => html`<label key=${key} class="choice-one"><input type="radio" name="result" value=${key} checked=${result === key} onChange=${() => onResult(key)} /><span>${word("call_result", key)}</span></label>`)}
  </div></fieldset>`;
}

function doneWords(result, card, last) {
  const plate = card.plate.text;
  if (result === "complaint") return t("%(plate)s: the complaint has an owner now", { plate });
  if (result === "not_reached" && !last) return t("%(plate)s: not reached, it stays on the list", { plate });
  return t("%(plate)s: followed up", { plate });
}

function ofTheCase(wrong) {
  const found = {};
  Object.keys(wrong).forEach((field) => (found[field.replace(/^complaint\./, "")] = wrong[field]));
  return found;
}

export function CallDialog({ id, card, people, onClose }) {
  const [result, setResult] = useState(null);
  const [note, setNote] = useState("");
  const [draft, setDraft] = useState(() => newCase(card.advisor ? card.advisor.id : null));
  const last = triesSoFar(card) + 1 >= MOST_TRIES;
  const complains = result === "complaint";
  const sending = useSending(
    () => post("/jobs/" + id + "/call", { result, note: note.trim(), complaint: complains ? caseBody(draft) : null }),
    () => (toast("ok", doneWords(result, card, last)), onClose())
  );
  const wrong = sending.refusal ? wrongFields(sending.refusal) : {};
  const ready = result && (!complains || caseReady(draft));
  const actions = html`<button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${sending.busy || !ready} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("Save the call")}</button>`;
  return html`<${Dialog} title=${t("Call the customer")} onClose=${onClose} actions=${actions}>
    <${CaseCar} ...${card} />
    ${card.done.length > 0 && html`<p class="ask-note">${t("Done: %(work)s", { work: listed(card.done) })}</p>`}
    <${Before} tries=${card.tries} />
    <${Results} result=${result} onResult=${setResult} />
    ${result === "not_reached" && last && html`<p class="ask-warn">${t("This is the third try: the customer is not called again.")}</p>`}
    ${complains && html`<${CaseFields} draft=${draft} change=${(some) => setDraft({ ...draft, ...some })} people=${people} wrong=${ofTheCase(wrong)} />`}
    <${Field} label=${t("Note")} wrong=${wrong.note}>${(ids) => html`<input ...${ids} type="text" name="note" maxlength="500" autocomplete="off" value=${note} onInput=${(event) => setNote(event.currentTarget.value)} />`}<//>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
