// How this page is: what it shows, how fresh that is, whether the browser still paints, and what went wrong since it was loaded.
//
//   describe({ view, feed, asleep })   {view, status, revision, state_hash, version, painted_ms_ago, good_ms_ago, errors, last_error,
//                                      memory, width, height, browser, uptime_s, asleep}; feed may be null (status "none")
//   noteError(failure)                 one that was caught, and counts all the same
//
// It is asked every few seconds by whatever looks after the screen: the picture's fingerprint is made once for each picture.

import { boot } from "./boot.js";

let errors = 0;
let lastError = null;
let paintedAt = performance.now();
let hashed = { cards: null, hash: null };

export function noteError(failure) {
  errors += 1;
  lastError = String((failure && failure.message) || failure).slice(0, 160);
}

self.addEventListener("error", (event) => noteError(event.message));
self.addEventListener("unhandledrejection", (event) => noteError(event.reason));

// One frame a second: a browser that paints calls back within it, and one that does not is found out.
function askForFrame() {
  requestAnimationFrame(() => {
    paintedAt = performance.now();
  });
}

askForFrame();
setInterval(askForFrame, 1000);

function hashOf(feed) {
  const cards = feed.cards.peek();
  if (hashed.cards !== cards) hashed = { cards, hash: feed.stateHash() };
  return hashed.hash;
}

function browser() {
  const found = /(Edg|OPR|SamsungBrowser|Firefox|Chrome|Chromium|Version)\/(\d+)/.exec(navigator.userAgent);
  return found ? found[1].replace("Version", "Safari").replace("Edg", "Edge") + " " + found[2] : "";
}

export function describe(what) {
  const feed = what.feed || null;
  const time = performance.now();
  const shows = feed !== null && feed.revision.peek() !== null;
  return {
    view: what.view,
    status: feed === null ? "none" : feed.status.peek(),
    revision: shows ? feed.revision.peek() : null,
    state_hash: shows ? hashOf(feed) : null,
    version: boot.version,
    painted_ms_ago: Math.round(time - paintedAt),
    good_ms_ago: feed !== null && feed.lastGoodAt.peek() !== null ? Math.round(time - feed.goodAt) : null,
    errors,
    last_error: lastError,
    memory: performance.memory ? performance.memory.usedJSHeapSize : null,
    width: self.innerWidth,
    height: self.innerHeight,
    browser: browser(),
    uptime_s: Math.round(time / 1000),
    asleep: Boolean(what.asleep),
  };
}
