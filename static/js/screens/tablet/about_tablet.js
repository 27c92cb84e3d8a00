// What this tablet can do without network, in one calm place: at the foot of "My day".
//
//   html`<${AboutTablet} />`

import { html } from "../../../vendor/preact.js";
import { dayAndTime } from "../../core/durations.js";
import { serverNow } from "../../core/clock.js";
import { N_, t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { keptPhotos, refusedPhotos } from "../../parts/kept_photos.js";
import { app, persisted } from "./app.js";
import { revoked } from "./outbox.js";
import { provisions } from "./provisions.js";

const STATES = {
  ready: ["circle-check", N_("This tablet opens and scans without network.")],
  installing: ["refresh-cw", N_("Getting ready for times without network…")],
  insecure: ["info", N_("This page came over plain HTTP: without network it works only while it stays open, and nobody can sign in. The administrator can set up HTTPS.")],
  unsupported: ["info", N_("This browser can't open the page without network. Scans are kept while it stays open.")],
  failed: ["info", N_("The page could not be kept for times without network. It is tried again when it is loaded anew.")],
};

export function AboutTablet() {
  const [icon, words] = STATES[app.value];
  const told = provisions.value;
  return html`<section class="about-tablet" aria-labelledby="about-title"><h2 id="about-title">${t("This tablet without network")}</h2>
    <p><${Icon} name=${icon} /><span>${t(words)}</span></p>
    <p><${Icon} name="clock" /><span>${told ? t("Cars and people as of %(time)s", { time: dayAndTime(told.now, serverNow()) }) : t("No cars and people are kept here yet.")}</span></p>
    ${persisted.value !== null && html`<p><${Icon} name=${persisted.value ? "circle-check" : "info"} /><span>${persisted.value ? t("The browser keeps what waits, also when space is short.") : t("The browser may give up what waits when space is short. Send it soon.")}</span></p>`}
    ${keptPhotos.value.length > 0 && html`<p class="is-waiting"><${Icon} name="camera" /><span>${t("Photos waiting to be sent: %(count)s", { count: keptPhotos.value.length })}</span></p>`}
    ${refusedPhotos.value.map((sentence, at) => html`<p key=${at}><${Icon} name="circle-alert" /><span>${t("A photo was not taken: %(why)s", { why: sentence })}</span></p>`)}
    ${revoked.value && html`<p class="is-waiting"><${Icon} name="circle-alert" /><span>${t("The server no longer knows this tablet. What waits is kept; the administrator can pair it again.")}</span></p>`}
  </section>`;
}
