// One paired screen: what it is set to, how it is, and what can be done to it at once.

import { html, useState } from "../../../vendor/preact.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime, duration } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { readClock } from "../../parts/time_of_day.js";
import { change } from "./data.js";
import { Select, TextField, Tick, useForm } from "./forms.js";
import { LANGUAGES, VIEWS, WALLS, viewChoices } from "./screen_words.js";
import { EditSheet, Sure } from "./sheet.js";

const FIRST_TURNS = { workshop: 30, lounge: 15 };
const MOST_TURNS = 6;

function Turn({ turn, index, turns, set }) {
  const put = (part) => set(turns.map((each, i) => (i === index ? { ...each, ...part } : each)));
  const name = t("Turn %(number)s", { number: index + 1 });
  return html`<li class="turn">
    <select aria-label=${t("%(turn)s: it shows", { turn: name })} value=${turn.view} onChange=${(event) => put({ view: event.currentTarget.value })}>${WALLS.map((view) => html`<option key=${view} value=${view}>${t(VIEWS[view])}</option>`)}</select>
    <input aria-label=${t("%(turn)s: seconds", { turn: name })} inputmode="numeric" maxlength="4" value=${turn.seconds} onInput=${(event) => put({ seconds: Number(event.currentTarget.value.replace(/\D/g, "")) })} /><span>${t("seconds")}</span>
    ${turns.length > 2 && html`<button type="button" class="button button-small" aria-label=${t("%(turn)s: leave out", { turn: name })} onClick=${() => set(turns.filter((each) => each !== turn))}><${Icon} name="x" /></button>`}
  </li>`;
}

function Playlist({ form, wrong }) {
  const turns = form.values.playlist;
  const set = (playlist) => form.set({ playlist, ...(playlist.length ? { view: playlist[0].view } : {}) });
  const both = WALLS.map((view) => ({ view, seconds: FIRST_TURNS[view] }));
  return html`<fieldset class=${"tick-field" + (wrong.playlist ? " field-wrong" : "")}><legend>${t("In turn")}</legend>
    <${Tick} label=${t("Show several walls in turn")} value=${turns.length > 0} onChange=${(on) => set(on ? both : [])} />
    ${turns.length > 0 && html`<ol class="turns">${turns.map((turn, index) => html`<${Turn} key=${index} turn=${turn} index=${index} turns=${turns} set=${set} />`)}</ol>
      ${turns.length < MOST_TURNS && html`<button type="button" class="button button-small" onClick=${() => set([...turns, { view: "workshop", seconds: 30 }])}><${Icon} name="plus" /><span>${t("One more turn")}</span></button>`}`}
    ${wrong.playlist && html`<p class="field-sentence" role="alert">${wrong.playlist}</p>`}
  </fieldset>`;
}

function Night({ form, wrong }) {
  const sleeps = form.values.sleep_from !== null;
  const time = (name, label) => html`<label><span>${label}</span><input type="text" inputmode="numeric" autocomplete="off" maxlength="5" placeholder="20:00" name=${name} value=${form.values[name]} onInput=${(event) => form.set({ [name]: event.currentTarget.value })} /></label>`;
  return html`<fieldset class=${"tick-field" + (wrong.start ? " field-wrong" : "")}><legend>${t("At night")}</legend>
    <${Tick} label=${t("Goes black, and wakes by itself")} value=${sleeps} onChange=${(on) => form.set(on ? { sleep_from: "20:00", sleep_until: "07:00" } : { sleep_from: null, sleep_until: null })} />
    ${sleeps && html`<div class="night">${time("sleep_from", t("from"))}${time("sleep_until", t("until"))}</div>`}
    ${wrong.start && html`<p class="field-sentence" role="alert">${wrong.start}</p>`}
  </fieldset>`;
}

function Facts({ screen }) {
  const { health } = screen;
  const at = (time) => dayAndTime(time, serverNow());
  const facts = [[t("Number"), screen.id], [t("Paired"), at(screen.paired_at)]];
  if (health) {
    facts.push([t("Last heard of"), at(health.seen_at)], [t("Page open for"), duration(health.uptime_s / 60)], [t("Screen"), health.width + " × " + health.height], [t("Browser"), health.browser || "–"], [t("Version"), health.version]);
    if (health.memory_mb !== null) facts.push([t("Memory of the page"), health.memory_mb + " MB"]);
    facts.push([t("Errors since it was opened"), health.errors]);
  }
  return html`<section class="sheet-part"><h3>${t("How it is")}</h3>
    <dl class="screen-facts">${facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${health && health.last_error && html`<p class="screen-error"><${Icon} name="circle-alert" /><code>${health.last_error}</code></p>`}
  </section>`;
}

function Act({ screen, verb, icon, text, said }) {
  const sending = useSending(() => change("/set-up/screens/" + screen.id + "/" + verb, {}, said), () => null);
  return html`<button type="button" class="button" disabled=${sending.busy} onClick=${sending.go}><${Icon} name=${icon} /><span>${text}</span></button><${RefusedHere} refusal=${sending.refusal} />`;
}

function More({ screen, onRevoke }) {
  return html`<section class="sheet-part"><h3>${t("At once")}</h3><div class="drawer-acts">
      <${Act} screen=${screen} verb="identify" icon="monitor" text=${t("Which one is it?")} said=${t("It shows its name and number for ten seconds.")} />
      <${Act} screen=${screen} verb="reload" icon="refresh-cw" text=${t("Load it anew")} said=${t("It loads itself anew within seconds.")} />
      <button type="button" class="button button-danger" onClick=${onRevoke}>${t("Take away")}</button>
    </div></section>
    <${Facts} screen=${screen} />`;
}

function startOf({ name, view, language, playlist, sleep_from, sleep_until }) {
  return { name, view, language, playlist, sleep_from, sleep_until };
}

export function KnownScreen({ screen, onClose }) {
  const form = useForm(startOf(screen));
  const [seen] = useState(screen.seen);
  const [revoking, revoke] = useState(false);
  const wall = WALLS.includes(form.values.view);
  const night = (typed) => (typed === null ? null : readClock(typed) || typed);
  const body = wall ? { ...form.values, sleep_from: night(form.values.sleep_from), sleep_until: night(form.values.sleep_until) } : { ...form.values, playlist: [], sleep_from: null, sleep_until: null };
  const save = () => change("/set-up/screens/" + screen.id + "/change", { ...body, seen }, t("%(name)s saved; it shows within seconds", { name: body.name }));
  return html`<${EditSheet} title=${screen.name} form=${form} save=${save} onClose=${onClose} more=${html`<${More} screen=${screen} onRevoke=${() => revoke(true)} />`}>${(wrong) => html`
    <${TextField} form=${form} wrong=${wrong} name="name" label=${t("What it is called")} />
    ${form.values.playlist.length === 0 && html`<${Select} form=${form} wrong=${wrong} name="view" label=${t("It shows")} choices=${viewChoices()} />`}
    ${wall && html`<${Playlist} form=${form} wrong=${wrong} /><${Night} form=${form} wrong=${wrong} />`}
    <${Select} form=${form} wrong=${wrong} name="language" label=${t("Language")} choices=${[[null, t("the workshop's")], ...Object.entries(LANGUAGES)]} />`}
  <//>
  ${revoking && html`<${Sure} title=${t("Take the access of %(name)s away?", { name: screen.name })} text=${t("It goes dark within seconds. To use it again, also in another workshop, it is paired anew by the code that it shows then.")} go=${t("Take away")} act=${() => change("/set-up/screens/" + screen.id + "/revoke", {}, t("%(name)s has no access any more", { name: screen.name }))} onClose=${() => revoke(false)} onDone=${onClose} />`}`;
}
