// The answer to a scan or a tap, within a second: seen (a band of colour with a sign and words), heard, felt.
//
//   tell("accepted" | "already" | "refused" | "read" | "info" | "waiting", title, text)   "waiting": kept here, not sent yet
//   html`<${AnswerBand} />`   once on the screen
//
// A good answer goes by itself; a refusal stays until it was read and closed, or until the next answer.

import { html, signal, useEffect } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { acceptedTone, alreadyTone, refuse, tick } from "../../core/sound.js";
import { Icon } from "../../parts/icon.js";

const KINDS = {
  read: { icon: "scan-line", tone: tick, buzz: [30], shown: 2500 },
  accepted: { icon: "circle-check", tone: acceptedTone, buzz: [60], shown: 4000 },
  already: { icon: "check-check", tone: alreadyTone, buzz: [40, 60, 40], shown: 7000 },
  info: { icon: "info", tone: alreadyTone, buzz: [40], shown: 7000 },
  waiting: { icon: "clock", tone: alreadyTone, buzz: [40, 40, 40], shown: 5000 },
  refused: { icon: "circle-alert", tone: refuse, buzz: [220, 90, 220], shown: null },
};

const answer = signal(null);
let turn = 0;

export function tell(kind, title, text) {
  turn += 1;
  answer.value = { kind, title, text: text || "", turn };
  KINDS[kind].tone();
  if (navigator.vibrate) navigator.vibrate(KINDS[kind].buzz);
}

export function clearAnswer() {
  answer.value = null;
}

// Codes that mean: what you wanted is so. The tone and the colour say that nothing is wrong.
const ALREADY = ["already_clocked_on", "already_announced", "already_there"];

export function tellRefusal(refusal, text) {
  tell(ALREADY.indexOf(refusal.code) >= 0 ? "already" : "refused", refusal.sentence, text);
}

export function AnswerBand() {
  const told = answer.value;
  useEffect(() => {
    if (!told || !KINDS[told.kind].shown) return undefined;
    const timer = setTimeout(() => answer.peek() === told && clearAnswer(), KINDS[told.kind].shown);
    return () => clearTimeout(timer);
  }, [told]);
  return html`<div role=${told && told.kind === "refused" ? "alert" : "status"} class="answer-place">
    ${told && html`<div class=${"answer answer-" + told.kind} key=${told.turn} data-kind=${told.kind}>
      <${Icon} name=${KINDS[told.kind].icon} />
      <p><strong>${told.title}</strong>${told.text && html`<span class="clip">${told.text}</span>`}</p>
      <button class="answer-close" aria-label=${t("Close")} onClick=${clearAnswer}><${Icon} name="x" /></button>
    </div>`}
  </div>`;
}
