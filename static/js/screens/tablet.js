// The tablet on the shop floor: scan a job card, and one big button offers the next step.
//
// Who stands in front of it decides what is drawn: nobody (badge or name, then PIN), somebody (their cars and the scanned one), or
// a browser that was never made a workshop tablet (what to do about it). With network a change of person loads the page anew;
// without it, the screen is drawn anew here.

import { html, useEffect, useMemo } from "../../vendor/preact.js";
import { boot, rememberPlace } from "../core/boot.js";
import { createFeed } from "../core/feed.js";
import { createLink } from "../core/link.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Icon } from "../parts/icon.js";
import { readKeptPhotos } from "../parts/kept_photos.js";
import { Notice } from "../parts/notice.js";
import { createScanner } from "../parts/scanner.js";
import { Tended } from "../parts/tended.js";
import { AnswerBand } from "./tablet/answers.js";
import { installApp } from "./tablet/app.js";
import { clearFloor, place, scanned, sending, sheet } from "./tablet/floor.js";
import { keepUp } from "./tablet/keeping_up.js";
import { openOutbox } from "./tablet/outbox.js";
import { pictureOf } from "./tablet/picture.js";
import { openProvisions } from "./tablet/provisions.js";
import { here, keepForNext, leaving, openSession, takeBadge } from "./tablet/session.js";
import { createDoor, SignIn } from "./tablet/sign_in.js";
import { SignedIn } from "./tablet/signed_in.js";
import { WaitingCount } from "./tablet/waiting_scans.js";

const door = createDoor();
let feed = null;

function quiet() {
  return !sending.peek() && !sheet.peek() && place.peek() !== "scan" && !door.person.peek() && !door.camera.peek();
}

// What the administrator does with the tablet reaches it with and without somebody signed in.
function createOwnLink() {
  if (!boot.device || !boot.device.told || boot.device.view !== "tablet") return null;
  return createLink({ surface: "tablet", socket: feed && feed.socket, shows: () => ({ view: "tablet", feed, asleep: false }), quiet });
}

function Tablet({ scanner, link }) {
  return html`<${Tended} link=${link}><div class="tablet">${leaving.value ? html`<${Leaving} />` : html`<${Who} scanner=${scanner} />`}<${AnswerBand} /></div><//>`;
}

function Who({ scanner }) {
  const who = here.value;
  const picture = useMemo(() => who && pictureOf(feed, who), [who]);
  if (who) return html`<${SignedIn} key=${who.person.id} feed=${picture} scanner=${scanner} me=${who.person} live=${who.live} />`;
  if (boot.device && boot.device.view === "tablet") return html`<${Nobody} scanner=${scanner} />`;
  return boot.shell ? html`<${NotKnown} />` : html`<${NotPaired} />`;
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
    <${WaitingCount} words />
  <//></main>`;
}

function NotKnown() {
  return html`<main class="stand-in"><${Notice} kind="error" icon="wifi-off" title=${t("No network, and nothing is kept here yet")}
    text=${t("A tablet has to be opened with network once. Check the network, then try again.")}>
    <button class="button button-main" onClick=${() => location.reload()}><${Icon} name="refresh-cw" /><span>${t("Try again")}</span></button>
    <${WaitingCount} words />
  <//></main>`;
}

function Nobody({ scanner }) {
  useEffect(() => {
    const badge = takeBadge();
    if (badge) door.scanned(badge, "wedge");
  }, []);
  return html`<${SignIn} scanner=${scanner} door=${door} />`;
}

// The feed is the signed-in person's; when they are out, it is closed, and their floor is cleared.
function followWho() {
  here.subscribe((who) => {
    if (who && who.live && !feed) {
      feed = createFeed({ view: "tablet" });
      feed.reloadWhen(quiet);
    }
    if (!who && feed) {
      feed.close();
      feed = null;
    }
    if (!who) {
      door.back();
      clearFloor();
    }
  });
}

// A badge that is held up while somebody is still on their way out is the next person's.
function onCode(text, via) {
  if (leaving.peek()) keepForNext(text, via);
  else if (here.peek()) scanned(text, via, here.peek().person);
  else if (boot.device) door.scanned(text, via);
}

// A browser that keeps nothing (a private window) is still a tablet while there is network. Gives whether it keeps anything.
async function openWhatIsKept() {
  try {
    await openOutbox();
    await openProvisions();
    await readKeptPhotos();
    await openSession();
    return true;
  } catch (unkept) {
    console.warn("this browser keeps nothing for times without network", unkept);
    if (boot.person) here.value = { person: boot.person, proof: null, live: true };
    return false;
  }
}

async function start() {
  const keeps = await openWhatIsKept();
  if (boot.device && !boot.shell) rememberPlace();
  followWho();
  mount(html`<${Tablet} scanner=${createScanner({ onCode })} link=${createOwnLink()} />`, { feed });
  if (keeps && boot.device && boot.device.view === "tablet") {
    keepUp(feed, quiet);
    installApp(quiet);
  }
}

start();
