// The way out: an exit pass is read, and the whole screen says go or stop.
//
//   leave(text)   what was scanned or typed; a second scan while the first is on its way is dropped
//   reading       signal: the camera is open

import { html, signal, useEffect, useRef, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { clockTime } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { acceptedTone, refuse } from "../../core/sound.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { CameraView } from "../../parts/scanner_view.js";
import { look } from "./cars.js";

export const reading = signal(false);
const verdict = signal(null);
const busy = signal(false);

export async function leave(text) {
  if (busy.value || verdict.value) return;
  busy.value = true;
  try {
    const answer = await post("/gate/exits", { code: text }, { patience: 15000 });
    verdict.value = { go: true, car: answer.result };
    acceptedTone();
    if (navigator.vibrate) navigator.vibrate([60]);
  } catch (refusal) {
    if (!refusal.sentence) throw refusal;
    verdict.value = { go: false, refusal };
    refuse();
    if (navigator.vibrate) navigator.vibrate([220, 90, 220]);
  } finally {
    busy.value = false;
    reading.value = false;
  }
}

export function PassReader({ scanner, onClose }) {
  const [typed, setTyped] = useState("");
  const send = (event) => {
    event.preventDefault();
    scanner.typed(typed);
  };
  return html`<${Dialog} wide title=${t("Exit pass")} onClose=${onClose}>
    <div class="pass-camera"><${CameraView} camera=${scanner.camera} hint=${busy.value ? t("Looking it up…") : t("Hold the pass into the frame, a hand's length away.")} /></div>
    <form class="pass-typed" onSubmit=${send}>
      <label class="field"><span>${t("Or type the letters under the code")}</span>
        <input type="text" name="pass" maxlength="200" autocomplete="off" autocapitalize="characters" spellcheck=${false} placeholder="WBE-…" value=${typed} onInput=${(event) => setTyped(event.currentTarget.value)} /></label>
      <button class="button button-main" disabled=${!typed.trim() || busy.value}>${t("Read the pass")}</button>
    </form>
  <//>`;
}

function Go({ car }) {
  return html`<${Icon} name="circle-check" /><h2>${t("Open the gate")}</h2><${Plate} plate=${car.plate} size="large" /><p>${look(car)}</p>
    <p class="verdict-more">${t("Compare the plate with the car.")}</p>`;
}

function Stop({ refusal }) {
  const used = refusal.details.used_at;
  return html`<${Icon} name="circle-alert" /><h2>${t("Stop")}</h2><p>${refusal.sentence}</p>${used && html`<p class="verdict-more">${t("It was used at %(time)s.", { time: clockTime(used) })}</p>`}`;
}

// Stays until somebody has read it: a guard looks at the car in between.
export function Verdict() {
  const told = verdict.value;
  const close = useRef(null);
  useEffect(() => {
    if (told && close.current) close.current.focus();
  }, [told]);
  if (!told) return null;
  const done = () => (verdict.value = null);
  return html`<div class=${"verdict " + (told.go ? "verdict-go" : "verdict-stop")} role="alertdialog" aria-modal="true" aria-label=${told.go ? t("Open the gate") : t("Stop")} onKeyDown=${(event) => event.key === "Escape" && done()}>
    <div class="verdict-words" role="alert">${told.go ? html`<${Go} car=${told.car} />` : html`<${Stop} refusal=${told.refusal} />`}</div>
    <button ref=${close} class="button verdict-close" onClick=${done}>${t("Next car")}</button>
  </div>`;
}
