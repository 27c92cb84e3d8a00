// The tablet on the shop floor: scan a job card, and one big button offers the next step.
//
// Who stands in front of it decides what is drawn: nobody (badge or name, then PIN), somebody (their cars and the scanned one), or
// a browser that was never made a workshop tablet (what to do about it). A change of person loads the page anew.

import { html, useEffect } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { createFeed } from "../core/feed.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Icon } from "../parts/icon.js";
import { Notice } from "../parts/notice.js";
import { createScanner } from "../parts/scanner.js";
import { AnswerBand } from "./tablet/answers.js";
import { place, scanned, sending, sheet } from "./tablet/floor.js";
import { leaving, takeBadge } from "./tablet/session.js";
import { createDoor, SignIn } from "./tablet/sign_in.js";
import { SignedIn } from "./tablet/signed_in.js";

function Tablet({ children }) {
  return html`<div class="tablet">${leaving.value ? html`<${Leaving} />` : children}<${AnswerBand} /></div>`;
}

function Leaving() {
  return html`<main class="stand-in"><${Notice} loading icon="log-out" title=${t("Signing out…")}
    text=${leaving.value.told ? "" : t("The server can't be reached. The tablet stays locked and tries again by itself.")} /></main>`;
}

function NotPaired() {
  return html`<main class="stand-in"><${Notice} icon="tablet" title=${t("This device is not a workshop tablet yet")}
    text=${t("The administrator runs this on the server, and opens the address that it prints once in this browser:")}>
    <code>board device add NAME --view tablet</code>
    <a class="button button-main" href="/sign-in?next=/tablet"><${Icon} name="user" /><span>${t("Sign in with a password instead")}</span></a>
  <//></main>`;
}

function Nobody({ scanner, door }) {
  useEffect(() => {
    const badge = takeBadge();
    if (badge) door.scanned(badge, "wedge");
  }, []);
  return html`<${SignIn} scanner=${scanner} door=${door} />`;
}

function start() {
  if (boot.person) {
    const feed = createFeed({ view: "tablet" });
    feed.reloadWhen(() => !sending.peek() && !sheet.peek() && place.peek() !== "scan");
    const scanner = createScanner({ onCode: (text, via) => scanned(text, via, boot.person) });
    mount(html`<${Tablet}><${SignedIn} feed=${feed} scanner=${scanner} me=${boot.person} /><//>`, { feed });
  } else if (boot.device && boot.device.view === "tablet") {
    const door = createDoor();
    const scanner = createScanner({ onCode: (text, via) => door.scanned(text, via) });
    mount(html`<${Tablet}><${Nobody} scanner=${scanner} door=${door} /><//>`);
  } else {
    mount(html`<${Tablet}><${NotPaired} /><//>`);
  }
}

start();
