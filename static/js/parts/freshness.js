// How fresh the picture is: a clock that beats with the feed's pulse, and a band over the top once it isn't live.
//
//   html`<${LiveMark} feed=${feed} />`    a dot that beats, and "Live" / "Connecting…" / "Not live"
//   html`<${StaleBand} feed=${feed} />`   nothing while live; "Not live since 14:02" once stale
//   html`<${Clock} />`                    "14:06", in the site's time
//   html`<${Today} />`                    "Sat 21 Nov"
//   html`<main class=${screenClass(feed, "workshop")}>`   adds "is-stale", which greys old data

import { html, useComputed } from "../../vendor/preact.js";
import { now } from "../core/clock.js";
import { clockTime, longDate } from "../core/durations.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

export function Clock() {
  const time = useComputed(() => clockTime(now.value));
  return html`<time class="clock">${time}</time>`;
}

export function Today() {
  const day = useComputed(() => longDate(now.value));
  return html`<span class="today">${day}</span>`;
}

export function LiveMark({ feed }) {
  const live = feed.status.value === "live" && feed.linked.value;
  const words = live ? t("Live") : feed.status.value === "stale" ? t("Not live") : t("Connecting…");
  const beat = live && feed.beat.value % 2 ? "beat-a" : "beat-b";
  return html`<span class=${"live-mark " + (live ? "is-live " + beat : "is-waiting")}><i class="live-dot"></i>${words}</span>`;
}

export function StaleBand({ feed }) {
  if (feed.status.value !== "stale") return null;
  const since = clockTime(feed.lastGoodAt.value);
  return html`<div class="stale-band" role="alert">
    <${Icon} name="wifi-off" />
    <strong>${t("Not live since %(time)s", { time: since })}</strong>
    <span>${t("What you see is old. The screen catches up by itself when the link is back.")}</span>
  </div>`;
}

export function screenClass(feed, name) {
  return name + (feed.status.value === "stale" ? " is-stale" : "");
}
