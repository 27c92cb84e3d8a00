// The desk of advisors, cashiers and the gate: their cars, the next step of each, and taking in a new one.

import { html, useEffect, useLayoutEffect, useMemo, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { cardsOf, createFeed } from "../core/feed.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account } from "../parts/account.js";
import { deskStandIn } from "../parts/desk_gate.js";
import { Clock, LiveMark, StaleBand, Today, screenClass } from "../parts/freshness.js";
import { Icon } from "../parts/icon.js";
import { standing, useNow } from "../parts/standing.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { Cars } from "./desk/cars.js";
import { BANNERS, QUESTIONS } from "./desk/hooks.js";
import { NewJob } from "./desk/new_job.js";
import { Sheet } from "./desk/sheet.js";
import { deskSteps, questionOf } from "./desk/steps.js";

const feed = createFeed({ view: "desk" });
const roles = boot.person ? boot.person.roles : [];
const takesIn = Boolean(boot.person) && boot.person.actions.includes("take_in");

function byPromise(one, other) {
  return (one.job.promised_at || Infinity) - (other.job.promised_at || Infinity) || one.id - other.id;
}

function isMine({ job }) {
  return Boolean(job.advisor && boot.person && job.advisor.id === boot.person.id);
}

function matches({ job }, typed) {
  const wanted = typed.normalize("NFKC").toLowerCase().replace(/[\s·•・]/g, "");
  return !wanted || [job.plate.text, job.number, job.customer.name, job.customer.phone || ""].some((text) => text.toLowerCase().replace(/[\s·•・]/g, "").includes(wanted));
}

function Filter({ filter, choices, onChange }) {
  return html`<div class="chips" role="group" aria-label=${t("Which cars")}>
    ${choices.map(([key, text, count]) => html`<button key=${key} class="chip" aria-pressed=${filter === key ? "true" : "false"} onClick=${() => onChange(key)}>${text} ${count}</button>`)}
  </div>`;
}

function Numbers({ site, jobs }) {
  const late = useNow((time) => jobs.filter(({ job }) => standing(job, time) === "late").length, [jobs]).value;
  const toTell = jobs.filter(({ job }) => job.stage === "ready" && job.announced_at === null).length;
  return html`<div class="numbers">
    <p class="number"><span>${t("In shop")}</span><strong>${site ? site.in_shop : "—"}</strong></p>
    <p class=${"number" + (late ? " number-late" : "")}><span>${t("Late")}</span><strong>${late}</strong></p>
    <p class=${"number" + (toTell ? " number-warn" : "")}><span>${t("To be told")}</span><strong>${toTell}</strong></p>
  </div>`;
}

// The form has its own address, so that the browser's way back leaves it, and a reload stays in it.
function useNewJob() {
  const [open, setOpen] = useState(takesIn && location.hash === "#new");
  useEffect(() => {
    const onHash = () => setOpen(takesIn && location.hash === "#new");
    self.addEventListener("hashchange", onHash);
    return () => self.removeEventListener("hashchange", onHash);
  }, []);
  return [open, (wanted) => (location.hash = wanted ? "#new" : "")];
}

function useKeys(onNew) {
  useLayoutEffect(() => {
    const onKey = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [aria-modal='true']")) return;
      if (event.key === "/") document.getElementById("search").focus();
      else if (event.key.toLowerCase() === "n" && takesIn) onNew();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function Asked({ question, jobs, onClose }) {
  const car = question && (jobs.find(({ id }) => id === question.id) || question.was);
  if (!car) return null;
  const Question = QUESTIONS[question.kind];
  return html`<${Question} id=${car.id} job=${car.job} step=${question.step} onClose=${onClose} />`;
}

function Desk() {
  const jobs = useMemo(() => cardsOf(feed.cards.value, "job").map(([id, job]) => ({ id, job })).sort(byPromise), [feed.cards.value]);
  const people = useMemo(() => cardsOf(feed.cards.value, "person").map(([, person]) => person), [feed.cards.value]);
  const [filter, setFilter] = useState(roles.includes("advisor") ? "mine" : "all");
  const [typed, setTyped] = useState("");
  const [opened, open] = useState(null);
  const [question, ask] = useState(null);
  const [creating, setCreating] = useNewJob();
  const askAbout = (kind, id, step) => ask({ kind, id, step, was: cardsOf(feed.cards.peek(), "job").map(([each, job]) => ({ id: each, job })).find((car) => car.id === id) });
  const acts = useMemo(() => ({ open, ask: askAbout, askStep: (id, step) => askAbout(questionOf(step), id, step) }), []);
  useKeys(() => setCreating(true));
  useEffect(() => feed.reloadWhen(() => location.hash !== "#new" && !document.querySelector("[role='dialog']")), []);
  const mine = jobs.filter(isMine);
  const ready = jobs.filter(({ job }) => deskSteps(job).length > 0);
  const lists = { mine, all: jobs, turn: ready };
  const shown = (typed ? jobs : lists[filter]).filter((car) => matches(car, typed));
  const sheet = opened === null ? null : jobs.find(({ id }) => id === opened);
  const choices = [...(roles.includes("advisor") ? [["mine", t("Mine"), mine.length]] : []), ["turn", t("Your turn"), ready.length], ["all", t("All cars"), jobs.length]];
  return html`<div class=${screenClass(feed, "desk")}>
    <${StaleBand} feed=${feed} />
    <header class="bar">
      <h1 class="clip">${creating ? t("New job") : t("Desk")}</h1>
      <${Numbers} site=${feed.cards.value.get("site:1")} jobs=${jobs} />
      <div class="bar-end"><span class="bar-time"><${Today} /><${Clock} /></span><${LiveMark} feed=${feed} /><${Account} /></div>
    </header>
    ${!creating && BANNERS.map((Banner, index) => html`<${Banner} key=${index} feed=${feed} />`)}
    ${creating ? html`<main class="desk-main"><${NewJob} people=${people} onClose=${() => setCreating(false)} /></main>` : html`<main class="desk-main">
      <div class="desk-tools">
        <label class="search"><${Icon} name="search" /><span class="visually-hidden">${t("Search")}</span><input id="search" type="search" autocomplete="off" placeholder=${t("Plate, number or customer")} value=${typed} onInput=${(event) => setTyped(event.currentTarget.value)} /></label>
        <${Filter} filter=${typed ? "all" : filter} choices=${choices} onChange=${(key) => (setTyped(""), setFilter(key))} />
        ${takesIn && html`<button class="button button-main new-button" onClick=${() => setCreating(true)}><${Icon} name="plus" /><span>${t("New job")}</span></button>`}
      </div>
      <div class="desk-list goes-stale"><${Cars} cars=${shown} filter=${jobs.length ? filter : "all"} typed=${typed} acts=${acts} onAll=${() => setFilter("all")} onNew=${takesIn ? () => setCreating(true) : null} /></div>
    </main>`}
    ${sheet && !creating && html`<${Sheet} key=${opened} id=${opened} job=${sheet.job} acts=${acts} onClose=${() => open(null)} />`}
    <${Asked} question=${question} jobs=${jobs} onClose=${() => ask(null)} />
    <${Waiting} /><${Toasts} />
  </div>`;
}

function Screen() {
  return deskStandIn(feed) || html`<${Desk} />`;
}

mount(html`<${Screen} />`, { feed });
