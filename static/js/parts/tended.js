// What an administrator can make any paired screen do, over whatever it shows: sleep, and say which one it is.
//
//   html`<${Tended} link=${link}>${screen}<//>`   link may be null: a person looks at the page, who needs neither
//   asleepAt(told)                                whether it sleeps now
//
// Asleep it is black but for a dim dot, which goes round like a minute hand: it can be seen to live, and burns nothing in.

import { html, useComputed } from "../../vendor/preact.js";
import { now, serverNow } from "../core/clock.js";
import { clockTime } from "../core/durations.js";
import { t } from "../core/i18n.js";

const MINUTE = 60000;

function within(sleep, time) {
  return Boolean(sleep) && sleep.from_at <= time && time < sleep.until_at;
}

export function asleepAt(told) {
  return within(told.sleep, serverNow());
}

function Asleep({ until }) {
  const angle = useComputed(() => ((Math.floor(now.value / MINUTE) % 60) / 60) * 2 * Math.PI).value;
  const place = { left: 50 + 20 * Math.sin(angle) + "vw", top: 50 - 30 * Math.cos(angle) + "vh" };
  return html`<main class="asleep" role="img" aria-label=${t("Asleep until %(time)s", { time: clockTime(until) })}><i class="asleep-dot" style=${place}></i></main>`;
}

function Identity({ told }) {
  return html`<div class="identity" role="alert"><p class="identity-number">${told.number}</p><p class="identity-name">${told.name}</p></div>`;
}

export function Tended({ link, children }) {
  const asleep = useComputed(() => Boolean(link) && within(link.told.value.sleep, now.value)).value;
  const identified = useComputed(() => Boolean(link) && now.value < link.told.value.identify_until_at).value;
  return html`${asleep ? html`<${Asleep} until=${link.told.value.sleep.until_at} />` : children}${identified ? html`<${Identity} told=${link.told.value} />` : null}`;
}
