// One car's reception, on the advisor's tablet or desk: walk-round, concern, order, signature. Everything saves itself.

import { html, useEffect, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { post } from "../core/api.js";
import { createFeed } from "../core/feed.js";
import { dayAndTime } from "../core/durations.js";
import { now } from "../core/clock.js";
import { N_, t, word } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account } from "../parts/account.js";
import { customerName } from "../parts/customer.js";
import { deskStandIn } from "../parts/desk_gate.js";
import { Clock, LiveMark, StaleBand, screenClass } from "../parts/freshness.js";
import { Icon } from "../parts/icon.js";
import { Notice } from "../parts/notice.js";
import { Plate } from "../parts/plate.js";
import { PrintCard } from "../parts/print_card.js";
import { RefusedHere, useSending } from "../parts/sending.js";
import { useNow } from "../parts/standing.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { ConcernStep } from "./reception/concern.js";
import { OrderStep, openDraft } from "./reception/order.js";
import { openPicture } from "./reception/picture.js";
import { LanguageChoice, ReadOrder, SignStep, useReadable } from "./reception/sign.js";
import { WalkStep } from "./reception/walk.js";

const WALK_MINUTES = 2;
const STEPS = [
  ["walk", N_("Walk-round"), WalkStep],
  ["concern", N_("Concern"), ConcernStep],
  ["order", N_("Order"), OrderStep],
  ["sign", N_("Signature"), SignStep],
];

const feed = createFeed({ view: "desk" });
const actions = boot.person ? boot.person.actions : [];
const mayReceive = actions.includes("open_reception");
const picture = openPicture(boot.job, feed);
const order = openDraft(picture);

// Minutes and seconds since, against the minutes that it may take.
function Elapsed({ label, since, until, minutes }) {
  const told = useNow((time) => {
    const seconds = Math.max(0, Math.floor(((until || time) - since) / 1000));
    return [Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"), seconds > minutes * 60 ? "late" : "ok"].join(" ");
  }, [since, until, minutes]).value.split(" ");
  return html`<p class=${"elapsed is-" + told[1] + (until ? " is-over" : "")}><span>${label}</span> <strong>${told[0]}</strong> <span>/ ${t("%(m)s min", { m: minutes })}</span>
    ${told[1] === "late" && html`<${Icon} name="clock" label=${t("longer than the standard")} />`}</p>`;
}

const SAVED = {
  saved: ["check", N_("Saved")],
  unsaved: ["refresh-cw", N_("Saving…")],
  offline: ["wifi-off", N_("Not saved: no network. It is kept here and sent by itself.")],
  refused: ["circle-alert", N_("Not saved: please correct what is marked.")],
};

function SavedMark() {
  const state = Object.keys(order.unsent.value).length ? "refused" : picture.outbox.state.value;
  const [icon, text] = SAVED[state];
  return html`<p class=${"saved is-" + state} role="status"><${Icon} name=${icon} /><span>${t(text)}</span></p>`;
}

function Head({ file }) {
  const walk = picture.walk.value;
  const open = file.stage === "reception";
  return html`<div class="reception-head">
    <${Plate} plate=${file.plate} />
    <div class="head-who"><p class="clip"><strong>${file.order.vehicle.model || t("model not known yet")}</strong></p><p class="clip soft">${file.number} · ${customerName(file.order.customer)}</p></div>
    ${open && walk.began_at && html`<${Elapsed} label=${t("Walk-round")} since=${walk.began_at} until=${walk.ended_at} minutes=${WALK_MINUTES} />`}
    ${open && html`<${Elapsed} label=${word("stage", "reception")} since=${file.stage_since_at} minutes=${file.standard_minutes.reception} /><${SavedMark} />`}
  </div>`;
}

// The step has its own address: the browser's way back goes to the step before, and a reload stays.
function useStep() {
  const read = () => STEPS.map(([key]) => key).find((key) => location.hash === "#" + key) || "walk";
  const [step, setStep] = useState(read);
  useEffect(() => {
    const onHash = () => setStep(read());
    self.addEventListener("hashchange", onHash);
    return () => self.removeEventListener("hashchange", onHash);
  }, []);
  return [step, (wanted) => (location.hash = "#" + wanted)];
}

function isDone(key, file) {
  if (key === "walk") return picture.walk.value.seen.length === 6;
  if (key === "concern") return Boolean(picture.walk.value.concern);
  if (key === "order") return file.order.operations.length > 0 && file.order.promised_at !== null;
  return false;
}

function Receiving({ file }) {
  const [step, go] = useStep();
  const at = STEPS.findIndex(([key]) => key === step);
  const [, , Step] = STEPS[at];
  return html`<nav class="steps" aria-label=${t("Steps of reception")}>
      ${STEPS.map(([key, name], index) => html`<button key=${key} type="button" class=${"step" + (isDone(key, file) ? " is-done" : "")} aria-current=${key === step ? "step" : undefined} onClick=${() => go(key)}>
        <span class="step-number" aria-hidden="true">${isDone(key, file) ? html`<${Icon} name="check" />` : index + 1}</span><span>${t(name)}</span></button>`)}
    </nav>
    <div class="step-body" key=${step}><${Step} picture=${picture} order=${order} onStep=${go} /></div>
    <footer class="step-foot">
      ${at > 0 && html`<button type="button" class="button" onClick=${() => go(STEPS[at - 1][0])}><${Icon} name="arrow-left" /><span>${t(STEPS[at - 1][1])}</span></button>`}
      ${at < STEPS.length - 1 && html`<button type="button" class="button button-main" onClick=${() => go(STEPS[at + 1][0])}><span>${t(STEPS[at + 1][1])}</span> <${Icon} name="arrow-right" /></button>`}
    </footer>`;
}

function Start({ file }) {
  const sending = useSending(() => post("/jobs/" + file.job + "/open-reception", {}), picture.reload);
  return html`<section class="start">
    <${Plate} plate=${file.plate} size="large" />
    ${file.order.customer.name && html`<h2>${customerName(file.order.customer)}</h2>`}
    <p>${[file.order.vehicle.model, file.appointment && t("Appointment"), file.advisor].filter(Boolean).join(" · ") || t("This car was never here before.")}</p>
    <${Elapsed} label=${t("Waiting at the gate")} since=${file.stage_since_at} minutes=${file.standard_minutes.arrived} />
    ${file.concern && html`<p class="start-concern">${file.concern}</p>`}
    <${RefusedHere} refusal=${sending.refusal} />
    ${mayReceive ? html`<button type="button" class="button button-main start-button" autofocus disabled=${sending.busy} onClick=${sending.go}>${sending.busy ? t("Saving…") : t("Begin the walk-round")}</button>` : html`<p class="soft">${t("An advisor begins the walk-round.")}</p>`}
  </section>`;
}

function titleOf(file) {
  if (file.stage === "reception") return file.advisor ? t("%(name)s is receiving this car", { name: file.advisor }) : t("This car is being received");
  return file.signed_at ? t("Signed %(time)s", { time: dayAndTime(file.signed_at, now.peek()) }) : t("This order was taken in without a signature.");
}

function Signed({ file }) {
  const [lang, setLang] = useState(boot.language === "en" ? "en" : "zh_CN");
  const { readable, failed } = useReadable(file.job, lang, file.digest);
  return html`<div class="signed">
    <section class="signed-words" role="status"><${Icon} name=${file.signed_at ? "circle-check" : "info"} />
      <h2>${titleOf(file)}</h2>
      <p>${file.stage === "reception" ? t("The order is not signed yet: this is how far it is written.") : t("The car is at \"%(stage)s\". What was signed is not changed any more; new work goes to the customer as an add-on.", { stage: word("stage", file.stage) })}</p>
      <div class="signed-acts">${actions.includes("print_card") && html`<${PrintCard} main id=${file.job} text=${t("Print the order")} paper=${"order?language=" + lang} /><${PrintCard} id=${file.job} text=${t("Card for the workshop")} />`}
        <a class="button" href="/desk">${t("To the cars")}</a></div>
    </section>
    <section class="sign-read"><div class="sign-language"><${LanguageChoice} lang=${lang} onChange=${setLang} /></div>
      ${failed && html`<p class="ask-refused">${failed}</p>`}${readable && html`<${ReadOrder} order=${readable.order} lang=${readable.language} />`}</section>
  </div>`;
}

function Failed({ refusal }) {
  return html`<${Notice} kind="error" icon="circle-alert" title=${t("This car's reception cannot be shown")} text=${refusal.sentence}>
    <button type="button" class="button button-main" onClick=${picture.reload}>${t("Try again")}</button><a class="button" href="/desk">${t("To the cars")}</a><//>`;
}

function Body() {
  const { file, failed } = picture.file.value;
  if (failed) return html`<${Failed} refusal=${failed} />`;
  if (!file) return html`<${Notice} loading icon="refresh-cw" title=${t("Loading the board…")} text=${t("The present state is on its way.")} />`;
  if (file.stage === "arrived" || file.stage === "booked") return html`<${Start} file=${file} />`;
  return html`<${Head} file=${file} />${file.stage === "reception" && mayReceive ? html`<${Receiving} file=${file} />` : html`<${Signed} file=${file} />`}`;
}

function Reception() {
  useEffect(() => feed.reloadWhen(() => picture.outbox.state.peek() === "saved" && location.hash !== "#sign" && !document.querySelector("[role='dialog']")), []);
  return html`<div class=${screenClass(feed, "reception")}>
    <${StaleBand} feed=${feed} />
    <header class="bar">
      <a class="bar-button" href="/desk" aria-label=${t("To the cars")} title=${t("To the cars")}><${Icon} name="arrow-left" /></a>
      <h1 class="clip">${word("stage", "reception")}</h1>
      <div class="bar-end"><span class="bar-time"><${Clock} /></span><${LiveMark} feed=${feed} /><${Account} /></div>
    </header>
    <main class="reception-main"><${Body} /></main>
    <${Waiting} /><${Toasts} />
  </div>`;
}

// Reception goes on without the feed: what is written is kept and sent when the network is back.
function Screen() {
  return (feed.status.value === "refused" && deskStandIn(feed)) || html`<${Reception} />`;
}

mount(html`<${Screen} />`, { feed });
