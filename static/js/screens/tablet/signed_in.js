// The tablet of somebody who is signed in: header, what is open, the four ways at the foot.
//
//   html`<${SignedIn} feed=${picture} scanner=${scanner} me=${boot.person} live=${true} />`   feed: see picture.js; live: with network

import { html, useEffect, useLayoutEffect, useRef } from "../../../vendor/preact.js";
import { reachable, waiting } from "../../core/api.js";
import { duration, minutesSince } from "../../core/durations.js";
import { cardsOf } from "../../core/feed.js";
import { t } from "../../core/i18n.js";
import { LanguageSwitch } from "../../parts/account.js";
import { Clock, LiveMark, screenClass, StaleBand } from "../../parts/freshness.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { useNow } from "../../parts/standing.js";
import { Waiting } from "../../parts/waiting.js";
import { CallForHelp, TabletCalls } from "./andon.js";
import { Car } from "./car.js";
import { closeCar, go, looking, openCar, opened, place, scanned, sending, sheet } from "./floor.js";
import { useIdle } from "./idle.js";
import { concerning, MyCars } from "./my_cars.js";
import { MyDay } from "./my_day.js";
import { ScanPage } from "./scan_page.js";
import { leaving, signOut, takeScan } from "./session.js";
import { Sheet } from "./sheets.js";
import { leave, LiveAgain } from "./leaving_with_scans.js";
import { languageHere } from "./sign_in.js";
import { ToldBand, WaitingCount } from "./waiting_scans.js";

export function SignedIn({ feed, scanner, me, live }) {
  const [left, stay] = useIdle({ camera: scanner.camera, busy: () => Boolean(sending.peek()), onOut: signOut });
  const person = feed.cards.value.get("person:" + me.id) || null;
  useFirstCar(feed, person, me);
  useKeys();
  return html`<div class=${screenClass(feed, "signed-in")}>
    <${StaleBand} feed=${feed} />${(sending.value || looking.value || sheet.value) && html`<${Waiting} />`}
    <${Head} feed=${feed} me=${me} person=${person} live=${live} />
    <div class="tablet-bands">${!live && reachable.value && html`<${LiveAgain} me=${me} />`}<${ToldBand} me=${me} onRead=${() => go("day")} />
      <${TabletCalls} feed=${feed} me=${me} /></div>
    <main class="tablet-main"><${Place} feed=${feed} scanner=${scanner} person=${person} me=${me} /></main>
    ${feed.status.value !== "refused" && html`<${Foot} feed=${feed} me=${me} />`}
    <${Sheet} feed=${feed} />
    ${sheet.value && sending.value && !waiting.value && html`<div class="waiting" role="status"><${Icon} name="refresh-cw" /><span>${t("Sending…")}</span></div>`}
    ${left !== null && !leaving.value && html`<${IdleWarning} left=${left} onStay=${stay} />`}
  </div>`;
}

// Once, when the person's card is there: the car they were about to open, else the one of their last scan, else the one they are
// clocked on to.
function useFirstCar(feed, person, me) {
  const done = useRef(false);
  useEffect(() => {
    if (!person || done.current) return;
    done.current = true;
    const kept = takeScan();
    const last = latestOf(feed.cards.peek());
    if (kept) scanned(kept.text, kept.via, me);
    else if (last && !opened.peek()) openCar(last.job);
    else if (person.on.length && !opened.peek()) openCar(person.on[0].job);
  }, [person]);
}

// Enter is the big button, Esc goes back one step; a dialog and a focused control have their own.
function useKeys() {
  useLayoutEffect(() => {
    const down = (event) => {
      if (sheet.peek() || event.defaultPrevented) return;
      if (event.key === "Escape") place.peek() === "car" ? closeCar() : go(opened.peek() ? "car" : "start");
      if (event.key !== "Enter" || /^(BUTTON|INPUT|TEXTAREA|SELECT|A)$/.test(event.target.tagName)) return;
      const main = document.querySelector("[data-main]");
      if (main) main.click();
    };
    document.addEventListener("keydown", down);
    return () => document.removeEventListener("keydown", down);
  }, []);
}

function Head({ feed, me, person, live }) {
  const team = person && person.team;
  return html`<header class="tablet-head">
    <h1 class="visually-hidden">${t("Workshop tablet")}</h1>
    <i class="head-disc" aria-hidden="true">${Array.from(me.name)[0]}</i>
    <strong class="head-name clip" title=${me.name}>${me.name}${team && html` <span>· ${team}</span>`}</strong>
    <span class="head-on clip">${person && html`<${ClockedOn} feed=${feed} person=${person} />`}</span>
    <span class="head-end"><${WaitingCount} /><${LanguageSwitch} instead=${languageHere} />${live && html`<${LiveMark} feed=${feed} />`}<${Clock} /></span>
  </header>`;
}

function ClockedOn({ feed, person }) {
  const on = person.on[0] || null;
  const time = useNow((moment) => (on ? duration(minutesSince(on.since_at, moment)) : ""), [person]);
  const last = latestOf(feed.cards.value);
  if (last) return t("Waiting to be sent: %(what)s", { what: last.shown.name });
  if (!on) return t("Not clocked on");
  if (place.value === "car" && opened.value.job === on.job) return t("Clocked on %(time)s on this car", { time: time.value });
  const card = feed.cards.value.get("job:" + on.job);
  return t("Clocked on %(time)s on %(plate)s", { time: time.value, plate: card ? card.plate.text : "" });
}

function latestOf(cards) {
  const scans = cardsOf(cards, "job").flatMap(([, card]) => card.waiting || []);
  return scans.sort((a, b) => a.seq - b.seq).pop() || null;
}

function Place({ feed, scanner, person, me }) {
  if (feed.status.value === "refused") return html`<${Refused} refusal=${feed.refusal.value} />`;
  if (place.value === "scan") return html`<${ScanPage} scanner=${scanner} />`;
  if (!person) return html`<${Loading} feed=${feed} />`;
  if (place.value === "day") return html`<${MyDay} feed=${feed} person=${person} />`;
  if (place.value === "car" && opened.value) return html`<${Car} feed=${feed} me=${me} />`;
  return html`<${Start} feed=${feed} />`;
}

function Start({ feed }) {
  return html`<div class="start">
    <section class="start-scan">
      <div class="badge-picture"><${Icon} name="scan-qr-code" /></div>
      <h2>${t("Scan a job card")}</h2>
      <p>${t("Scan the QR code with the hand scanner at any time, or use the camera.")}</p>
      <button class="button button-main" data-main="true" onClick=${() => go("scan")}><${Icon} name="camera" /><span>${t("Camera or typing")}</span></button>
    </section>
    <${MyCars} feed=${feed} />
  </div>`;
}

function Loading({ feed }) {
  return html`<${Notice} loading icon="refresh-cw" title=${t("Loading your cars…")}
    text=${feed.linked.value ? "" : t("The server does not answer yet. It is asked again by itself; check the network if this stays.")} />`;
}

function Refused({ refusal }) {
  const out = refusal.code === "sign_in_first";
  useEffect(() => {
    if (out) signOut();
  }, [out]);
  return html`<${Notice} kind="error" icon="circle-alert" title=${t("The tablet can't show the board")} text=${refusal.sentence}>
    <button class="button button-main" onClick=${signOut}><${Icon} name="log-out" /><span>${t("Sign out")}</span></button>
    <a class="button" href="/"><${Icon} name="monitor" /><span>${t("To the start page")}</span></a>
  <//>`;
}

function Foot({ feed, me }) {
  const { mine, waiting } = concerning(feed.cards.value);
  const count = mine.length + waiting.length;
  const here = (where) => (place.value === where ? "page" : undefined);
  return html`<nav class="tablet-foot" aria-label=${t("Tablet")}>
    <button class="foot foot-scan" aria-current=${here("scan")} onClick=${() => go("scan")}><${Icon} name="scan-qr-code" /><span>${t("Scan a job card")}</span></button>
    <${CallForHelp} feed=${feed} me=${me} />
    <button class="foot" aria-current=${here("start")} onClick=${() => go("start")}><${Icon} name="car" /><span>${t("My cars")}${count > 0 && html` <b>${count}</b>`}</span></button>
    <button class="foot" aria-current=${here("day")} onClick=${() => go("day")}><${Icon} name="calendar" /><span>${t("My day")}</span></button>
    <button class="foot" onClick=${leave}><${Icon} name="log-out" /><span>${t("Sign out")}</span></button>
  </nav>`;
}

function IdleWarning({ left, onStay }) {
  return html`<div class="idle-warning" role="alertdialog" onClick=${onStay} aria-label=${t("Signing out")}>
    <strong>${left}</strong>
    <p>${t("Nobody is touching the tablet: signing out in a moment.")}</p>
    <button class="button button-main">${t("I am still here")}</button>
  </div>`;
}
