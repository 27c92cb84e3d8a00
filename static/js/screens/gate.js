// The gate: a plate is typed and its car has arrived; a pass is scanned and its car may go; and where every car stands.
// Made for a phone in one hand or a tablet on the wall of the guard's hut.

import { html, useEffect, useMemo, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { cardsOf, createFeed } from "../core/feed.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account } from "../parts/account.js";
import { deskStandIn } from "../parts/desk_gate.js";
import { Clock, LiveMark, StaleBand, screenClass } from "../parts/freshness.js";
import { Icon } from "../parts/icon.js";
import { usualProvinces } from "../parts/province_keys.js";
import { createScanner } from "../parts/scanner.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { Arriving } from "./gate/arriving.js";
import { PassReader, Verdict, leave, reading } from "./gate/leaving.js";
import { Expected, Gone, Here, WaitForAdvisor } from "./gate/lists.js";

const feed = createFeed({ view: "gate" });
const KEYS_SHOWN = 6;
const actions = boot.person ? boot.person.actions : [];
// On a phone the keys of all provinces would push the lists off the screen.
const narrow = self.matchMedia("(max-width: 60rem)").matches;
const mayArrive = actions.includes("arrive");
const mayLetOut = actions.includes("let_out");

function useLists() {
  return useMemo(() => {
    const cards = feed.cards.value;
    const jobs = cardsOf(cards, "job").map(([id, job]) => ({ id, job }));
    const plates = [...cards.values()].filter(({ plate }) => plate).map(({ plate }) => plate);
    const at = (stages) => jobs.filter(({ job }) => stages.includes(job.stage));
    const since = (one, other) => one.job.stage_since_at - other.job.stage_since_at || one.id - other.id;
    const order = ["settled", "handover", "ready"];
    return {
      // Where cars have come and none of them bears a Chinese plate, no keys are in the way; they are one touch away.
      provinces: plates.length ? usualProvinces(plates, KEYS_SHOWN) : null,
      expected: cardsOf(cards, "appointment").map(([id, card]) => ({ id, card })).sort((one, other) => one.card.at - other.card.at || one.id - other.id),
      waiting: at(["arrived"]).sort(since),
      here: at(order).sort((one, other) => order.indexOf(one.job.stage) - order.indexOf(other.job.stage) || since(one, other)),
      gone: at(["delivered", "followed_up"]).sort((one, other) => other.job.left_at - one.job.left_at || other.id - one.id),
    };
  }, [feed.cards.value]);
}

function Gate() {
  const lists = useLists();
  const [plate, setPlate] = useState("");
  const scanner = useMemo(() => createScanner({ onCode: (text) => mayLetOut && leave(text) }), []);
  useEffect(() => () => scanner.close(), []);
  useEffect(() => feed.reloadWhen(() => !plate && !reading.value && !document.querySelector("[role='dialog']")), [plate]);
  return html`<div class=${screenClass(feed, "gate")}>
    <${StaleBand} feed=${feed} />
    <header class="bar">
      <h1 class="clip">${t("Gate")}</h1>
      <div class="bar-end"><span class="bar-time"><${Clock} /></span><${LiveMark} feed=${feed} /><${Account} /></div>
    </header>
    <main class=${"gate-main" + (mayArrive || mayLetOut ? "" : " gate-looks")}>
      ${(mayArrive || mayLetOut) && html`<div class="gate-doing">
        ${mayArrive && html`<${Arriving} plate=${plate} usual=${narrow ? lists.provinces : null} onPlate=${setPlate} onPass=${mayLetOut ? leave : null} />`}
        ${mayLetOut && html`<button class="button gate-exit" onClick=${() => (reading.value = true)}><${Icon} name="scan-qr-code" /><span>${t("Scan an exit pass")}</span></button>`}
      </div>`}
      <div class="gate-lists goes-stale">
        <${WaitForAdvisor} cars=${lists.waiting} />
        <${Expected} appointments=${lists.expected} typed=${plate} mayArrive=${mayArrive} />
        <${Here} cars=${lists.here} typed=${plate} />
        <${Gone} cars=${lists.gone} typed=${plate} />
      </div>
    </main>
    ${reading.value && html`<${PassReader} scanner=${scanner} onClose=${() => (reading.value = false)} />`}
    <${Verdict} />
    <${Waiting} /><${Toasts} />
  </div>`;
}

function Screen() {
  return deskStandIn(feed) || html`<${Gate} />`;
}

mount(html`<${Screen} />`, { feed });
