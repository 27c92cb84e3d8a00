// A job card that the tablet does not know without network: a new car perhaps. The scan can be kept all the same, for what is nearly
// always meant by it; whether it fits, the server finds out.
//
//   openSheet(null, UnknownCard, { code, via })

import { html, useState } from "../../../vendor/preact.js";
import { commandId } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { keepStep } from "./scans.js";

const START = { step: "clock_on", operation: null, then: null, from_job: null, from_person: null, needs: [] };

function unknownCar(code) {
  return { plate: { text: t("Card …%(end)s", { end: code.slice(-5) }), kind: "other" }, operations: [] };
}

export function UnknownCard({ code, via, close }) {
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    const act = { id: commandId(), at: Date.now(), job: null, card: unknownCar(code), step: START, said: {}, scan: { code, via }, via };
    if (await keepStep(act)) close();
    else setBusy(false);
  };
  const actions = html`<button class="button" onClick=${close}>${t("Don't keep it")}</button>
    <button class="button button-main" data-keep-scan disabled=${busy} onClick=${keep}><${Icon} name="clock" /><span>${t("Keep it: start work on this car")}</span></button>`;
  return html`<${Dialog} wide title=${t("This card is not known here")} onClose=${close} actions=${actions}>
    <p>${t("It is a job card of this workshop, but the tablet has no network and has not heard of this car yet.")}</p>
    <p>${t("You can keep the scan as the start of your work, with the time of now. When the network is back the server looks the car up. If it does not fit, the foreman settles it with you.")}</p>
    <p class="unknown-code number">${code}</p>
  <//>`;
}
