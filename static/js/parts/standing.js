// How a car stands against its promise, by the server's clock and the deadlines the server sent.
//
//   standing(job, now)        "late" after the promise, "warn" after warn_at, "ok" before, "none" without a promise,
//                             "done" once the workshop's part is over (ready, hand-over, settled)
//   html`<${TimeLeft} job=${job} />`   "1 h 20 left" · "late 12 min" · "tomorrow 16:00": drawn again once a minute
//   useNow((now) => …, [job]) a signal that follows the clock: put it into the page as text, and only that text changes;
//                             read its .value, and the component is drawn again when the value is another one
//   workedMinutes(job, now)   minutes clocked on the job: closed spans, and the open ones until now

import { computed, html, useMemo } from "../../vendor/preact.js";
import { now } from "../core/clock.js";
import { timeLeft } from "../core/durations.js";
import { t } from "../core/i18n.js";

const DONE = ["ready", "handover", "settled"];

export function standing(job, time) {
  if (DONE.indexOf(job.stage) >= 0) return "done";
  if (job.promised_at === null) return "none";
  if (time > job.promised_at) return "late";
  return job.warn_at !== null && time > job.warn_at ? "warn" : "ok";
}

export function useNow(tell, inputs) {
  return useMemo(() => computed(() => tell(now.value)), inputs);
}

export function workedMinutes(job, time) {
  return job.worked.since.reduce((sum, since) => sum + Math.max(0, time - since) / 60000, job.worked.minutes);
}

// The figure is what is read from afar; the words before and after it may be smaller (CSS decides, by language).
export function TimeLeft({ job }) {
  const words = useNow((time) => (job.promised_at === null ? t("no time promised") : timeLeft(job.promised_at, time)), [job]).value;
  const parts = /^(\D*)(\d.*\d|\d)(\D*)$/.exec(words);
  if (!parts) return html`<span class="time-left"><small>${words}</small></span>`;
  return html`<span class="time-left"><small>${parts[1]}</small>${parts[2]}<small>${parts[3]}</small></span>`;
}
