// Keeps the tablet ready for times without network, and sends what waited when they are over.
//
//   keepUp(feed, quiet)   feed may be null; quiet(): whether the page may be loaded anew

import { effect } from "../../../vendor/preact.js";
import { reachable } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { cardsOf } from "../../core/feed.js";
import { sendPhotos } from "../../parts/kept_photos.js";
import { sendWaiting, waitingScans } from "./outbox.js";
import { askProvisions, provisions, rememberCars } from "./provisions.js";
import { here } from "./session.js";

const LOOK_EVERY = 3000;
const REFRESH_EVERY = 60000;
const RELOADED_AT = "board-shell-left-at";
const RELOAD_AGAIN_AFTER = 60000;

let busy = false;
let askedAt = 0;

export function keepUp(feed, quiet) {
  const look = () => lookAround(feed, quiet);
  if (feed) feed.beat.subscribe(() => feed.linked.peek() && (reachable.value = true));
  let before = reachable.peek();
  effect(() => {
    const now = reachable.value;
    if (now && !before) setTimeout(look);
    before = now;
  });
  self.addEventListener("online", look);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    askedAt = 0;
    look();
  });
  setInterval(look, LOOK_EVERY);
  look();
}

async function lookAround(feed, quiet) {
  const waits = waitingScans.peek().length > 0;
  if (busy || (document.hidden && !waits)) return;
  busy = true;
  try {
    if (feed) rememberOwn(feed);
    if (!reachable.peek() || waits || isDue(feed)) await refresh();
    if (reachable.peek() && waits) await sendAll();
    if (reachable.peek() && here.peek() && here.peek().live && !boot.shell) await sendPhotos(here.peek().person.id);
    leaveShell(quiet);
  } catch (full) {
    console.warn("this tablet's storage took no more", full);
  } finally {
    busy = false;
  }
}

function isDue(feed) {
  const told = provisions.peek();
  if (askedAt === 0) return true;
  const moved = !feed || !told || feed.revision.peek() === null || feed.revision.peek() !== told.revision;
  return moved && performance.now() - askedAt > REFRESH_EVERY;
}

async function refresh() {
  askedAt = performance.now();
  reachable.value = await askProvisions();
}

async function sendAll() {
  await sendWaiting();
  if (!waitingScans.peek().length) await refresh();
}

function rememberOwn(feed) {
  const who = here.peek();
  if (!who || feed.lastGoodAt.peek() === null) return;
  rememberCars(who.person.id, cardsOf(feed.cards.peek(), "job").filter(([, card]) => card.mine).map(([job]) => job).sort());
}

// A page that was opened without network knows less than the server's own: it makes way when there is network, once in a while.
function leaveShell(quiet) {
  const lately = Date.now() - Number(sessionStorage.getItem(RELOADED_AT)) < RELOAD_AGAIN_AFTER;
  if (!boot.shell || !reachable.peek() || waitingScans.peek().length || lately || !quiet()) return;
  sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  location.reload();
}
