// The lounge's wall: each waiting customer's car, masked, in five plain steps, and a gentle call when one is ready.
// Nobody is alarmed here: no red, and a time that has passed becomes a word about the advisor.

import { html, useEffect } from "../../../vendor/preact.js";
import { dayAndTime } from "../../core/durations.js";
import { cardsOf } from "../../core/feed.js";
import { N_, t, word } from "../../core/i18n.js";
import { memo } from "../../core/memo.js";
import { chime, say } from "../../core/sound.js";
import { Clock, LiveMark, StaleBand, screenClass } from "../../parts/freshness.js";
import { useStandIn } from "../../parts/gate.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { PageDots, usePage } from "../../parts/pages.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";

const CARS_ON_A_PAGE = 8;
const PAGE_SECONDS = 12;
const CALL_FOR = 30000;
const STEPS = [N_("Arrival"), N_("Work"), N_("Check"), N_("Wash"), N_("Ready")];
const WASH = 4;

function ownerName(car) {
  const title = car.owner.salutation === "none" ? "" : word("salutation", car.owner.salutation);
  return title ? t("%(title)s %(surname)s", { title, surname: car.owner.surname }) : car.owner.surname;
}

function Steps({ car }) {
  const segments = STEPS.map((name, i) => {
    const step = i + 1;
    const state = step === WASH && !car.wash ? "step-skipped" : step < car.step || car.ready ? "step-done" : step === car.step ? "step-here" : "step-ahead";
    return html`<i key=${step} class=${"step " + state}></i>`;
  });
  return html`<span class="steps" role="img" aria-label=${t("Step %(step)s of 5", { step: car.step })}>${segments}</span>`;
}

function expected(car, time) {
  if (car.ready) return t("Ready for you at the desk");
  if (car.expected_at === null || time > car.expected_at) return t("Your advisor will tell you");
  return t("about %(time)s", { time: dayAndTime(car.expected_at, time) });
}

const Car = memo(function Car({ car }) {
  const when = useNow((time) => expected(car, time), [car]).value;
  const isTime = when.length < 14 && when.indexOf(":") > 0;
  return html`<li class=${"car" + (car.ready ? " is-ready" : "")}>
    <span class="car-plate"><${Plate} plate=${car.plate} /></span>
    <span class="car-owner clip">${ownerName(car)}</span>
    <${Steps} car=${car} />
    ${!car.ready && html`<b class="car-step clip">${t(STEPS[car.step - 1])}</b>`}
    <span class=${"car-when" + (isTime ? "" : " is-words")}>${when}</span>
  </li>`;
});

function Columns() {
  return html`<div class="columns" aria-hidden="true">
    <span>${t("Plate")}</span><span>${t("Owner")}</span>
    <span class="columns-steps">${STEPS.map((name) => html`<span key=${name} class="clip">${t(name)}</span>`)}</span>
    <span>${t("Now")}</span><span class="columns-when">${t("Expected")}</span>
  </div>`;
}

function inOrder(cars) {
  const when = (car) => (car.expected_at === null ? Infinity : car.expected_at);
  return cars.sort((a, b) => b[1].ready - a[1].ready || (b[1].ready_at || 0) - (a[1].ready_at || 0) || when(a[1]) - when(b[1]) || a[0] - b[0]);
}

// What was ready when it was called last; kept while the wall shows something else in its turn.
let known = null;

// Called once, when the car turns ready before our eyes: not again for those that were ready when the screen came up.
function useCallAloud(cars, live) {
  const ready = cars.filter((entry) => entry[1].ready);
  const names = ready.map((entry) => entry[0]).join(" ");
  useEffect(() => {
    if (!live) return;
    const fresh = known ? ready.filter((entry) => known.indexOf(entry[0]) < 0) : [];
    known = ready.map((entry) => entry[0]);
    if (!fresh.length) return;
    chime();
    fresh.forEach((entry) => say(t("%(owner)s, your car is ready.", { owner: ownerName(entry[1]) })));
  }, [names, live]);
}

function justReady(cars, time) {
  const called = cars.filter((entry) => entry[1].ready && time - entry[1].ready_at < CALL_FOR);
  return called.length ? called[0][0] : null;
}

function Head({ cars }) {
  const called = useNow((time) => justReady(cars, time), [cars]).value;
  const entry = cars.find((each) => each[0] === called);
  return html`<header class="head goes-stale">
    ${entry
      ? html`<p class="call" key=${called} role="status"><${Icon} name="car" /><${Plate} plate=${entry[1].plate} /><span class="clip">${t("%(owner)s, your car is ready.", { owner: ownerName(entry[1]) })}</span></p>`
      : html`<h1>${t("Your car")}</h1><p class="head-words">${t("Work in progress, live. Times are estimates; we tell you when they change.")}</p>`}
    <${Clock} />
  </header>`;
}

function Cars({ cars }) {
  const page = usePage(cars.length, CARS_ON_A_PAGE, PAGE_SECONDS);
  if (!cars.length) {
    return html`<section class="nobody goes-stale"><${Notice} icon="sparkles" title=${t("Welcome")} text=${t("Nobody is waiting for a car right now. As soon as your car is received, you can follow it here.")} /></section>`;
  }
  return html`<section class=${"cars goes-stale" + (cars.length <= 4 ? " is-few" : "")}>
    <${Columns} />
    <ul class="car-list">${cars.slice(page.from, page.to).map(([id, car]) => html`<${Car} key=${id} car=${car} />`)}</ul>
    <${PageDots} page=${page} />
  </section>`;
}

export function Lounge({ feed }) {
  const standIn = useStandIn(feed);
  const cars = inOrder(cardsOf(feed.cards.value, "job"));
  useCallAloud(cars, feed.status.value === "live");
  if (standIn) return standIn;
  return html`<main class=${screenClass(feed, "wall")}>
    <${StaleBand} feed=${feed} />
    <${Head} cars=${cars} />
    <${Cars} cars=${cars} />
    <footer class="foot">
      <span class="clip">${t("For privacy, plates and names are shown in part. Scan the code on your order to follow along.")}</span>
      <${LiveMark} feed=${feed} />
    </footer>
  </main>`;
}
