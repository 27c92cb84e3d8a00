// The customer's phone: when the car is ready, where it stands, what needs their yes, whom to call.
//
// The page came readable from the server; from here on it asks every ten seconds and says honestly how old it is.

import { html, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { clockTime, dayAndTime, duration, minutesSince } from "../core/durations.js";
import { language, listed, t, word } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Icon } from "../parts/icon.js";
import { Plate } from "../parts/plate.js";
import { useNow } from "../parts/standing.js";
import { AddOns } from "./customer/add_ons.js";
import { car, follow, freshness } from "./customer/following.js";

const other = /^zh/.test(language) ? { code: "en", name: "English" } : { code: "zh_CN", name: "中文" };

function Fresh() {
  const { live, at } = freshness.value;
  return html`<p class=${"car-fresh " + (live ? "is-live" : "is-old")} role="status">${live ? html`<i class="live-dot"></i>` : html`<${Icon} name="wifi-off" />`}
    <span>${live ? t("Live %(time)s", { time: clockTime(at) }) : t("As of %(time)s", { time: clockTime(at) })}</span></p>`;
}

function When() {
  const { closed, ready, promised_at: promised } = car.value;
  const words = useNow((time) => (promised === null ? "" : dayAndTime(promised, time)), [promised]);
  const late = useNow((time) => promised !== null && promised < time, [promised]).value;
  if (closed === "cancelled") return html`<p class="car-when">${t("This visit was cancelled.")}</p>`;
  if (closed) return html`<p class="car-when">${t("This visit is closed. Have a good trip!")}</p>`;
  if (ready) return html`<p class="car-when">${t("Your car is ready.")}</p>`;
  if (promised === null) return html`<p class="car-when">${t("Your advisor will tell you the time.")}</p>`;
  if (late) return html`<p>${t("A little longer than planned")}</p><p class="car-when">${t("Your advisor will tell you the new time.")}</p>`;
  return html`<p>${t("Expected to be ready")}</p><p class="car-time">${words}</p>`;
}

function Headline() {
  const { plate, model, service_type: service, wash, closed } = car.value;
  return html`<section class=${"car-promise" + (car.value.ready ? " is-ready" : "")} aria-live="polite">
    <${Plate} plate=${plate} /><${When} />
    <p class="car-model">${[model, word("service_type", service), wash && !closed && t("wash included")].filter(Boolean).join(" · ")}</p>
  </section>`;
}

function stepWords({ step, state }) {
  const name = word("lounge_step", String(step));
  const { doing, pause } = car.value.work;
  if (step !== 2 || state !== "now") return name;
  if (pause === "parts") return t("Work: waiting for a part");
  if (pause === "customer_approval") return t("Work: waiting for your answer");
  return doing.length ? t("Work: %(work)s", { work: listed(doing) }) : name;
}

function Step({ each }) {
  const { work, promised_at: promised } = car.value;
  const time = useNow((moment) => stepTime(each, promised, moment), [each, promised]);
  return html`<li class=${"car-step is-" + each.state} aria-current=${each.state === "now" ? "step" : undefined}>
    <span class="car-step-name">${stepWords(each)}
      ${each.step === 2 && each.state === "now" && work.of > 1 && html`<small>${t("%(done)s of %(of)s done", { done: work.done, of: work.of })}</small>`}</span>
    <span class="car-step-time">${time}</span></li>`;
}

function stepTime({ step, state, began_at: began }, promised, time) {
  if (step === 5 && state === "ahead") return promised !== null && promised > time ? t("about %(time)s", { time: clockTime(promised) }) : "";
  if (began === null || state === "ahead") return "";
  return state === "now" && step > 1 ? t("for %(time)s", { time: duration(minutesSince(began, time)) }) : clockTime(began);
}

function Steps() {
  if (car.value.closed) return null;
  return html`<ol class="car-card car-steps">${car.value.steps.map((each) => html`<${Step} key=${each.step} each=${each} />`)}</ol>`;
}

function Pass() {
  const code = car.value.exit_pass;
  if (!code) return null;
  return html`<section class="car-card car-pass"><h2>${t("Your exit pass")}</h2>
    <img src=${boot.link + "/exit-pass.svg"} width="220" height="220" alt=${t("QR code for the gate")} />
    <p class="car-code">${code.match(/.{1,5}/g).join(" ")}</p><p>${t("Show it at the gate. It opens once.")}</p></section>`;
}

function Advisor() {
  const { advisor } = car.value;
  if (!advisor) return null;
  return html`<footer class="car-foot"><p><strong>${t("Service advisor %(name)s", { name: advisor.name })}</strong><span>${t("Answers whatever you ask.")}</span></p>
    ${advisor.phone && html`<a class="car-call" href=${"tel:" + advisor.phone.replace(/[^+\d]/g, "")}><${Icon} name="phone" /><span>${t("Call now")}</span></a>`}</footer>`;
}

function Old() {
  if (freshness.value.live) return null;
  return html`<p class="car-old" role="alert"><${Icon} name="wifi-off" /><span>${t("No connection. You see how it was at %(time)s.", { time: clockTime(freshness.value.at) })}</span></p>`;
}

function Gone() {
  return html`<main class="car"><section class="car-card car-gone"><${Icon} name="circle-alert" /><h1>${t("This link is no longer valid")}</h1>
    <p>${t("Ask your service advisor for a new one.")}</p></section></main>`;
}

function Customer() {
  const [gone] = useState(follow);
  if (gone.value) return html`<${Gone} />`;
  return html`<main class="car">
    <header class="car-head"><h1 class="car-site clip">${boot.site.name}</h1><a class="car-language" href=${boot.link + "?language=" + other.code} lang=${other.code.replace("_", "-")}>${other.name}</a><${Fresh} /></header>
    <${Old} />
    <${Headline} /><${Pass} /><${AddOns} open /><${Steps} /><${AddOns} />
    <${Advisor} />
  </main>`;
}

mount(html`<${Customer} />`);
