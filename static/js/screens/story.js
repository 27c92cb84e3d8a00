// The story of one job, to be read through and printed: where the time went, what was promised, and everything that was done.

import { html, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { serverNow } from "../core/clock.js";
import { clockTime, dayAndTime, duration, minutesSince } from "../core/durations.js";
import { t, word } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account } from "../parts/account.js";
import { Icon } from "../parts/icon.js";
import { Notice } from "../parts/notice.js";
import { Plate } from "../parts/plate.js";
import { Entries, useStory } from "../parts/story.js";
import { LOUD } from "../parts/telling.js";
import { Toasts } from "../parts/toast.js";

const CLOSED = ["delivered", "followed_up", "cancelled"];
const TONES = { paused: "warn", self_check: "check", leader_check: "check", final_check: "check", wash_queue: "wash", washing: "wash", ready: "ok", handover: "ok", settled: "ok" };

function moment(at) {
  return at === null ? "—" : dayAndTime(at, serverNow());
}

function Fact({ name, children }) {
  return html`<div class="fact"><dt>${name}</dt><dd>${children}</dd></div>`;
}

function stayMinutes(story) {
  const { job, stays } = story;
  const end = job.delivered_at || (CLOSED.includes(job.stage) && stays.length ? stays[stays.length - 1].from_at : serverNow());
  return minutesSince(job.taken_in_at, end);
}

function Head({ story }) {
  const { job } = story;
  const late = job.delivered_at !== null && job.first_promised_at !== null && job.delivered_at > job.first_promised_at;
  return html`<section class="story-head">
    <div class="story-car"><${Plate} plate=${job.plate} size="large" /><div><strong>${[job.model, job.colour].filter(Boolean).join(" · ")}</strong>
      <span>${job.number} · ${word("service_type", job.service_type)} · ${word("stage", job.stage)}</span></div></div>
    <dl class="facts">
      <${Fact} name=${t("Customer")}>${job.customer.name || "—"}<//>
      <${Fact} name=${t("Advisor")}>${job.advisor || "—"}<//>
      <${Fact} name=${t("Came")}>${moment(job.taken_in_at)}<//>
      <${Fact} name=${t("First promise")}>${moment(job.first_promised_at)}<//>
      <${Fact} name=${t("Promised")}>${moment(job.promised_at)}<//>
      <${Fact} name=${t("Delivered")}>${moment(job.delivered_at)} ${late && html`<span class="badge badge-late"><${Icon} name="triangle-alert" />${t("after the first promise")}</span>`}<//>
      <${Fact} name=${t("In the shop for")}>${duration(stayMinutes(story))}<//>
      <${Fact} name=${t("Rework")}>${job.reworks}<//>
    </dl>
    ${job.concern && html`<p class="concern">${job.concern}</p>`}
  </section>`;
}

function lasted(stay) {
  return minutesSince(stay.from_at, stay.until_at === null ? serverNow() : stay.until_at);
}

function Stages({ stays, closed }) {
  const shown = stays.filter((stay) => !CLOSED.includes(stay.stage));
  if (!shown.length) return null;
  const all = shown.reduce((sum, stay) => sum + lasted(stay), 0) || 1;
  return html`<section class="story-part"><h2>${t("Where the time went")}</h2>
    <div class="stay-bar" aria-hidden="true">${shown.map((stay, index) => html`<i key=${index} class=${"stay stay-" + (TONES[stay.stage] || "plain")} style=${{ flexGrow: Math.max(lasted(stay), all / 200) }}></i>`)}</div>
    <ol class="stays">${shown.map((stay, index) => html`<li key=${index}><i class=${"stay-dot stay-" + (TONES[stay.stage] || "plain")} aria-hidden="true"></i>
      <span>${word("stage", stay.stage)}</span><time>${clockTime(stay.from_at)}</time><b>${stay.until_at === null && !closed ? t("%(time)s so far", { time: duration(lasted(stay)) }) : duration(lasted(stay))}</b></li>`)}</ol>
  </section>`;
}

function Promises({ promises }) {
  return html`<section class="story-part"><h2>${t("What was promised")}</h2>
    ${promises.length === 0 && html`<p class="story-none">${t("No time was promised.")}</p>`}
    ${promises.length > 0 && html`<div class="story-table" tabindex="0" role="region" aria-label=${t("What was promised")}><table>
      <thead><tr><th>${t("When")}</th><th>${t("Promise before")}</th><th>${t("Promise")}</th><th>${t("Reason")}</th><th>${t("Who told the customer")}</th><th>${t("By")}</th></tr></thead>
      <tbody>${promises.map((line, index) => html`<tr key=${index}><td>${moment(line.at)}</td><td>${moment(line.was_at)}</td><td><b>${moment(line.promised_at)}</b></td>
        <td>${line.reason || "—"}</td><td>${line.told || "—"}</td><td>${line.by || "—"}</td></tr>`)}</tbody></table></div>`}
  </section>`;
}

function All({ entries }) {
  const [loud, setLoud] = useState(false);
  const changes = entries.filter((entry) => LOUD.includes(entry.verb) || entry.how === "failed");
  const shown = loud ? changes : entries;
  return html`<section class="story-part"><div class="story-title"><h2>${t("What happened")}</h2>
      <div class="chips no-print" role="group" aria-label=${t("Which entries")}>
        <button class="chip" aria-pressed=${loud ? "false" : "true"} onClick=${() => setLoud(false)}>${t("Everything")} ${entries.length}</button>
        <button class="chip" aria-pressed=${loud ? "true" : "false"} onClick=${() => setLoud(true)}>${t("Changes and corrections")} ${changes.length}</button>
      </div></div>
    ${shown.length === 0 && html`<p class="story-none">${t("Nothing was changed or corrected.")}</p>`}
    <${Entries} entries=${shown} level="h3" />
  </section>`;
}

function Body({ state }) {
  if (state.failed) {
    return html`<${Notice} kind="error" icon="circle-alert" title=${t("The story can't be shown")} text=${state.failed}>
      <button class="button button-main" onClick=${() => location.reload()}>${t("Try again")}</button><//>`;
  }
  if (!state.story) return html`<${Notice} loading icon="refresh-cw" title=${t("Fetching the record…")} />`;
  const { story } = state;
  return html`<${Head} story=${story} />
    <${Stages} stays=${story.stays} closed=${CLOSED.includes(story.job.stage)} />
    <${Promises} promises=${story.promises} />
    <${All} entries=${story.entries} />`;
}

function Page() {
  const state = useStory(boot.job, null);
  return html`<div class="story-page">
    <header class="bar no-print"><h1 class="clip">${t("The story of a job")}</h1>
      <div class="bar-end"><button class="bar-button" onClick=${() => self.print()}><${Icon} name="printer" /><span>${t("Print")}</span></button><${Account} /></div></header>
    <main class="story-main"><${Body} state=${state} /></main>
    <${Toasts} />
  </div>`;
}

mount(html`<${Page} />`);
