// How far something is: a bar that fills, with the words for those who can't see it.
//
//   html`<${Progress} value=${0.6} state="ok" label=${t("Worked %(x)s of %(y)s", …)} />`
//   value 0 to 1 (more is drawn full); state "ok" | "warn" | "late" | "check" | "quiet"

import { html } from "../../vendor/preact.js";

export function Progress({ value, state, label }) {
  const share = Math.min(1, Math.max(0, value || 0));
  return html`<div class=${"progress progress-" + (state || "ok")} role="progressbar" aria-label=${label}
    aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(share * 100)}>
    <div class="progress-done" style=${{ width: (share * 100).toFixed(1) + "%" }}></div>
  </div>`;
}
