// A labelled input with the server's sentence about it beside it.
//
//   html`<${Field} label=${t("Model")} wrong=${sentence}>${(ids) => html`<input …${ids} />`}<//>`
//   wrongFields(refusal)   {"customer.name": "Please fill this in.", …} of a refusal's `fields`

import { html, useMemo } from "../../vendor/preact.js";

let made = 0;

export function wrongFields(refusal) {
  const wrong = {};
  (refusal.fields || []).forEach(({ field, sentence }) => {
    wrong[field] = sentence;
  });
  return wrong;
}

export function Field({ label, wrong, wide, children }) {
  const id = useMemo(() => "field-" + (made += 1), []);
  const ids = wrong ? { id, "aria-invalid": "true", "aria-describedby": id + "-wrong" } : { id };
  return html`<div class=${"field" + (wrong ? " field-wrong" : "") + (wide ? " field-wide" : "")}>
    <label for=${id}>${label}</label>
    ${children(ids)}
    ${wrong && html`<p class="field-sentence" id=${id + "-wrong"}>${wrong}</p>`}
  </div>`;
}
