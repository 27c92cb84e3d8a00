// The operations of a car, with how each one stands, who is on it and how long.
//
//   html`<${Operations} job=${17} card=${card} />`

import { html, useEffect, useRef } from "../../../vendor/preact.js";
import { duration, hours, minutesSince } from "../../core/durations.js";
import { listed, t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { useNow } from "../../parts/standing.js";
import { OperationTicks, ticksOf } from "./ticks.js";

const SIGNS = { done: "check", started: "circle-dot", open: "circle", proposed: "circle-dashed", declined: "x", cancelled: "x" };

// The operation I am on can be ticked here; of the others it says how far their lists are.
function mine(card) {
  const step = card.steps.find((each) => each.step === "tick" || each.step === "finish_operation");
  return step ? step.operation : null;
}

// What the big button is about is brought into sight, unless what stands above it is to be read first.
export function Operations({ job, card }) {
  const current = mine(card);
  const next = card.steps.length ? card.steps[0].operation : null;
  const list = useRef(null);
  useEffect(() => {
    const row = list.current && list.current.querySelector(".is-next");
    if (row && !card.rework && !card.pause) row.scrollIntoView({ block: "nearest" });
  }, [next]);
  if (!card.operations.length) return html`<p class="no-operations">${t("No operations yet. The advisor adds them.")}</p>`;
  return html`<ul class="operations" ref=${list}>${card.operations.map((each) => html`<${Row} key=${each.id} job=${job} card=${card} operation=${each} current=${each.id === current} next=${each.id === next} />`)}</ul>`;
}

function Row({ job, card, operation, current, next }) {
  const { state, people } = operation;
  const ticks = operation.checklist.length > 0;
  const underWay = state === "started" && people.length > 0;
  return html`<li class=${"operation operation-" + state + (underWay ? " is-on" : "") + (next ? " is-next" : "")}>
    <span class="operation-sign"><${Icon} name=${SIGNS[state] || "circle"} label=${word("operation_state", state)} /></span>
    <span class="operation-words">
      <span class="operation-text" title=${operation.text}>${operation.text}</span>
      <span class="operation-notes">
        ${operation.high_voltage && html`<span class="mark mark-hv"><${Icon} name="zap" />${t("High voltage")}</span>`}
        ${operation.rework && html`<span class="mark mark-rework"><${Icon} name="undo-2" />${t("Rework")}</span>`}
        ${operation.add_on && html`<span class=${"mark mark-add-on is-" + operation.add_on}>${t("Add-on")}: ${word("add_on_state", operation.add_on)}</span>`}
        ${!operation.add_on && state === "cancelled" && html`<span class="mark">${word("operation_state", state)}</span>`}
        ${ticks && !current && state !== "done" && html`<span class="mark"><${Icon} name="list-checks" />${ticksOf(operation)}</span>`}
        ${people.length > 0 && html`<span class="operation-people clip">${listed(people)}</span>`}
      </span>
    </span>
    <span class="operation-time">
      ${operation.standard_minutes > 0 && html`<span>${hours(operation.standard_minutes)}</span>`}
      ${underWay && operation.since_at && html`<${Since} at=${operation.since_at} />`}
    </span>
    ${ticks && current && html`<${OperationTicks} job=${job} card=${card} operation=${operation} />`}
  </li>`;
}

function Since({ at }) {
  const words = useNow((time) => t("%(time)s in", { time: duration(minutesSince(at, time)) }), [at]);
  return html`<span class="operation-since">${words}</span>`;
}
