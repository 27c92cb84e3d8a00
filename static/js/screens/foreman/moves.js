// Moving cars: asks the server, shows what is under way, says what came of it, and knows how to take back the last move.
//
//   moving.value   Map of job id -> words ("Moving to bay 3…") while the answer is out
//   answer.value   {kind: "done" | "refused", text, present, undo} to show at the foot, or null
//   lastMove.value what `undoLast()` would take back, or null

import { signal } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { announce } from "../../parts/announce.js";

const UNDO_OFFERED_FOR = 10000;
const FEED_LAGS_AT_MOST = 3000;

export const moving = signal(new Map());
export const answer = signal(null);
export const lastMove = signal(null);

let hideAnswer = null;

function show(shown, milliseconds) {
  clearTimeout(hideAnswer);
  answer.value = shown;
  if (milliseconds) hideAnswer = setTimeout(() => (answer.value = null), milliseconds);
  if (shown) announce(shown.text);
}

export function closeAnswer() {
  show(null);
}

export function sayNo(text) {
  show({ kind: "refused", text, present: null }, 6000);
}

function mark(id, words) {
  const after = new Map(moving.peek());
  if (words) after.set(id, words);
  else after.delete(id);
  moving.value = after;
}

// The card goes on saying "moving" until the feed has brought what the answer promised: no jump back and forth.
async function feedReached(feed, revision) {
  const until = performance.now() + FEED_LAGS_AT_MOST;
  while (feed.revision.peek() < revision && performance.now() < until) await new Promise((resume) => setTimeout(resume, 20));
}

// One command on one car. `words` {doing, done}; `undo` {verb, body, words} takes it back. Throws the server's refusal
// when `shown` is false (a dialog shows it); else it is shown at the foot, with the present state, and false comes back.
export async function carry(feed, car, verb, body, words, undo, shown = true) {
  if (moving.peek().has(car.id)) return false;
  mark(car.id, words.doing);
  try {
    const told = await post("/jobs/" + car.id + "/" + verb, body);
    await feedReached(feed, told.revision);
    lastMove.value = undo ? { car, undo, done: words.done } : null;
    show({ kind: "done", text: words.done, present: null }, UNDO_OFFERED_FOR);
    return true;
  } catch (refusal) {
    if (!refusal.sentence) throw refusal;
    if (!shown) throw refusal;
    show({ kind: "refused", text: refusal.sentence, present: refusal.present });
    return false;
  } finally {
    mark(car.id, null);
  }
}

export async function undoLast(feed) {
  const last = lastMove.peek();
  if (!last || moving.peek().has(last.car.id)) return;
  const { verb, body } = last.undo;
  lastMove.value = null;
  const words = { doing: t("Taking back…"), done: t("Taken back: %(move)s", { move: last.done }) };
  await carry(feed, last.car, verb, body, words, null);
}

// The moves of the trade

function bayNumber(picture, id) {
  const place = picture.bays.find((each) => each.id === id);
  return place ? place.bay.number : "";
}

export function dispatchTo(feed, picture, car, bay, technicians, plannedStart) {
  const number = bayNumber(picture, bay);
  const words = {
    doing: t("Dispatching to bay %(bay)s…", { bay: number }),
    done: t("%(plate)s dispatched to bay %(bay)s", { plate: car.job.plate.text, bay: number }),
  };
  const body = { bay, technicians, planned_start_at: plannedStart };
  return carry(feed, car, "dispatch", body, words, { verb: "recall", body: { seen_bay: bay } }, false);
}

export function moveTo(feed, picture, car, bay) {
  const number = bayNumber(picture, bay);
  const plate = car.job.plate.text;
  const words = bay === null
    ? { doing: t("Moving out of the bay…"), done: t("%(plate)s moved out of its bay", { plate }) }
    : { doing: t("Moving to bay %(bay)s…", { bay: number }), done: t("%(plate)s moved to bay %(bay)s", { plate, bay: number }) };
  const undo = { verb: "move", body: { bay: car.job.bay, seen_bay: bay } };
  return carry(feed, car, "move", { bay, seen_bay: car.job.bay }, words, undo);
}

export function recall(feed, car) {
  const words = {
    doing: t("Taking back to the queue…"),
    done: t("%(plate)s is back in the queue", { plate: car.job.plate.text }),
  };
  const again = { bay: car.job.bay, technicians: car.job.assigned, planned_start_at: car.job.planned_start_at };
  const undo = car.job.bay === null ? null : { verb: "dispatch", body: again };
  return carry(feed, car, "recall", { seen_bay: car.job.bay }, words, undo);
}

export function assignTo(feed, car, technicians) {
  const words = { doing: t("Changing technicians…"), done: t("%(plate)s: technicians changed", { plate: car.job.plate.text }) };
  const undo = car.job.assigned.length ? { verb: "assign", body: { technicians: car.job.assigned } } : null;
  return carry(feed, car, "assign", { technicians }, words, undo, false);
}
