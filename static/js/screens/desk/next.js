// "Next": what needs the person at the desk, most urgent first; each line with why, how long, and the button that does it.

import { html, useMemo } from "../../../vendor/preact.js";
import { now } from "../../core/clock.js";
import { duration, minutesSince, timeLeft } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { customerName, PhoneLink } from "../../parts/customer.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";
import { NEEDS, nextLines } from "./needs.js";
import { Step } from "./step.js";
import { deskSteps } from "./steps.js";

const SHOWN = 12;

function Age({ line }) {
  const { due, since, late } = line;
  const words = useNow((time) => (due !== null ? timeLeft(due, time) : since === null ? "" : t("waiting %(time)s", { time: duration(minutesSince(since, time)) })), [due, since]);
  return html`<div class="next-age">${late && html`<${Icon} name="triangle-alert" />`}<span>${words}</span></div>`;
}

function Act({ line, acts }) {
  const { act } = NEEDS[line.need];
  if (act && act.href) return html`<a class="button button-main" href=${act.href(line.id)}>${act.words()}</a>`;
  if (act && act.ask === "complaint") return html`<button class="button button-main" onClick=${() => acts.askCase(line.id)}>${act.words()}</button>`;
  if (act && act.sheet) return html`<button class="button button-main" onClick=${() => acts.open(line.id)}>${act.words()}</button>`;
  if (act && act.ask) return html`<button class="button button-main" onClick=${() => acts.ask(act.ask, line.id)}>${act.words()}</button>`;
  const step = act && act.step && deskSteps(line.job).find((each) => each.step === act.step);
  if (step) return html`<${Step} main id=${line.id} job=${line.job} step=${step} onAsk=${acts.askStep} />`;
  return html`<button class="button" onClick=${() => acts.open(line.id)}>${t("Look at the car")}</button>`;
}

function Line({ line, acts }) {
  const about = line.job || line.card;
  const { icon, verb, why } = NEEDS[line.need];
  const look = () => (line.job ? acts.open(line.id) : acts.askCase(line.id));
  // The whole line opens it for a mouse or a finger; the keyboard has the plate's button.
  const openLine = (event) => event.target.closest("button, a") || String(getSelection()) || look();
  return html`<li class=${"next-line" + (line.late ? " is-late" : "")} data-need=${line.need} data-next=${line.id} onClick=${openLine}>
    <${Age} line=${line} />
    <button class="cell-plate" onClick=${look} aria-label=${t("Open %(plate)s", { plate: about.plate.text })}><${Plate} plate=${about.plate} size="small" /></button>
    <div class="next-what"><p class="clip"><${Icon} name=${icon} /><strong>${verb(line)}</strong></p><p class="clip soft" title=${why(line)}>${why(line)}</p></div>
    <div class="next-customer"><p class="clip" title=${about.customer.name}>${customerName(about.customer)}</p><p class="clip"><${PhoneLink} phone=${about.customer.phone} /></p></div>
    <div class="next-act"><${Act} line=${line} acts=${acts} /></div>
  </li>`;
}

// Drawn anew when the order or a line's urgency changes, not with each second.
export function useNext(jobs, cases) {
  const shape = useNow((time) => nextLines(jobs, cases, time).map(({ key, late }) => key + (late ? "!" : "")).join(" "), [jobs, cases]).value;
  return useMemo(() => nextLines(jobs, cases, now.peek()), [jobs, cases, shape]);
}

export function Next({ lines, all, onAll, acts }) {
  const shown = all ? lines : lines.slice(0, SHOWN);
  return html`<section class="next" aria-label=${t("Next")}>
    <h2>${t("Next")} <strong>${lines.length}</strong></h2>
    ${lines.length === 0 && html`<p class="next-none"><${Icon} name="circle-check" /><span>${t("Nothing waits for you.")}</span></p>`}
    <ul>${shown.map((line) => html`<${Line} key=${line.key} line=${line} acts=${acts} />`)}</ul>
    ${shown.length < lines.length && html`<button class="button next-more" onClick=${onAll}>${t("%(count)s more", { count: lines.length - shown.length })}</button>`}
  </section>`;
}
