// The strip at the foot of the workshop's wall: who needs help where. Bright and heard until somebody is coming, then quiet.
// Two at a time; more of them take turns.
//
//   html`<${CallStrip} calls=${cardsOf(cards, "call")} live=${true} />`   an old picture makes no sound

import { html } from "../../vendor/preact.js";
import { t, word } from "../core/i18n.js";
import { Icon } from "./icon.js";
import { PageDots, usePage } from "./pages.js";
import { Stopwatch, callWhere, inCallOrder, useCallSound } from "./calling.js";

const AT_ONCE = 2;
const PAGE_SECONDS = 8;

function Call({ call }) {
  const answered = call.answered_at !== null;
  const manner = answered ? "call-answered" : call.call_kind === "safety" ? "call-safety" : "call-open";
  const what = word("call_kind", call.call_kind);
  const asks = call.note ? t("%(what)s: %(note)s", { what, note: call.note }) : what;
  return html`<li class=${"call-row " + manner}>
    <b class="call-sign"><${Icon} name=${answered ? "check" : call.call_kind === "safety" ? "triangle-alert" : "hand"} />${answered ? t("Help is coming") : t("Call")}</b>
    <span class="call-words clip">${[callWhere(call), call.by.name].filter(Boolean).join(" · ")}<em>${asks}</em></span>
    ${answered && html`<span class="call-helper clip">${t("%(name)s is coming", { name: call.answered_by.name })}</span>`}
    <${Stopwatch} since=${call.called_at} />
  </li>`;
}

export function CallStrip({ calls, live }) {
  const ordered = inCallOrder(calls);
  const page = usePage(ordered.length, AT_ONCE, PAGE_SECONDS);
  const silent = useCallSound(live ? ordered : []);
  if (!ordered.length) return null;
  return html`<section class="calls goes-stale" aria-label=${t("Calls for help")}>
    <ul>${ordered.slice(page.from, page.to).map(([id, call]) => html`<${Call} key=${id} call=${call} />`)}</ul>
    ${page.pages > 1 && html`<p class="calls-count">${t("%(count)s calls", { count: ordered.length })}</p>`}
    ${silent && html`<p class="calls-silent"><${Icon} name="info" />${t("This screen may not sound yet: touch it once.")}</p>`}
    <${PageDots} page=${page} />
  </section>`;
}
