// The audit: promises, corrections, cancellations, cards and set-up, found again by car, person, day and kind, and who came and
// went. The address holds the question, so that it can be kept and sent on.

import { html, useEffect, useState } from "../../vendor/preact.js";
import { get } from "../core/api.js";
import { dayAndTime } from "../core/durations.js";
import { serverNow } from "../core/clock.js";
import { N_, t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account } from "../parts/account.js";
import { Icon } from "../parts/icon.js";
import { Notice } from "../parts/notice.js";
import { Entries } from "../parts/story.js";
import { Toasts } from "../parts/toast.js";
import { Doors } from "./audit/doors.js";

const KINDS = [["", N_("All changes")], ["promises", N_("Promises")], ["corrections", N_("Corrections")], ["cancellations", N_("Cancellations")], ["cards", N_("Cards and links made invalid")], ["set_up", N_("Set-up changes")], ["all", N_("Everything that was done")]];
const FIELDS = ["kind", "plate", "number", "person", "day"];

function asked() {
  const given = new URLSearchParams(location.search);
  const question = {};
  FIELDS.forEach((name) => (question[name] = given.get(name) || ""));
  return question;
}

function wordsOf(question, before) {
  const given = new URLSearchParams();
  FIELDS.filter((name) => question[name]).forEach((name) => given.set(name, question[name].trim()));
  if (before) given.set("before", String(before));
  return given.toString();
}

function usePeople() {
  const [people, setPeople] = useState([]);
  useEffect(() => {
    get("/audit/people", { patience: 8000 }).then((told) => setPeople(told.people)).catch((refusal) => {
      if (!refusal.sentence) throw refusal;
    });
  }, []);
  return people;
}

// The pages that were fetched so far, under one another.
function usePages(question) {
  const [state, setState] = useState({ busy: true, failed: null, entries: [], next: null, back: null });
  const fetchMore = async (before, so_far) => {
    setState({ busy: true, failed: null, entries: so_far, next: null, back: null });
    try {
      const page = await get("/audit?" + wordsOf(question, before), { patience: 8000 });
      setState({ busy: false, failed: null, entries: so_far.concat(page.entries), next: page.next, back: page.looked_back_to });
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      setState({ busy: false, failed: refusal.sentence, entries: so_far, next: before, back: null });
    }
  };
  useEffect(() => {
    fetchMore(null, []);
  }, [question]);
  return { state, more: () => fetchMore(state.next, state.entries) };
}

function Question({ question, people, onAsk }) {
  const [typed, setTyped] = useState(question);
  const put = (name, value) => setTyped(Object.assign({}, typed, { [name]: value }));
  const now = (name, value) => (put(name, value), onAsk(Object.assign({}, typed, { [name]: value })));
  return html`<form class="audit-question" onSubmit=${(event) => (event.preventDefault(), onAsk(typed))}>
    <label class="field"><span>${t("What")}</span><select name="kind" value=${typed.kind} onChange=${(event) => now("kind", event.currentTarget.value)}>
      ${KINDS.map(([kind, name]) => html`<option key=${kind} value=${kind}>${t(name)}</option>`)}</select></label>
    <label class="field"><span>${t("Plate")}</span><input name="plate" type="text" maxlength="40" autocomplete="off" value=${typed.plate} onInput=${(event) => put("plate", event.currentTarget.value)} /></label>
    <label class="field"><span>${t("Job number")}</span><input name="number" type="text" maxlength="24" autocomplete="off" value=${typed.number} onInput=${(event) => put("number", event.currentTarget.value)} /></label>
    <label class="field"><span>${t("Who")}</span><select name="person" value=${typed.person} onChange=${(event) => now("person", event.currentTarget.value)}>
      <option value="">${t("Anybody")}</option>${people.map(({ id, name }) => html`<option key=${id} value=${String(id)}>${name}</option>`)}</select></label>
    <label class="field"><span>${t("Day")}</span><input name="day" type="date" value=${typed.day} onChange=${(event) => now("day", event.currentTarget.value)} /></label>
    <button class="button button-main"><${Icon} name="search" /><span>${t("Search")}</span></button>
  </form>`;
}

function Found({ state, more }) {
  const none = !state.entries.length && !state.busy && !state.failed;
  return html`<section class="audit-found" aria-busy=${state.busy ? "true" : "false"}>
    ${state.entries.length > 0 && html`<${Entries} entries=${state.entries} level="h2" />`}
    ${state.busy && html`<p role="status">${t("Searching…")}</p>`}
    ${state.failed && html`<p class="ask-refused" role="alert">${state.failed}</p>`}
    ${none && html`<${Notice} icon="search" title=${t("Nothing found")} text=${state.next === null ? t("Nothing of this kind was recorded. Ask for another day, person or car.") : ""} />`}
    ${state.back !== null && html`<p class="story-none">${t("Looked back to %(time)s.", { time: dayAndTime(state.back, serverNow()) })}</p>`}
    ${state.next !== null && !state.busy && html`<button class="button" onClick=${more}>${t("Look further back")}</button>`}
  </section>`;
}

function Changes({ people }) {
  const [question, setQuestion] = useState(asked);
  const { state, more } = usePages(question);
  const ask = (wanted) => {
    history.replaceState(null, "", "/audit?" + wordsOf(wanted));
    setQuestion(Object.assign({}, wanted));
  };
  return html`<${Question} question=${question} people=${people} onAsk=${ask} /><${Found} state=${state} more=${more} />`;
}

const PARTS = [["", N_("Changes"), Changes], ["#doors", N_("Sign-ins and refusals"), Doors]];

function Page() {
  const [part, setPart] = useState(location.hash);
  const people = usePeople();
  useEffect(() => {
    const onHash = () => setPart(location.hash);
    self.addEventListener("hashchange", onHash);
    return () => self.removeEventListener("hashchange", onHash);
  }, []);
  const current = PARTS.find(([hash]) => hash === part) || PARTS[0];
  const Part = current[2];
  return html`<div class="story-page">
    <header class="bar"><h1 class="clip">${t("Audit")}</h1><div class="bar-end"><${Account} /></div></header>
    <nav class="audit-parts" aria-label=${t("Audit")}>${PARTS.map(([hash, name]) => html`<a key=${hash} class="audit-part" href=${hash || "#"} aria-current=${current[0] === hash ? "page" : undefined}>${t(name)}</a>`)}</nav>
    <main class="story-main"><${Part} people=${people} /></main>
    <${Toasts} />
  </div>`;
}

mount(html`<${Page} />`);
