// Scanning a job card: by the camera, by a hand scanner, or by typing.
//
//   html`<${ScanPage} scanner=${scanner} />`

import { html } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { CameraView, TypedCode } from "../../parts/scanner_view.js";
import { looking } from "./floor.js";

export function ScanPage({ scanner, badge }) {
  return html`<section class="scan-page">
    <${CameraView} camera=${scanner.camera} hint=${looking.value ? t("Looking it up…") : t("Hold the QR code into the frame, a hand's length away.")} />
    <div class="scan-ways">
      <div class="card scan-way"><${Icon} name="scan-line" /><div><h2>${t("Hand scanner")}</h2>
        <p>${t("Just scan. It works on every page, nothing needs to be tapped first.")}</p></div></div>
      ${!badge && html`<div class="card scan-way scan-typed"><${TypedCode} scanner=${scanner} label=${t("Type it")} hint=${t("Job number (its last three digits will do) or plate")} /></div>`}
    </div>
  </section>`;
}
