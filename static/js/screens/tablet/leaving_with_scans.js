// Signing out while scans wait, and coming back to the network after a sign-in without it.
//
//   leave()                        out; asks first when something of anybody's waits and can't be sent now
//   html`<${LiveAgain} me=${me} />`  one tap, and the PIN opens the live tablet

import { html } from "../../../vendor/preact.js";
import { reachable } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { openSheet } from "./floor.js";
import { waitingScans } from "./outbox.js";
import { here, signOut, signOutFor } from "./session.js";

export function leave() {
  if (waitingScans.value.length && !reachable.value) openSheet(null, LeaveSheet);
  else signOut();
}

function LeaveSheet({ close }) {
  const actions = html`<button class="button" onClick=${close}>${t("Stay")}</button>
    <button class="button button-main" data-leave onClick=${() => (close(), signOut())}><${Icon} name="log-out" /><span>${t("Sign out")}</span></button>`;
  return html`<${Dialog} title=${t("Sign out?")} onClose=${close} actions=${actions}>
    <p>${t("Waiting to be sent: %(count)s. They stay on this tablet and are sent when the network is back.", { count: waitingScans.value.length })}</p>
  <//>`;
}

export function LiveAgain({ me }) {
  return html`<div class="live-again" role="status"><${Icon} name="info" />
    <p><strong>${t("The network is back.")}</strong> <span>${t("You signed in without it: enter your PIN once more to see everything live.")}</span></p>
    <button class="button" data-live-again disabled=${waitingScans.value.some((scan) => scan.person === me.id)} onClick=${() => signOutFor(here.peek().proof.badge)}>${t("Sign in again")}</button></div>`;
}
