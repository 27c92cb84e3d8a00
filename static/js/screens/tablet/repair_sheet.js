// Putting one's own time right: which end, which time (the system proposes some, from what lies around it), and why. A foreman decides.
//
//   openSheet(null, RepairSheet, { span, feed })   span: of GET /my-days

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get, post, reachable } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { clockTime, dayAndTime } from "../../core/durations.js";
import { N_, t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { NeedsNetwork } from "../../parts/needs_network.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { tell } from "./answers.js";

const MINUTE = 60000;
const STEPS = [-30, -5, -1, 1, 5, 30];
const HINTS = {
  last_act: N_("the last thing you did on this car"),
  first_act: N_("the first thing you did on this car"),
  next_on: N_("when you clocked on to another car"),
  previous_off: N_("when you clocked off before"),
  shift_end: N_("the end of your shift"),
};
const OFTEN = [N_("Forgot to clock off"), N_("Forgot to clock on"), N_("Was called to another car"), N_("The tablet was taken"), N_("No network")];

function useProposals(clocking) {
  const [proposals, setProposals] = useState(null);
  useEffect(() => {
    let wanted = true;
    setProposals(null);
    get("/clockings/" + clocking + "/proposals", { patience: 8000 }).then((told) => wanted && setProposals(told.proposals), () => wanted && setProposals([]));
    return () => (wanted = false);
  }, [clocking]);
  return proposals;
}

export function RepairSheet({ span, close }) {
  const ended = span.until_at !== null;
  const [end, setEnd] = useState(ended ? "off" : "on");
  const was = end === "off" ? span.until_at : span.from_at;
  const clocking = end === "off" ? span.off_clocking : span.on_clocking;
  const [at, setAt] = useState(null);
  const [why, setWhy] = useState("");
  const done = () => {
    tell("accepted", t("Sent to the foreman"), t("The recorded time stays until they decide."));
    close();
  };
  const sending = useSending(() => post("/clockings/" + clocking + "/repair", { at, explanation: why.trim() }), done);
  const choose = (which) => {
    setEnd(which);
    setAt(null);
  };
  if (span.repair && span.repair.accepted === null) return html`<${Waiting} span=${span} close=${close} />`;
  const ready = at !== null && at !== was && why.trim();
  const actions = html`<button class="button" onClick=${close}>${t("Back")}</button>
    <button class="button button-main" disabled=${!ready || sending.busy || !reachable.value} onClick=${sending.go}><${Icon} name="check" />
      <span>${at === null ? t("Choose a time") : why.trim() ? t("Propose %(time)s", { time: clockTime(at) }) : t("Say why")}</span></button>`;
  return html`<${Dialog} wide title=${t("Which time is right?")} onClose=${close} actions=${actions}>
    <p class="sheet-car"><${Plate} plate=${span.plate} size="small" /><span class="clip">${span.operation || span.number}</span></p>
    <${NeedsNetwork} />
    <div class="repair-ends" role="group" aria-label=${t("Which end?")}>
      <${End} words=${t("Clocked on")} at=${span.from_at} on=${end === "on"} onChoose=${() => choose("on")} />
      ${ended && html`<${End} words=${t("Clocked off")} at=${span.until_at} on=${end === "off"} onChoose=${() => choose("off")} />`}
    </div>
    <${Times} clocking=${clocking} was=${was} at=${at} onChange=${setAt} />
    <h3 class="sheet-question">${t("What happened?")}</h3>
    <ul class="chips repair-why">${OFTEN.map((each) => t(each)).map((each) => html`<li key=${each}>
      <button type="button" class="chip" aria-pressed=${why === each ? "true" : "false"} onClick=${() => setWhy(each)}><span class="clip">${each}</span></button></li>`)}</ul>
    <label class="field"><span>${t("In your own words")}</span>
      <textarea name="explanation" rows="2" maxlength="500" value=${why} onInput=${(event) => setWhy(event.target.value)}></textarea></label>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

function Waiting({ span, close }) {
  return html`<${Dialog} title=${t("Waits for the foreman: %(time)s", { time: clockTime(span.repair.at) })} onClose=${close}>
    <p class="sheet-car"><${Plate} plate=${span.plate} size="small" /><span class="clip">${span.operation || span.number}</span></p>
    <p><q>${span.repair.explanation}</q></p><//>`;
}

function End({ words, at, on, onChoose }) {
  return html`<button type="button" class="repair-end" aria-pressed=${on ? "true" : "false"} onClick=${onChoose}>
    <small>${words}</small><strong>${dayAndTime(at, serverNow())}</strong></button>`;
}

function Times({ clocking, was, at, onChange }) {
  const proposals = useProposals(clocking);
  const shown = at === null ? was : at;
  const by = (minutes) => () => onChange(Math.min(serverNow(), shown + minutes * MINUTE));
  return html`<div class="repair-times">
    ${proposals === null && html`<p class="repair-looking" role="status">${t("Looking it up…")}</p>`}
    ${proposals !== null && proposals.length > 0 && html`<ul class="reasons">${proposals.map((each) => html`<li key=${each.hint}>
      <button type="button" class="reason" data-hint=${each.hint} aria-pressed=${at === each.at ? "true" : "false"} onClick=${() => onChange(each.at)}>
        <${Icon} name=${at === each.at ? "check" : "clock"} /><span><strong>${dayAndTime(each.at, serverNow())}</strong><small>${t(HINTS[each.hint])}</small></span>
      </button></li>`)}</ul>`}
    <div class="repair-adjust" role="group" aria-label=${t("Another time")}>
      ${STEPS.slice(0, 3).map((minutes) => html`<button type="button" key=${minutes} class="key" aria-label=${t("%(count)s minutes earlier", { count: -minutes })} onClick=${by(minutes)}>−${-minutes}</button>`)}
      <strong aria-live="polite">${clockTime(shown)}</strong>
      ${STEPS.slice(3).map((minutes) => html`<button type="button" key=${minutes} class="key" aria-label=${t("%(count)s minutes later", { count: minutes })} onClick=${by(minutes)}>+${minutes}</button>`)}
    </div>
  </div>`;
}
