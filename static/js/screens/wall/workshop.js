// The workshop's wall: a tile for each bay, the queues at the right, calls at the foot.
// A tile says where, which car, how it stands, who. Drawn again only when its own card changes; the clock moves texts only.

import { html } from "../../../vendor/preact.js";
import { cardsOf } from "../../core/feed.js";
import { t } from "../../core/i18n.js";
import { memo, useSteady } from "../../core/memo.js";
import { CallStrip } from "../../parts/call_strip.js";
import { Clock, LiveMark, StaleBand, Today, screenClass } from "../../parts/freshness.js";
import { useStandIn } from "../../parts/gate.js";
import { Lanes } from "../../parts/lanes.js";
import { Notice } from "../../parts/notice.js";
import { PageDots, usePage } from "../../parts/pages.js";
import { standing, useNow } from "../../parts/standing.js";
import { Tile } from "../../parts/tile.js";

const TILES_ON_A_PAGE = 20;
const CLOSE_FROM = 12;
const PAGE_SECONDS = 15;
const LANE_ROWS = 15;
const LANE_ROWS_BESIDE_A_CALL = 13;
const LANE_ROWS_BESIDE_CALLS = 11;
const NOT_TILES = ["wash", "ready_stall"];
const READY = ["ready", "handover", "settled"];

function Figure({ name, value, tone }) {
  return html`<div class=${"figure" + (tone ? " figure-" + tone : "")}><span>${name}</span><b>${value}</b></div>`;
}

function Header({ feed, site, jobs }) {
  const late = useNow((time) => jobs.filter((entry) => standing(entry[1], time) === "late").length, [jobs]).value;
  const ready = jobs.filter((entry) => READY.indexOf(entry[1].stage) >= 0).length;
  const onTime = site.delivered ? Math.round((100 * site.on_time) / site.delivered) + "%" : "–";
  return html`<header class="head goes-stale">
    <h1 class="clip">${site.name} <small>${t("Workshop board")}</small></h1>
    <${Figure} name=${t("In shop")} value=${site.in_shop} />
    <${Figure} name=${t("On time today")} value=${onTime} tone="ok" />
    <${Figure} name=${t("Late")} value=${late} tone=${late ? "late" : ""} />
    <${Figure} name=${t("To hand over")} value=${ready} />
    <div class="head-time"><${Clock} /><span><${Today} /><${LiveMark} feed=${feed} /></span></div>
  </header>`;
}

function shapeOf(count) {
  const columns = count <= 4 ? 2 : count <= 9 ? 3 : count <= 12 ? 4 : 5;
  return { columns, rows: Math.max(2, Math.ceil(count / columns)) };
}

function byBay(jobs) {
  const found = new Map();
  jobs.forEach((entry) => {
    const bay = entry[1].bay;
    if (bay !== null) found.set(bay, (found.get(bay) || []).concat([entry[1]]));
  });
  found.forEach((list) => list.sort((a, b) => a.rank - b.rank));
  return found;
}

const Bays = memo(function Bays({ bays, jobs }) {
  const page = usePage(bays.length, TILES_ON_A_PAGE, PAGE_SECONDS);
  if (!bays.length) {
    return html`<section class="bays-none"><${Notice} icon="square-parking" title=${t("No bays yet")} text=${t("Once an administrator has added the workshop's bays, each has its tile here.")} /></section>`;
  }
  const shape = shapeOf(page.size);
  const cars = byBay(jobs);
  const size = { "--columns": shape.columns, "--rows": shape.rows };
  return html`<section class=${"bays rows-" + shape.rows} style=${size} aria-label=${t("Bays")}>
    ${bays.slice(page.from, page.to).map(([id, bay]) => {
      const inside = cars.get(id) || [];
      return html`<${Tile} key=${id} bay=${bay} job=${inside[0] || null} more=${Math.max(0, inside.length - 1)} />`;
    })}
    <${PageDots} page=${page} />
  </section>`;
});

function Floor({ bays, jobs, rows }) {
  const steadyBays = useSteady(bays);
  const inBays = useSteady(jobs.filter((entry) => entry[1].bay !== null));
  return html`<div class=${"floor goes-stale" + (bays.length > CLOSE_FROM ? " is-dense" : "")}>
    <${Bays} bays=${steadyBays} jobs=${inBays} />
    <${Lanes} jobs=${jobs} rows=${rows} />
  </div>`;
}

export function Workshop({ feed }) {
  const standIn = useStandIn(feed);
  if (standIn) return standIn;
  const cards = feed.cards.value;
  const jobs = cardsOf(cards, "job");
  const bays = cardsOf(cards, "bay").filter((entry) => NOT_TILES.indexOf(entry[1].bay_kind) < 0);
  bays.sort((a, b) => a[1].order - b[1].order || a[0] - b[0]);
  const calls = cardsOf(cards, "call");
  return html`<main class=${screenClass(feed, "wall") + (calls.length ? " has-calls" : "") + (calls.length > 1 ? " has-more-calls" : "")}>
    <${StaleBand} feed=${feed} />
    ${cardsOf(cards, "site").map(([id, site]) => html`<${Header} key=${id} feed=${feed} site=${site} jobs=${jobs} />`)}
    <${Floor} bays=${bays} jobs=${jobs} rows=${[LANE_ROWS, LANE_ROWS_BESIDE_A_CALL][calls.length] || LANE_ROWS_BESIDE_CALLS} />
    <${CallStrip} calls=${calls} live=${feed.status.value === "live"} />
  </main>`;
}
