// HTTPS: whether it is spoken, with which certificate, and the code by which a tablet comes to trust it. Turned on and off
// on the server itself: who could do it from here could cut everybody off.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { N_, t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { Section } from "./list.js";

const STATES = {
  own: N_("On, with certificates of this board's own"),
  given: N_("On, with a certificate that was given to it"),
  proxy: N_("On, by a proxy in front"),
  off: N_("Off: passwords cross the network readable, and tablets may not use their camera"),
};
const SOON = 21 * 24 * 3600 * 1000;

function day(at) {
  return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(at);
}

function End({ at, own }) {
  const late = at - serverNow() < SOON;
  return html`<span class=${late ? "https-late" : ""}>${day(at)}${late && !own ? html` · ${t("have it renewed")}` : ""}</span>
    ${own && html`<br /><span class="soft">${t("The board renews it by itself, a month before.")}</span>`}`;
}

function Certificate({ told }) {
  const own = told.mode === "own";
  return html`<dl class="https-facts">
    ${told.fingerprint && html`<dt>${t("Fingerprint (SHA-256)")}</dt><dd><code class="https-fingerprint">${told.fingerprint.split(":").map((pair, at) => html`${at ? ":" : ""}<wbr />${pair}`)}</code></dd>`}
    ${told.names.length > 0 && html`<dt>${t("Good for")}</dt><dd>${told.names.join(", ")}</dd>`}
    ${told.ends_at && html`<dt>${t("Certificate ends")}</dt><dd><${End} at=${told.ends_at} own=${own} /></dd>`}
    ${told.authority_ends_at && html`<dt>${t("Devices trust it until")}</dt><dd>${day(told.authority_ends_at)}</dd>`}
    ${(own || told.mode === "given") && html`<dt>${t("Walls without HTTPS")}</dt><dd>${told.plain_screens ? t("allowed") : t("not allowed")}</dd>`}
  </dl>`;
}

function Trust({ told }) {
  return html`<h3>${t("Let a device trust this board")}</h3>
    <p class="soft">${t("Scan the code with the tablet or phone. The page says what to do there, and shows a fingerprint: compare it with the one above.")}</p>
    <div class="pairing"><div class="pairing-code" dangerouslySetInnerHTML=${{ __html: told.qr }}></div><p><a class="pairing-link" href=${told.page} target="_blank" rel="noopener">${told.page}</a></p></div>`;
}

export function Https() {
  const [told, tell] = useState(null);
  const [trouble, setTrouble] = useState(null);
  const read = () => get("/set-up/https", { patience: 8000 }).then((answer) => (setTrouble(null), tell(answer)), setTrouble);
  useEffect(() => void read(), []);
  const text = t("How devices reach this board without anybody on the network reading along.");
  if (trouble) return html`<${Section} title="HTTPS" text=${text}><${Notice} kind="error" icon="circle-alert" title=${t("This could not be read")} text=${trouble.sentence}><button class="button button-main" onClick=${read}>${t("Try again")}</button><//><//>`;
  if (!told) return html`<${Section} title="HTTPS" text=${text}><p class="part-empty">${t("The present state is on its way.")}</p><//>`;
  const state = told.proxy ? "proxy" : told.mode;
  return html`<${Section} title="HTTPS" text=${text}>
    <p class=${"https-state" + (state === "off" ? " is-off" : "")}><${Icon} name=${state === "off" ? "circle-alert" : "badge-check"} /><strong>${t(STATES[state])}</strong></p>
    ${state === "off" && html`<p>${t("One command on the server turns it on:")} <code>board https</code></p>`}
    <${Certificate} told=${told} />
    ${told.qr && html`<${Trust} told=${told} />`}
  <//>`;
}
