// The follow-up: whom to call after delivery, soonest due first, and the complaints with their owners and deadlines.

import { html, useEffect, useMemo, useState } from "../../vendor/preact.js";
import { cardsOf, createFeed } from "../core/feed.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account } from "../parts/account.js";
import { CloseCaseDialog, GiveCaseDialog } from "../parts/cases.js";
import { deskStandIn } from "../parts/desk_gate.js";
import { Clock, LiveMark, StaleBand, Today, screenClass } from "../parts/freshness.js";
import { Icon } from "../parts/icon.js";
import { useNow } from "../parts/standing.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { CallDialog } from "./follow_up/call_dialog.js";
import { Calls } from "./follow_up/calls.js";
import { Cases } from "./follow_up/cases.js";

const feed = createFeed({ view: "follow_up" });

function byDue([one, first], [other, second]) {
  return first.due_at - second.due_at || one - other;
}

function matches(card, typed) {
  const wanted = typed.normalize("NFKC").toLowerCase().replace(/[\s·•・]/g, "");
  return !wanted || [card.plate.text, card.number, card.customer.name, card.customer.phone || ""].some((text) => text.toLowerCase().replace(/[\s·•・]/g, "").includes(wanted));
}

function Numbers({ calls, cases }) {
  const late = useNow((time) => [calls, cases].map((cards) => cards.filter(([, card]) => time > card.due_at).length).join(), [calls, cases]).value.split(",");
  const numbers = [
    [t("To be called"), calls.length, ""],
    [t("Calls overdue"), late[0], Number(late[0]) ? " number-late" : ""],
    [t("Complaints"), cases.length, ""],
    [t("Complaints overdue"), late[1], Number(late[1]) ? " number-late" : ""],
  ];
  return html`<div class="numbers">${numbers.map(([name, count, tone], index) => html`<p key=${index} class=${"number" + tone}><span>${name}</span><strong>${count}</strong></p>`)}</div>`;
}

function Asked({ question, people, onClose }) {
  if (!question) return null;
  const { kind, id } = question;
  const card = feed.cards.value.get((kind === "call" ? "job:" : "complaint:") + id) || question.was;
  if (kind === "call") return html`<${CallDialog} id=${id} card=${card} people=${people} onClose=${onClose} />`;
  if (kind === "give") return html`<${GiveCaseDialog} id=${id} card=${card} people=${people} onClose=${onClose} />`;
  return html`<${CloseCaseDialog} id=${id} card=${card} onClose=${onClose} />`;
}

function FollowUp() {
  const cards = feed.cards.value;
  const calls = useMemo(() => cardsOf(cards, "job").sort(byDue), [cards]);
  const cases = useMemo(() => cardsOf(cards, "complaint").sort(byDue), [cards]);
  const people = useMemo(() => cardsOf(cards, "person").map(([, person]) => person), [cards]);
  const [typed, setTyped] = useState("");
  const [question, ask] = useState(null);
  useEffect(() => feed.reloadWhen(() => !document.querySelector("[role='dialog']")), []);
  const askAbout = (kind, id, was) => ask({ kind, id, was });
  const fitting = (all) => all.filter(([, card]) => matches(card, typed));
  return html`<div class=${screenClass(feed, "follow-up")}>
    <${StaleBand} feed=${feed} />
    <header class="bar">
      <h1 class="clip">${t("Follow-up")}</h1>
      <${Numbers} calls=${calls} cases=${cases} />
      <div class="bar-end"><span class="bar-time"><${Today} /><${Clock} /></span><${LiveMark} feed=${feed} /><${Account} /></div>
    </header>
    <div class="follow-up-tools"><label class="search"><${Icon} name="search" /><span class="visually-hidden">${t("Search")}</span><input id="search" type="search" autocomplete="off" placeholder=${t("Plate, number, customer or phone")} value=${typed} onInput=${(event) => setTyped(event.currentTarget.value)} /></label></div>
    <main class="follow-up-main goes-stale">
      <${Calls} calls=${fitting(calls)} none=${calls.length === 0} onCall=${(id, card) => askAbout("call", id, card)} />
      <${Cases} cases=${fitting(cases)} none=${cases.length === 0} onAsk=${askAbout} />
    </main>
    <${Asked} question=${question} people=${people} onClose=${() => ask(null)} />
    <${Waiting} /><${Toasts} />
  </div>`;
}

function Screen() {
  return deskStandIn(feed) || html`<${FollowUp} />`;
}

mount(html`<${Screen} />`, { feed });
