// Says plainly, where something can't wait, that it needs the network now; nothing while there is some.
//
//   html`<${NeedsNetwork} words=${t("…what to do instead…")} />`

import { html } from "../../vendor/preact.js";
import { reachable } from "../core/api.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

export function NeedsNetwork({ words }) {
  if (reachable.value) return null;
  return html`<p class="needs-network" role="status"><${Icon} name="wifi-off" /><span><strong>${t("This needs the network, and there is none now.")}</strong> ${words || ""}</span></p>`;
}
