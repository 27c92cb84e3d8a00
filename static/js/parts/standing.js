// How a car stands against its promise, by the server's clock and the deadlines the server sent.
//
//   standing(job, now)        "late" after the promise, "warn" after warn_at, "ok" before, "none" without a promise
//   html`<${TimeLeft} job=${job} />`   "1 h 20 left" · "late 12 min" · "tomorrow 16:00": only this text ticks
//   useNow((now) => …, [job]) a value of the present moment; draws again only when the value changes

import { computed, html, useMemo } from "../../vendor/preact.js";
import { now } from "../core/clock.js";
import { timeLeft } from "../core/durations.js";
import { t } from "../core/i18n.js";

export function standing(job, time) {
  if (job.promised_at === null) return "none";
  if (time > job.promised_at) return "late";
  return job.warn_at !== null && time > job.warn_at ? "warn" : "ok";
}

// The signal itself is given to the page as text: a new second changes a text node, and draws nothing.
export function useNow(tell, inputs) {
  return useMemo(() => computed(() => tell(now.value)), inputs);
}

export function TimeLeft({ job }) {
  const words = useNow((time) => (job.promised_at === null ? t("no time promised") : timeLeft(job.promised_at, time)), [job]);
  return html`<span class="time-left">${words}</span>`;
}
