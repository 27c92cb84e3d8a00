// What happened to a car: who did what, when, with what was before and after.
//
//   html`<${Entries} entries=${entries} latestFirst />`   entries as the server tells them (board/screens/telling.py)
//   html`<${Story} id=${17} job=${job} />`                in a sheet: fetched when it opens, and again when the car's card changes

import { html, useEffect, useState } from "../../vendor/preact.js";
import { get } from "../core/api.js";
import { boot } from "../core/boot.js";
import { clockSeconds, clockTime, longDate, siteDay } from "../core/durations.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";
import { PhotoStrip } from "./photo.js";
import { LOUD, partName, partValue, sentenceOf, whoOf } from "./telling.js";

const maySee = Boolean(boot.person) && boot.person.actions.includes("read_story");

function isChange(part) {
  return part.before !== null && part.before !== undefined;
}

function Part({ part, at }) {
  const value = (side) => partValue(part, side, at);
  if (!isChange(part)) return html`<li><span>${partName(part)}</span> <b>${value(part.after)}</b></li>`;
  return html`<li><span>${partName(part)}</span> <s>${value(part.before)}</s> <span class="visually-hidden">${t("then")}</span><span aria-hidden="true">→</span> <b>${value(part.after)}</b></li>`;
}

function OtherJob({ entry }) {
  if (!entry.job) return null;
  return html`<a class="story-job" href=${"/jobs/" + entry.job.id + "/story"}>${entry.job.plate.text} · ${entry.job.number}</a>`;
}

function Entry({ entry, children }) {
  const failed = entry.how === "failed";
  const late = entry.recorded_at === null ? null : t("recorded at %(time)s", { time: clockTime(entry.recorded_at) });
  return html`<li class=${"story-entry" + (failed ? " is-failed" : LOUD.includes(entry.verb) ? " is-loud" : "")} data-verb=${entry.verb}>
    <time title=${clockSeconds(entry.at)}>${clockTime(entry.at)}</time>
    <div>
      <p>${failed && html`<${Icon} name="circle-alert" />`}<strong>${whoOf(entry)}</strong> ${sentenceOf(entry)} <${OtherJob} entry=${entry} /> ${late && html`<small>${late}</small>`}${children}</p>
      ${entry.parts.length > 0 && html`<ul class="story-parts">${entry.parts.map((part, index) => html`<${Part} key=${index} part=${part} at=${entry.at} />`)}</ul>`}
      <${PhotoStrip} ids=${entry.photos} />
    </div>
  </li>`;
}

function byDay(entries) {
  const days = [];
  entries.forEach((entry) => {
    const day = siteDay(entry.at);
    if (!days.length || days[days.length - 1].day !== day) days.push({ day, at: entry.at, entries: [] });
    days[days.length - 1].entries.push(entry);
  });
  return days;
}

export function Entries({ entries, latestFirst, level }) {
  const ordered = latestFirst ? entries.slice().reverse() : entries;
  const Heading = level || "h4";
  return html`<div class="story">${byDay(ordered).map(({ day, at, entries: those }) => html`<section key=${day} class="story-day">
    <${Heading}>${longDate(at)}<//>
    <ol>${those.map((entry) => html`<${Entry} key=${entry.revision} entry=${entry} />`)}</ol>
  </section>`)}</div>`;
}

export function useStory(id, job) {
  const [state, setState] = useState({ story: null, failed: null });
  useEffect(() => {
    let wanted = true;
    get("/jobs/" + id + "/story", { patience: 8000 })
      .then((story) => wanted && setState({ story, failed: null }))
      .catch((refusal) => {
        if (!refusal.sentence) throw refusal;
        if (wanted) setState({ story: null, failed: refusal.sentence });
      });
    return () => {
      wanted = false;
    };
  }, [id, job]);
  return state;
}

export function Story({ id, job }) {
  return maySee ? html`<${Fetched} id=${id} job=${job} />` : null;
}

function Fetched({ id, job }) {
  const { story, failed } = useStory(id, job);
  return html`<section class="drawer-part"><h3>${t("Story")}</h3>
    ${failed && html`<p class="ask-refused" role="alert">${failed}</p>`}
    ${!story && !failed && html`<p class="drawer-loading" role="status">${t("Fetching the record…")}</p>`}
    ${story && html`<${Entries} entries=${story.entries} latestFirst />
      <p><a class="button" href=${"/jobs/" + id + "/story"}><${Icon} name="list-checks" /><span>${t("The whole story")}</span></a></p>`}
  </section>`;
}
