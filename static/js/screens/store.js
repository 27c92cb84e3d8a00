// The parts people's page: what to look up, what is on its way, what to issue, what to price; the oldest wait first.
// Foremen and advisors read it.

import { html, useMemo, useState } from "../../vendor/preact.js";
import { cardsOf, createFeed } from "../core/feed.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account } from "../parts/account.js";
import { Calls } from "../parts/calls.js";
import { deskStandIn } from "../parts/desk_gate.js";
import { Clock, LiveMark, StaleBand, Today, screenClass } from "../parts/freshness.js";
import { Icon } from "../parts/icon.js";
import { useNow } from "../parts/standing.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { CancelPart, OrderPart } from "./store/dialogs.js";
import { PriceAddOn } from "./store/price.js";
import { FoundCard, LineCard } from "./store/items.js";
import { worklists } from "./store/worklists.js";

const feed = createFeed({ view: "parts" });

const LISTS = [
  { key: "wanted", icon: "search", title: () => t("To look up"), empty: () => t("Nothing to look up.") },
  { key: "ordered", icon: "clock", title: () => t("On its way"), empty: () => t("Nothing is ordered.") },
  { key: "here", icon: "check", title: () => t("To issue"), empty: () => t("Nothing to issue.") },
  { key: "found", icon: "wrench", title: () => t("Add-ons to price"), empty: () => t("Everything has a price.") },
];

function List({ list, items, acts }) {
  return html`<section class=${"worklist list-" + list.key} aria-label=${list.title()}>
    <h2><${Icon} name=${list.icon} /><span>${list.title()}</span> <strong>${items.length}</strong></h2>
    ${items.length ? html`<ul tabindex="0" aria-label=${list.title()}>${items.map((item) => (list.key === "found"
      ? html`<${FoundCard} key=${item.found.operation} item=${item} acts=${acts} />`
      : html`<${LineCard} key=${item.line.id} item=${item} acts=${acts} />`))}</ul>`
    : html`<p class="worklist-empty">${list.empty()}</p>`}
  </section>`;
}

function Late({ items }) {
  const late = useNow((time) => items.filter(({ line }) => line.expected_at !== null && line.expected_at < time).length, [items]).value;
  return html`<p class=${"number" + (late ? " number-late" : "")}><span>${t("Late deliveries")}</span><strong>${late}</strong></p>`;
}

// What is asked holds on to the line it was asked about; one that is gone from the lists meanwhile closes the question.
function Asked({ question, lists, onClose }) {
  if (!question) return null;
  const all = [...lists.wanted, ...lists.ordered, ...lists.here];
  const item = question.line ? all.find(({ line }) => line.id === question.line) : [...lists.found, ...lists.priced].find(({ found }) => found.operation === question.operation);
  if (!item) return null;
  if (question.kind === "order") return html`<${OrderPart} key=${question.line} item=${item} onClose=${onClose} />`;
  if (question.kind === "cancel") return html`<${CancelPart} key=${question.line} item=${item} onClose=${onClose} />`;
  return html`<${PriceAddOn} key=${question.operation} item=${item} onClose=${onClose} />`;
}

function PartsPage() {
  const lists = useMemo(() => worklists(cardsOf(feed.cards.value, "job")), [feed.cards.value]);
  const [question, ask] = useState(null);
  const acts = useMemo(() => ({ order: (line) => ask({ kind: "order", line }), cancel: (line) => ask({ kind: "cancel", line }), price: (operation) => ask({ kind: "price", operation }) }), []);
  feed.reloadWhen(() => !document.querySelector("[role='dialog']"));
  return html`<div class=${screenClass(feed, "store desk")}>
    <${StaleBand} feed=${feed} />
    <header class="bar">
      <h1 class="clip">${t("Parts")}</h1>
      <div class="numbers"><${Late} items=${lists.ordered} />
        <p class="number"><span>${t("With the customer")}</span><strong>${lists.priced.length}</strong></p></div>
      <div class="bar-end"><span class="bar-time"><${Today} /><${Clock} /></span><${LiveMark} feed=${feed} /><${Account} /></div>
    </header>
    <${Calls} feed=${feed} />
    <main class="worklists goes-stale">${LISTS.map((list) => html`<${List} key=${list.key} list=${list} items=${list.key === "found" ? [...lists.found, ...lists.priced] : lists[list.key]} acts=${acts} />`)}</main>
    <${Asked} question=${question} lists=${lists} onClose=${() => ask(null)} />
    <${Waiting} /><${Toasts} />
  </div>`;
}

function Screen() {
  return deskStandIn(feed) || html`<${PartsPage} />`;
}

mount(html`<${Screen} />`, { feed });
