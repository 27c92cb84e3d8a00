// Says that a command is still on its way: the network or the server is slow, and it is being sent again.
//
//   html`<${Waiting} />`   once in each screen that posts

import { html } from "../../vendor/preact.js";
import { waiting } from "../core/api.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

export function Waiting() {
  if (!waiting.value) return null;
  const words = waiting.value.reason === "busy" ? t("The server is busy. Sending again…") : t("No network. Sending again…");
  return html`<div class="waiting" role="status"><${Icon} name="refresh-cw" /><span>${words}</span></div>`;
}
