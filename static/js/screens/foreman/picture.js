// The foreman's picture: the feed's cards sorted into the places of the console.

import { cardsOf, siteOf } from "../../core/feed.js";

const NOT_A_TILE = ["wash", "ready_stall"];
const AT_DOOR = ["arrived", "reception"];
const IN_SHOP_FLOOR = ["dispatched", "in_work", "paused", "self_check", "leader_check", "final_check"];
const LANES = [
  { key: "wash", stages: ["wash_queue", "washing"] },
  { key: "ready", stages: ["ready"] },
  { key: "handover", stages: ["handover", "settled"] },
];

export const CHECKS = ["self_check", "leader_check", "final_check"];

// `held` is the card in the hand as it was when it was picked up: it keeps its place until it is let go.
export function pictureOf(cards, held) {
  const jobs = cardsOf(cards, "job").map(([id, job]) => ({ id, job: held && held.id === id ? held.job : job }));
  jobs.sort((one, other) => one.job.rank - other.job.rank || one.id - other.id);
  const bays = cardsOf(cards, "bay")
    .filter(([, bay]) => !NOT_A_TILE.includes(bay.bay_kind))
    .map(([id, bay]) => ({ id, bay, cars: jobs.filter(({ job }) => job.bay === id) }))
    .sort((one, other) => one.bay.order - other.bay.order);
  const at = (stages) => jobs.filter(({ job }) => stages.includes(job.stage));
  return {
    site: siteOf(cards),
    jobs,
    bays,
    queue: at(["waiting_dispatch"]),
    door: at(AT_DOOR),
    outside: at(IN_SHOP_FLOOR).filter(({ job }) => job.bay === null),
    lanes: LANES.map(({ key, stages }) => ({ key, cars: at(stages) })),
    people: cardsOf(cards, "person").map(([id, person]) => ({ id, person })),
  };
}

export function carOf(picture, id) {
  return picture.jobs.find((car) => car.id === id) || null;
}

export function bayOf(picture, id) {
  return picture.bays.find((place) => place.id === id) || null;
}

export function keyId(key) {
  return Number(key.split(":")[1]);
}
