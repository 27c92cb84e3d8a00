// A list of things to tick, big enough for gloves.
//
//   html`<${Ticks} items=${["…"]} ticked=${["…"]} onTick=${(item, on) => …} disabled />`
//   html`<${OperationTicks} job=${17} card=${card} operation=${line} />`   of the operation somebody is on: each tick is saved at once, and the others
//                                                             who are on it see it; it stands as tapped until the feed says so too
//   html`<${TickSheet} …sheet's props />`                     the same, alone on the screen, with the step that follows

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { commandId, post } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { tick as tickTone } from "../../core/sound.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { tellRefusal } from "./answers.js";
import { sending, take } from "./floor.js";
import { unanswered } from "./look_here.js";
import { keepStep, mustWait } from "./scans.js";
import { keepsHere } from "./session.js";
import { nameOf, operationOf, ticksIn } from "./steps.js";

const PATIENCE = { patience: 4000, within: 4000 };

export function Ticks({ items, ticked, onTick, disabled }) {
  return html`<ul class="ticks">${items.map((item) => {
    const on = ticked.includes(item);
    return html`<li key=${item}><button type="button" class="tick" role="checkbox" aria-checked=${on ? "true" : "false"} disabled=${disabled} onClick=${() => onTick(item, !on)}>
      <i class="tick-box">${on && html`<${Icon} name="check" />`}</i><span>${item}</span></button></li>`;
  })}</ul>`;
}

export function ticksOf(operation) {
  return operation.ticked.length + "/" + operation.checklist.length;
}

// Saved at once where the server answers; where it doesn't, kept to be sent like any other step.
async function saveTick(job, card, operation, said) {
  const act = { id: commandId(), at: Date.now(), job, card, step: { step: "tick", operation: operation.id, needs: [] }, said, scan: null, via: "list" };
  if (mustWait()) return keepStep(act);
  try {
    await post("/jobs/" + job + "/tick", Object.assign({ id: act.id, operation: operation.id }, said), keepsHere() ? PATIENCE : {});
    return true;
  } catch (refusal) {
    if (!unanswered(refusal)) throw refusal;
    return keepStep(act);
  }
}

function useTicks(job, card, operation) {
  const [tapped, setTapped] = useState({});
  useEffect(() => {
    const kept = Object.entries(tapped).filter(([item, on]) => operation.ticked.includes(item) !== on);
    if (kept.length !== Object.keys(tapped).length) setTapped(Object.fromEntries(kept));
  }, [operation]);
  const tick = async (item, on) => {
    tickTone();
    setTapped((before) => Object.assign({}, before, { [item]: on }));
    const untick = () => setTapped((before) => Object.fromEntries(Object.entries(before).filter(([each]) => each !== item)));
    try {
      if (!(await saveTick(job, card, operation, on ? { ticked: [item] } : { cleared: [item] }))) untick();
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      untick();
      tellRefusal(refusal);
    }
  };
  const said = Object.assign(ticksIn(operation, card.waiting || []), tapped);
  const ticked = operation.checklist.filter((item) => (item in said ? said[item] : operation.ticked.includes(item)));
  return [ticked, tick];
}

export function OperationTicks({ job, card, operation }) {
  const [ticked, tick] = useTicks(job, card, operation);
  return html`<${Ticks} items=${operation.checklist} ticked=${ticked} onTick=${tick} />`;
}

export function TickSheet({ job, card, step, close }) {
  const operation = operationOf(card, step.operation);
  const mine = operation && card.steps.some((each) => each.operation === operation.id && (each.step === "tick" || each.step === "finish_operation"));
  useEffect(() => {
    if (!mine) close();
  }, [mine]);
  return mine ? html`<${OpenList} job=${job} card=${card} operation=${operation} close=${close} />` : null;
}

function OpenList({ job, card, operation, close }) {
  const [ticked, tick] = useTicks(job, card, operation);
  const finish = card.steps.find((each) => each.step === "finish_operation" && each.operation === operation.id);
  const left = operation.checklist.length - ticked.length;
  const go = async () => (await take(job, card, finish)) && close();
  const actions = html`<button class="button" onClick=${close}>${t("Back")}</button>
    <button class="button button-main" disabled=${!finish || Boolean(sending.value)} onClick=${go}><${Icon} name="check" />
      <span>${finish ? nameOf(finish, card) : t("%(count)s left to tick", { count: left })}</span></button>`;
  return html`<${Dialog} wide title=${operation.text} onClose=${close} actions=${actions}>
    <p class="sheet-car"><${Plate} plate=${card.plate} size="small" /><span>${t("Each tick is saved at once.")}</span></p>
    <${Ticks} items=${operation.checklist} ticked=${ticked} onTick=${tick} />
  <//>`;
}
