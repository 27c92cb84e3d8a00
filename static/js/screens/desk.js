// The desk of advisors, cashiers and the gate: what needs them next, all their cars, and taking in a new one.

import { html, useEffect, useLayoutEffect, useMemo, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { cardsOf, createFeed, siteOf } from "../core/feed.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account } from "../parts/account.js";
import { CloseCaseDialog, OpenCaseDialog } from "../parts/cases.js";
import { deskStandIn } from "../parts/desk_gate.js";
import { Clock, LiveMark, StaleBand, Today, screenClass } from "../parts/freshness.js";
import { Icon } from "../parts/icon.js";
import { standing, useNow } from "../parts/standing.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { useArrivals } from "./desk/arrivals.js";
import { Cars } from "./desk/cars.js";
import { BANNERS, QUESTIONS } from "./desk/hooks.js";
import { Left, useLeft } from "./desk/left.js";
import { NewJob } from "./desk/new_job.js";
import { Next, useNext } from "./desk/next.js";
import { Sheet } from "./desk/sheet.js";
import { questionOf } from "./desk/steps.js";

const feed = createFeed({ view: "desk" });
const roles = boot.person ? boot.person.roles : [];
const isAdvisor = roles.includes("advisor");
const takesIn = Boolean(boot.person) && boot.person.actions.includes("take_in");

function byPromise(one, other) {
  return (one.job.promised_at || Infinity) - (other.job.promised_at || Infinity) || one.id - other.id;
}

function isMine({ job }) {
  return Boolean(job.advisor && boot.person && job.advisor.id === boot.person.id);
}

function isMineOrNobodys(car) {
  return car.job.advisor === null || isMine(car);
}

function matches({ job }, typed) {
  const wanted = typed.normalize("NFKC").toLowerCase().replace(/[\s·•・]/g, "");
  return !wanted || [job.plate.text, job.number, job.customer.name, job.customer.phone || ""].some((text) => text.toLowerCase().replace(/[\s·•・]/g, "").includes(wanted));
}

const WHOSE_KEPT = "board-desk-whose";

// My cars or everybody's: kept in this browser, since one desk belongs to one person.
function useWhose() {
  const [whose, setWhose] = useState(() => (isAdvisor && localStorage.getItem(WHOSE_KEPT) !== "all" ? "mine" : "all"));
  const choose = (chosen) => {
    localStorage.setItem(WHOSE_KEPT, chosen);
    setWhose(chosen);
  };
  return [whose, choose];
}

function Whose({ whose, choices, onChange }) {
  return html`<div class="chips" role="group" aria-label=${t("Which cars")}>
    ${choices.map(([key, text, count]) => html`<button key=${key} class="chip" aria-pressed=${whose === key ? "true" : "false"} onClick=${() => onChange(key)}>${text} ${count}</button>`)}
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

function Asked({ question, jobs, people, onClose }) {
  if (!question) return null;
  if (question.kind === "complaint") return html`<${AskedCase} id=${question.id} was=${question.was} onClose=${onClose} />`;
  if (question.kind === "complain-left") return html`<${OpenCaseDialog} id=${question.id} car=${question.was} people=${people} onClose=${onClose} />`;
  const car = jobs.find(({ id }) => id === question.id) || question.was;
  if (!car) return null;
  const Question = QUESTIONS[question.kind];
  return html`<${Question} id=${car.id} job=${car.job} step=${question.step} people=${people} onClose=${onClose} />`;
}

function AskedCase({ id, was, onClose }) {
  return html`<${CloseCaseDialog} id=${id} card=${feed.cards.value.get("complaint:" + id) || was} onClose=${onClose} />`;
}

function useQuestions(open) {
  const [question, ask] = useState(null);
  const acts = useMemo(() => {
    const car = (id) => ({ id, job: feed.cards.peek().get("job:" + id) });
    const askAbout = (kind, id, step) => ask({ kind, id, step, was: car(id) });
    return {
      open,
      ask: askAbout,
      askStep: (id, step) => askAbout(questionOf(step), id, step),
      askCase: (id) => ask({ kind: "complaint", id, was: feed.cards.peek().get("complaint:" + id) }),
      askComplaint: (stay) => ask({ kind: "complain-left", id: stay.job, was: { ...stay, advisor: null } }),
    };
  }, []);
  return [question, acts, () => ask(null)];
}

function useCars() {
  const cards = feed.cards.value;
  return useMemo(() => ({
    jobs: cardsOf(cards, "job").map(([id, job]) => ({ id, job })).sort(byPromise),
    people: cardsOf(cards, "person").map(([, person]) => person),
    cases: cardsOf(cards, "complaint"),
  }), [cards]);
}

function Desk() {
  const { jobs, people, cases } = useCars();
  const [whose, setWhose] = useWhose();
  const [typed, setTyped] = useState("");
  const [allLines, setAllLines] = useState(false);
  const [opened, open] = useState(null);
  const [question, acts, answered] = useQuestions(open);
  const [creating, setCreating] = useNewJob();
  useKeys(() => setCreating(true));
  useArrivals(jobs, open);
  useEffect(() => feed.reloadWhen(() => location.hash !== "#new" && !document.querySelector("[role='dialog']")), []);
  const mine = useMemo(() => jobs.filter(isMine), [jobs]);
  const lines = useNext(useMemo(() => (whose === "all" ? jobs : jobs.filter(isMineOrNobodys)), [jobs, whose]), cases);
  const stays = useLeft(typed, jobs);
  const shown = (typed || whose === "all" ? jobs : mine).filter((car) => matches(car, typed));
  const sheet = opened === null ? null : jobs.find(({ id }) => id === opened);
  const choices = [["mine", t("My cars"), mine.length], ["all", t("Everybody's"), jobs.length]];
  return html`<div class=${screenClass(feed, "desk")}>
    <${StaleBand} feed=${feed} />
    <header class="bar">
      <h1 class="clip">${creating ? t("New job") : t("Desk")}</h1>
      <${Numbers} site=${siteOf(feed.cards.value)} jobs=${jobs} />
      <div class="bar-end"><span class="bar-time"><${Today} /><${Clock} /></span><${LiveMark} feed=${feed} /><${Account} /></div>
    </header>
    ${!creating && BANNERS.map((Banner, index) => html`<${Banner} key=${index} feed=${feed} />`)}
    ${creating ? html`<main class="desk-main"><${NewJob} people=${people} onClose=${() => setCreating(false)} /></main>` : html`<main class="desk-main">
      <div class="desk-tools">
        <label class="search"><${Icon} name="search" /><span class="visually-hidden">${t("Search")}</span><input id="search" type="search" autocomplete="off" placeholder=${t("Plate, number, customer or phone")} value=${typed} onInput=${(event) => setTyped(event.currentTarget.value)} /></label>
        ${isAdvisor && html`<${Whose} whose=${typed ? "all" : whose} choices=${choices} onChange=${(key) => (setTyped(""), setWhose(key))} />`}
        ${takesIn && html`<button class="button button-main new-button" onClick=${() => setCreating(true)}><${Icon} name="plus" /><span>${t("New job")}</span></button>`}
      </div>
      <div class="desk-list goes-stale">
        ${!typed && html`<${Next} lines=${lines} all=${allLines} onAll=${() => setAllLines(true)} acts=${acts} />`}
        ${(!typed || shown.length > 0 || !(stays.found.length || stays.failed || stays.looking)) && html`<${Cars} cars=${shown} filter=${jobs.length ? whose : "all"} typed=${typed} acts=${acts} onAll=${() => setWhose("all")} onNew=${takesIn ? () => setCreating(true) : null} />`}
        ${typed && html`<${Left} stays=${stays} acts=${acts} />`}
      </div>
    </main>`}
    ${sheet && !creating && html`<${Sheet} key=${opened} id=${opened} job=${sheet.job} acts=${acts} onClose=${() => open(null)} />`}
    <${Asked} question=${question} jobs=${jobs} people=${people} onClose=${answered} />
    <${Waiting} /><${Toasts} />
  </div>`;
}

function Screen() {
  return deskStandIn(feed) || html`<${Desk} />`;
}

mount(html`<${Screen} />`, { feed });
