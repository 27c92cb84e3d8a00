// Who is here, what they are on and since when, what they can do, and how full their day is.

import { html } from "../../../vendor/preact.js";
import { dayAndTime, duration, minutesSince } from "../../core/durations.js";
import { listed, t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { Progress } from "../../parts/progress.js";
import { useNow } from "../../parts/standing.js";
import { highVoltage, load, workers } from "./crew.js";
import { carOf } from "./picture.js";
import { useDropState } from "./panels.js";

function doing(person, picture, time) {
  if (!person.on.length) {
    const next = person.assigned.map((id) => carOf(picture, id)).find((car) => car && car.job.stage === "dispatched");
    return next ? t("next: %(plate)s", { plate: next.job.plate.text }) : t("free");
  }
  return listed(person.on
    .map(({ job, since_at }) => {
      const car = carOf(picture, job);
      return (car ? car.job.plate.text : "") + " · " + duration(minutesSince(since_at, time));
    }));
}

export function HighVoltage({ person }) {
  const state = useNow((time) => highVoltage(person, time), [person]);
  const words = useNow((time) => (person.hv_until_at === null ? "" : dayAndTime(person.hv_until_at, time)), [person]);
  if (state.value === "none") return null;
  const valid = state.value === "valid";
  const text = valid ? t("HV until %(time)s", { time: words.value }) : t("HV expired");
  return html`<span class=${"badge badge-" + (valid ? "hv" : "late")} title=${text}><${Icon} name=${valid ? "zap" : "triangle-alert"} label=${text} />${t("HV")}</span>`;
}

function Load({ person, picture }) {
  const share = useNow((time) => Math.round((load(person, picture, time) || 0) * 100), [person, picture]);
  const percent = share.value;
  return html`<div class="person-load" title=${t("Load today: worked so far and still planned, against the shift")}>
    <${Progress} value=${percent / 100} state=${percent > 100 ? "late" : percent > 90 ? "warn" : "ok"} label=${t("Load today")} />
    <span class=${percent > 100 ? "is-over-full" : ""}>${percent}%</span>
  </div>`;
}

function Worker({ id, person, picture }) {
  const drop = useDropState("person:" + id, picture);
  const words = useNow((time) => doing(person, picture, time), [person, picture]);
  const skills = listed(person.skills.filter((skill) => skill !== "high_voltage").map((skill) => word("skill", skill)));
  return html`<li class=${"worker" + (person.on.length ? " is-on" : "") + drop.classes} data-drop=${"person:" + id} data-person=${id}>
    <p class="worker-row"><strong class="clip" title=${person.name}>${person.name}</strong><${HighVoltage} person=${person} /><${Load} person=${person} picture=${picture} /></p>
    <p class="worker-row worker-soft"><span class="worker-doing clip">${words}</span><span class="clip" title=${skills}>${skills}</span></p>
  </li>`;
}

export function People({ picture }) {
  const all = workers(picture);
  const free = all.filter(({ person }) => !person.on.length).length;
  const byTeam = all.slice().sort((one, other) => (one.person.team || "").localeCompare(other.person.team || "") || one.id - other.id);
  return html`<section class="panel people" aria-labelledby="people-title">
    <header class="panel-head"><h2 id="people-title">${t("People")}</h2><span>${t("%(free)s of %(all)s free", { free, all: all.length })}</span></header>
    <ul class="panel-list goes-stale" data-scrolls tabindex="0" aria-labelledby="people-title">
      ${byTeam.map(({ id, person }) => html`<${Worker} key=${id} id=${id} person=${person} picture=${picture} />`)}
    </ul>
    ${all.length === 0 && html`<${Notice} icon="users" title=${t("No technicians yet")} text=${t("The administrator adds people and their skills.")} />`}
  </section>`;
}

