// A screen that is not paired yet: a code, and the same as a QR code for the administrator's phone. It renews the code when it runs
// out, asks by itself whether it was used, and goes to what it was paired as.

import { html, signal, useComputed } from "../../vendor/preact.js";
import { ask } from "../core/api.js";
import { boot } from "../core/boot.js";
import { now, tellTime } from "../core/clock.js";
import { language, t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Icon } from "../parts/icon.js";
import { Notice } from "../parts/notice.js";

const PATIENCE = 5000;
const AGAIN_AFTER = 3000;
const BUSY_AGAIN_AFTER = 30000;
const RELOAD_FOR_NEW_PAGES = 30000;

const code = signal(null);
const trouble = signal(null);
const paired = signal(false);

let interval = 0;

function later(work, wait) {
  setTimeout(work, wait);
}

async function begin() {
  try {
    const shown = await ask("/pairing", {}, { patience: PATIENCE });
    tellTime(shown.now);
    trouble.value = null;
    interval = shown.interval * 1000;
    code.value = shown;
    later(poll, interval);
  } catch (refusal) {
    if (!refusal.code) throw refusal;
    code.value = null;
    trouble.value = refusal.code;
    later(begin, refusal.code === "pairing_busy" ? BUSY_AGAIN_AFTER : AGAIN_AFTER);
  }
}

async function poll() {
  try {
    const told = await ask("/pairing/poll", {}, { patience: PATIENCE });
    trouble.value = null;
    heard(told);
  } catch (refusal) {
    if (!refusal.code) throw refusal;
    trouble.value = refusal.code;
    later(poll, AGAIN_AFTER);
  }
}

function heard(told) {
  if (told.state === "paired") {
    paired.value = true;
    location.replace("/" + told.view);
  } else if (told.state === "expired") {
    begin();
  } else {
    interval = told.interval * 1000;
    later(poll, interval);
  }
}

function TimeLeft({ until }) {
  const words = useComputed(() => {
    const seconds = Math.max(0, Math.ceil((until - now.value) / 1000));
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  });
  return html`<p class="code-left"><${Icon} name="clock" /><span>${t("A new code comes in")} <b>${words}</b></span></p>`;
}

function Steps({ link }) {
  const place = link.replace(/^https?:\/\//, "").replace(/\?.*$/, "");
  return html`<ol class="pairing-steps">
    <li><b>1</b><span>${t("On a phone, scan the code at the right, or open")} <strong class="pairing-place">${place}</strong></span></li>
    <li><b>2</b><span>${t("Sign in as the workshop's administrator.")}</span></li>
    <li><b>3</b><span>${t("Compare the letters, and say what this screen is to show. It starts by itself.")}</span></li>
  </ol>`;
}

function LanguageSwitch() {
  const other = /^zh/.test(language) ? ["en", "English"] : ["zh_CN", "中文"];
  return html`<form method="post" action="/language" class="screen-language">
    <input type="hidden" name="language" value=${other[0]} /><input type="hidden" name="next" value="/screen?new" />
    <button class="button" type="submit" lang=${other[0].replace("_", "-")}><${Icon} name="languages" /><span>${other[1]}</span></button>
  </form>`;
}

function Away({ what }) {
  const busy = what === "pairing_busy";
  return html`<${Notice} kind="error" icon=${busy ? "circle-alert" : "wifi-off"}
    title=${busy ? t("Too many screens are being paired") : t("The server does not answer")}
    text=${busy ? t("This one asks again by itself in half a minute.") : t("Check this screen's network. It asks again by itself.")} />`;
}

function Code() {
  const shown = code.value;
  if (paired.value) return html`<${Notice} loading icon="circle-check" title=${t("Paired")} text=${t("The board is on its way.")} />`;
  if (!shown) return trouble.value ? html`<${Away} what=${trouble.value} />` : html`<${Notice} loading icon="refresh-cw" title=${t("One moment…")} text=${t("A code is on its way.")} />`;
  return html`<section class="pairing-words">
      <h1>${t("Pair this screen")}</h1>
      <p class="code" aria-label=${t("Code: %(code)s", { code: shown.code })}>${shown.code}</p>
      <${Steps} link=${shown.link} />
      ${trouble.value ? html`<p class="code-left code-away" role="alert"><${Icon} name="wifi-off" /><span>${t("The server does not answer. It is asked again by itself.")}</span></p>` : html`<${TimeLeft} until=${shown.expires_at} />`}
    </section>
    <figure class="pairing-qr" dangerouslySetInnerHTML=${{ __html: shown.qr }}></figure>`;
}

function Screen() {
  return html`<main class="pairing"><div class="pairing-body"><${Code} /></div><${LanguageSwitch} /></main>`;
}

// A newer version of these pages is served after an update: the code is kept in a cookie, so nothing is lost by loading anew.
function followVersions() {
  setInterval(() => {
    fetch("/healthz", { cache: "no-store" })
      .then((answer) => answer.json())
      .then((told) => told.version !== boot.version && !paired.peek() && location.reload(), () => null);
  }, RELOAD_FOR_NEW_PAGES);
}

mount(html`<${Screen} />`, { retrySeconds: 30 });
begin();
followVersions();
