// A job's lines of work, each with how it stands.
//
//   html`<${Operations} operations=${job.operations} />`

import { html } from "../../vendor/preact.js";
import { hours } from "../core/durations.js";
import { t, word } from "../core/i18n.js";
import { Icon } from "./icon.js";

const SIGNS = { open: "circle", started: "circle-dot", done: "circle-check", proposed: "circle-dashed", declined: "x", cancelled: "x" };

export function Operations({ operations }) {
  if (!operations.length) return html`<p class="operations-none">${t("No operations yet.")}</p>`;
  return html`<ul class="operations">
    ${operations.map((operation) => html`<li key=${operation.id} class=${"operation is-" + operation.state}>
      <${Icon} name=${SIGNS[operation.state] || "circle"} label=${word("operation_state", operation.state)} />
      <span class="clip" title=${operation.text}>${operation.text}</span>
      ${operation.high_voltage && html`<${Icon} name="zap" label=${t("High voltage")} />`}
      ${operation.skill && html`<span class="operation-skill">${word("skill", operation.skill)}</span>`}
      <span class="operation-time">${hours(operation.standard_minutes)}</span>
    </li>`)}
  </ul>`;
}
