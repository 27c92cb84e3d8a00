// The sheet in which one thing is added or changed: its form, its refusal, and Save; leaving it unsaved is asked about.
//
//   html`<${EditSheet} title=… form=${form} save=${async () => change(…)} onClose=${close}>${(wrong) => html`fields`}<//>`
//   `wrong` is {field: sentence}; `more` stands below the buttons (what else can be done with the thing)

import { html } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Drawer } from "../../parts/drawer.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { load, wrongOf } from "./data.js";
import { leaveUnsaved } from "./forms.js";

export function EditSheet({ title, form, save, go, onClose, onSaved, more, children }) {
  const sending = useSending(save, (answer) => (form.saved(), onSaved ? onSaved(answer) : onClose()));
  const wrong = wrongOf(sending.refusal);
  const apart = sending.refusal && Object.keys(wrong).length === 0;
  const submit = (event) => (event.preventDefault(), sending.go());
  return html`<${Drawer} title=${title} onClose=${() => leaveUnsaved(onClose)} head=${html`<h2 class="clip">${title}</h2>`}>
    <form class="sheet-form" onSubmit=${submit} novalidate>
      ${children(wrong)}
      ${apart && html`<${RefusedHere} refusal=${sending.refusal} />`}
      ${sending.refusal && sending.refusal.code === "changed_meanwhile" && html`<button type="button" class="button" onClick=${() => (form.saved(), onClose(), load())}>${t("Show how it is now")}</button>`}
      <div class="sheet-acts">
        <button type="submit" class="button button-main" disabled=${sending.busy}>${sending.busy ? t("Saving…") : go || t("Save")}</button>
        <button type="button" class="button" onClick=${() => leaveUnsaved(onClose)}>${t("Cancel")}</button>
      </div>
    </form>
    ${more}
  <//>`;
}

// A question before something that can't be taken back by a tap.
export function Sure({ title, text, go, act, onClose, onDone }) {
  const sending = useSending(act, (answer) => (onClose(), onDone && onDone(answer)));
  return html`<${Dialog} title=${title} onClose=${onClose} actions=${html`
    <button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-danger" disabled=${sending.busy} onClick=${sending.go}>${sending.busy ? t("Saving…") : go}</button>`}>
    <p>${text}</p>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
