// What every screen that shows calls for help has in common. A call is open until it is settled, and unanswered until somebody
// says that they are coming.
//
//   inCallOrder(cardsOf(cards, "call"))   unanswered ones first, then as they came
//   useCallSound(entries)                 sounds while one of these is unanswered; gives true where the browser keeps silent
//   callWhere(call)                       "bay 4 · 京A·6K218"
//   html`<${Stopwatch} since=${ms} />`    02:35 and counting

import { html, useEffect, useState } from "../../vendor/preact.js";
import { duration, minutesSince } from "../core/durations.js";
import { t } from "../core/i18n.js";
import { callTone, soundAllowed } from "../core/sound.js";
import { useNow } from "./standing.js";

const SOUND_EVERY = 8000;
const HOUR_MINUTES = 60;

export function inCallOrder(entries) {
  const answered = (entry) => (entry[1].answered_at === null ? 0 : 1);
  return entries.sort((a, b) => answered(a) - answered(b) || a[1].called_at - b[1].called_at);
}

export function callWhere(call) {
  return [call.bay && t("bay %(bay)s", { bay: call.bay }), call.plate && call.plate.text].filter(Boolean).join(" · ");
}

// A sound that may not be played is dropped, so it is tried again: somebody may have touched the page meanwhile.
export function useCallSound(entries) {
  const [silent, setSilent] = useState(false);
  const waiting = entries.filter((entry) => entry[1].answered_at === null).map((entry) => entry[0]);
  const names = waiting.join(" ");
  useEffect(() => {
    if (!waiting.length) return undefined;
    const sound = () => {
      setSilent(!soundAllowed());
      callTone();
    };
    const first = setTimeout(sound, soundAllowed() ? 0 : 300); // a page that has just come up needs a moment to find its voice
    const again = setInterval(sound, SOUND_EVERY);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [names]);
  return silent && waiting.length > 0;
}

function two(number) {
  return (number < 10 ? "0" : "") + number;
}

function stopwatch(since, time) {
  const minutes = minutesSince(since, time);
  if (minutes >= HOUR_MINUTES) return duration(minutes);
  return two(minutes) + ":" + two(Math.floor(Math.max(0, time - since) / 1000) % 60);
}

export function Stopwatch({ since }) {
  return html`<time class="stopwatch">${useNow((time) => stopwatch(since, time), [since])}</time>`;
}
