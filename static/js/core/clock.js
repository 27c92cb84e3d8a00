// The server's time. Screens never trust the device's clock: every snapshot, change and pulse says what time it is.
//
//   now.value       milliseconds since 1970 UTC by the server's clock; a signal that ticks on each full second
//   serverNow()     the same, exact, without subscribing
//   tellTime(ms)    called by the feed with the server's `now`
//   clockOffset()   server minus device clock in ms when the server's time was last heard of; null until it was
//
// Time passes on performance.now(), which doesn't jump when somebody sets the device's clock.

import { signal } from "../../vendor/preact.js";

let ahead = Date.now() - performance.now();
let told = false;
let offset = null;

export const now = signal(floorSecond(serverNow()));

export function serverNow() {
  return Math.round(performance.now() + ahead);
}

export function tellTime(serverTime) {
  const difference = serverTime - performance.now();
  // A message that lay in a buffer makes the server look behind: small lags are smoothed, real differences are taken.
  const lag = ahead - difference;
  ahead = told && lag > 0 && lag < 2000 ? ahead - lag / 8 : difference;
  told = true;
  offset = Math.round(ahead + performance.now() - Date.now());
  if (Math.abs(serverNow() - now.peek()) > 1500) tick();
}

export function clockOffset() {
  return offset;
}

function floorSecond(time) {
  return Math.floor(time / 1000) * 1000;
}

function tick() {
  now.value = floorSecond(serverNow());
}

function tickOnTheSecond() {
  tick();
  setTimeout(tickOnTheSecond, 1005 - (serverNow() % 1000));
}

tickOnTheSecond();
