// The panels of the console: the queue, the bays, cars out of a bay, the lanes behind the work.

import { html, useComputed } from "../../../vendor/preact.js";
import { dayAndTime } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { BayService } from "../../parts/bay_service.js";
import { carried, over } from "../../parts/drag.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { useNow } from "../../parts/standing.js";
import { Car } from "./car.js";
import { landing } from "./landing.js";
import { carOf, keyId } from "./picture.js";

// How a place looks while a car is carried: may it go here, and is the hand over it?
export function useDropState(target, picture) {
  const hovered = useComputed(() => over.value === target);
  const car = carried.value && carOf(picture, keyId(carried.value));
  if (!car) return { classes: "", note: null };
  const { verb, problem, advice } = landing(car, target, picture);
  const kind = verb ? (advice ? "drop-advice" : "drop-ok") : problem ? "drop-no" : "drop-same";
  return { classes: " " + kind + (hovered.value ? " is-over" : ""), note: hovered.value ? problem || advice : null, ok: Boolean(verb) };
}

export function DropNote({ drop }) {
  if (!drop.note) return null;
  return html`<p class="drop-note"><${Icon} name=${drop.ok ? "info" : "circle-alert"} />${drop.note}</p>`;
}

export function Queue({ picture, acts }) {
  const drop = useDropState("queue", picture);
  return html`<section class=${"panel queue" + drop.classes} data-drop="queue" aria-labelledby="queue-title">
    <header class="panel-head"><h2 id="queue-title">${word("stage", "waiting_dispatch")}</h2><strong>${picture.queue.length}</strong></header>
    <${DropNote} drop=${drop} />
    <div class="panel-list goes-stale" data-scrolls tabindex="-1">
      ${picture.queue.map(({ id, job }, index) => html`<${Car} key=${id} id=${id} job=${job} place="queue" where=${t("place %(place)s in the queue", { place: index + 1 })} acts=${acts} />`)}
      ${picture.queue.length === 0 && html`<${Notice} icon="circle-check" title=${t("Nobody waits")} text=${t("Cars come here once the customer has signed the order.")} />`}
      ${picture.door.length > 0 && html`<h3 class="panel-sub">${t("Coming next")} <strong>${picture.door.length}</strong></h3>`}
      ${picture.door.map(({ id, job }) => html`<${Car} key=${id} id=${id} job=${job} place="lane" acts=${acts} />`)}
    </div>
  </section>`;
}

function OutOfService({ reason, untilAt }) {
  const until = useNow((time) => (untilAt === null ? "" : t("until %(time)s", { time: dayAndTime(untilAt, time) })), [untilAt]);
  return html`<div class="bay-out"><p><${Icon} name="wrench" /><strong>${t("Out of service")}</strong></p><p class="clip" title=${reason}>${reason}</p><p>${until}</p></div>`;
}

function Bay({ id, bay, cars, picture, acts }) {
  const drop = useDropState("bay:" + id, picture);
  const where = t("bay %(bay)s", { bay: bay.number });
  return html`<section class=${"bay" + (cars.length ? "" : " is-free") + (bay.out_of_service ? " is-out" : "") + drop.classes} data-drop=${"bay:" + id} data-bay=${id} aria-label=${where}>
    <header class="bay-head"><strong>${bay.number}</strong><span class="clip">${word("bay_kind", bay.bay_kind)}</span>${cars.length === 0 && !bay.out_of_service && html`<em>${t("Free")}</em>`}<${BayService} id=${id} bay=${bay} /></header>
    <${DropNote} drop=${drop} />
    ${bay.out_of_service && html`<${OutOfService} reason=${bay.out_of_service.reason} untilAt=${bay.out_of_service.until_at} />`}
    ${cars.map((car) => html`<${Car} key=${car.id} id=${car.id} job=${car.job} place="bay" where=${where} acts=${acts} />`)}
  </section>`;
}

export function Bays({ picture, acts }) {
  if (!picture.bays.length)
    return html`<section class="panel bays-none"><${Notice} icon="wrench" title=${t("No bays yet")} text=${t("The administrator sets up this workshop's bays; then they appear here.")} /></section>`;
  return html`<div class="bays goes-stale" data-scrolls aria-label=${t("Bays")} role="group">
    ${picture.bays.map((place) => html`<${Bay} key=${place.id} id=${place.id} bay=${place.bay} cars=${place.cars} picture=${picture} acts=${acts} />`)}
  </div>`;
}

function titleOf(lane) {
  return { wash: t("Wash"), ready: t("Ready"), handover: t("Handover") }[lane];
}

function LaneCars({ cars, acts, empty }) {
  return html`<div class="lane-list goes-stale" data-scrolls>
    ${cars.map(({ id, job }) => html`<${Car} key=${id} id=${id} job=${job} place="lane" acts=${acts} />`)}
    ${cars.length === 0 && html`<p class="lane-empty">${empty}</p>`}
  </div>`;
}

export function Outside({ picture, acts }) {
  const drop = useDropState("out", picture);
  return html`<section class=${"panel lane lane-out" + drop.classes} data-drop="out" aria-labelledby="lane-out">
    <header class="panel-head"><h2 id="lane-out">${t("Out of bay")}</h2><strong>${picture.outside.length}</strong></header>
    <${DropNote} drop=${drop} />
    <${LaneCars} cars=${picture.outside} acts=${acts} empty=${t("Drop a paused car here to free its bay.")} />
  </section>`;
}

export function Lane({ lane, acts }) {
  return html`<section class="panel lane" aria-labelledby=${"lane-" + lane.key}>
    <header class="panel-head"><h2 id=${"lane-" + lane.key}>${titleOf(lane.key)}</h2><strong>${lane.cars.length}</strong></header>
    <${LaneCars} cars=${lane.cars} acts=${acts} empty=${t("No cars")} />
  </section>`;
}

