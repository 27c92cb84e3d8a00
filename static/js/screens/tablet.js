// The tablet on the shop floor: scan a job card, and one big button offers the next step.
//
// Who stands in front of it decides what is drawn: nobody (badge or name, then PIN), somebody (their cars and the scanned one), or
// a browser that was never made a workshop tablet (what to do about it). A change of person loads the page anew.

import { html, useEffect } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { createFeed } from "../core/feed.js";
import { createLink } from "../core/link.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Icon } from "../parts/icon.js";
import { Notice } from "../parts/notice.js";
import { createScanner } from "../parts/scanner.js";
import { Tended } from "../parts/tended.js";
import { AnswerBand } from "./tablet/answers.js";
import { place, scanned, sending, sheet } from "./tablet/floor.js";
import { leaving, takeBadge } from "./tablet/session.js";
import { createDoor, SignIn } from "./tablet/sign_in.js";
import { SignedIn } from "./tablet/signed_in.js";

function Tablet({ link, children }) {
  return html`<${Tended} link=${link}><div class="tablet">${leaving.value ? html`<${Leaving} />` : children}<${AnswerBand} /></div><//>`;
}

// What the administrator does with the tablet reaches it with and without somebody signed in.
function linkOf(feed, quiet) {
  if (!boot.device || !boot.device.told || boot.device.view !== "tablet") return null;
  return createLink({ surface: "tablet", socket: feed && feed.socket, shows: () => ({ view: "tablet", feed, asleep: false }), quiet });
}

function Leaving() {
  return html`<main class="stand-in"><${Notice} loading icon="log-out" title=${t("Signing out…")}
    text=${leaving.value.told ? "" : t("The server can't be reached. The tablet stays locked and tries again by itself.")} /></main>`;
}

function NotPaired() {
  return html`<main class="stand-in"><${Notice} icon="tablet" title=${t("This device is not a workshop tablet yet")}
    text=${t("The administrator pairs it by a code that it shows.")}>
    <a class="button button-main" href="/screen?new"><${Icon} name="qr-code" /><span>${t("Pair this tablet")}</span></a>
    <a class="button" href="/sign-in?next=/tablet"><${Icon} name="user" /><span>${t("Sign in with a password instead")}</span></a>
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
    const quiet = () => !sending.peek() && !sheet.peek() && place.peek() !== "scan";
    feed.reloadWhen(quiet);
    const scanner = createScanner({ onCode: (text, via) => scanned(text, via, boot.person) });
    mount(html`<${Tablet} link=${linkOf(feed, quiet)}><${SignedIn} feed=${feed} scanner=${scanner} me=${boot.person} /><//>`, { feed });
  } else if (boot.device && boot.device.view === "tablet") {
    const door = createDoor();
    const scanner = createScanner({ onCode: (text, via) => door.scanned(text, via) });
    mount(html`<${Tablet} link=${linkOf(null)}><${Nobody} scanner=${scanner} door=${door} /><//>`);
  } else {
    mount(html`<${Tablet}><${NotPaired} /><//>`);
  }
}

start();
