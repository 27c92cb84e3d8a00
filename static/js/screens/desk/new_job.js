// Taking in a car, in under a minute and by keyboard alone: Tab from field to field, Ctrl+Enter to send.

import { html, useLayoutEffect, useRef, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { previewPlate } from "../../parts/plate_kind.js";
import { PrintCard } from "../../parts/print_card.js";
import { RefusedHere } from "../../parts/sending.js";
import { wrongFields } from "../../parts/field.js";
import { commandOf, useDraft } from "./draft.js";
import { CarFields, CustomerFields, OrderFields } from "./new_job_fields.js";
import { OperationRows } from "./operation_rows.js";

// Rules that name no field say it by their code.
const FIELD_OF_CODE = { plate_invalid: "plate", promise_in_past: "promised_at", nothing_to_do: "operations" };

function wrongOf(refusal) {
  const wrong = wrongFields(refusal);
  if (FIELD_OF_CODE[refusal.code]) wrong[FIELD_OF_CODE[refusal.code]] = refusal.sentence;
  return wrong;
}

function TakenIn({ taken, onNext, onClose }) {
  return html`<section class="taken-in" role="status">
    <${Icon} name="circle-check" />
    <h2>${t("Taken in: %(number)s", { number: taken.number })}</h2>
    <${Plate} plate=${taken.plate} size="large" />
    <p>${t("The car waits for dispatch and stands on every screen.")}</p>
    <div class="taken-acts">
      <${PrintCard} main id=${taken.id} text=${t("Print card")} />
      <button class="button next-car" onClick=${onNext}><${Icon} name="plus" /><span>${t("Next car")}</span></button>
      <button class="button" onClick=${onClose}>${t("To the cars")}</button>
    </div>
  </section>`;
}

// Sends the form; a refusal puts the focus on the first field that is wrong.
function useTakingIn(draft, clear, form) {
  const [state, setState] = useState({ busy: false, refusal: null, taken: null });
  const busy = useRef(false);
  const send = async () => {
    if (busy.current) return;
    busy.current = true;
    setState({ busy: true, refusal: null, taken: null });
    try {
      const told = await post("/jobs", commandOf(draft));
      setState({ busy: false, refusal: null, taken: { id: told.job, number: told.result.number, plate: previewPlate(draft.plate) } });
      clear();
    } catch (refusal) {
      setState({ busy: false, refusal: refusal.sentence ? refusal : null, taken: null });
      if (!refusal.sentence) throw refusal;
    } finally {
      busy.current = false;
    }
  };
  useLayoutEffect(() => {
    const first = state.refusal && form.current && form.current.querySelector("[aria-invalid='true']");
    if (first) first.focus();
  }, [state.refusal]);
  return { ...state, send, again: () => setState({ busy: false, refusal: null, taken: null }) };
}


export function NewJob({ people, onClose }) {
  const form = useRef(null);
  const [draft, change, clear] = useDraft();
  const taking = useTakingIn(draft, clear, form);
  const wrong = taking.refusal ? wrongOf(taking.refusal) : {};
  if (taking.taken) return html`<${TakenIn} taken=${taking.taken} onNext=${taking.again} onClose=${onClose} />`;
  const onKey = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) taking.send();
    else if (event.key === "Enter" && event.target.matches("input:not([type='checkbox'])") && !event.isComposing) event.preventDefault();
  };
  return html`<form class="new-job" ref=${form} noValidate aria-label=${t("New job")} onKeyDown=${onKey} onSubmit=${(event) => (event.preventDefault(), taking.send())}>
    <div class="new-job-columns">
      <div class="new-job-column">
        <${CarFields} draft=${draft} change=${change} wrong=${wrong} />
        <${CustomerFields} draft=${draft} change=${change} wrong=${wrong} />
      </div>
      <div class="new-job-column">
        <${OrderFields} draft=${draft} change=${change} wrong=${wrong} people=${people} />
        <${OperationRows} operations=${draft.operations} onChange=${(operations) => change({ operations })} wrong=${wrong} />
      </div>
    </div>
    <footer class="new-job-foot">
      <${RefusedHere} refusal=${taking.refusal} />
      <span class="new-job-hint"><kbd>Ctrl</kbd> + <kbd>Enter</kbd></span>
      <button type="button" class="button" onClick=${clear}>${t("Empty the form")}</button>
      <button type="button" class="button" onClick=${onClose}>${t("Later")}</button>
      <button class="button button-main" disabled=${taking.busy}>${taking.busy ? t("Taking in…") : t("Take in")}</button>
    </footer>
  </form>`;
}
