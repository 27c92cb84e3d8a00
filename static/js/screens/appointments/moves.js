// What is done with appointments: asks the server, shows what is under way, says what came of it, and takes a move back.
//
//   moving.value   Map of appointment id -> words while the answer is out
//   lastMove.value what `undoLast(feed)` would take back, or null

import { signal } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { announce } from "../../parts/announce.js";
import { toast } from "../../parts/toast.js";

const FEED_LAGS_AT_MOST = 3000;

export const moving = signal(new Map());
export const lastMove = signal(null);

export function permitted(verb) {
  return Boolean(boot.person) && boot.person.actions.includes(verb);
}

export function may(appointment, verb) {
  return appointment.may.includes(verb) && permitted(verb);
}

function mark(id, words) {
  const after = new Map(moving.peek());
  if (words) after.set(id, words);
  else after.delete(id);
  moving.value = after;
}

// The card goes on saying what is done to it until the feed has brought it: no jump back and forth.
async function feedReached(feed, revision) {
  const until = performance.now() + FEED_LAGS_AT_MOST;
  while (feed.revision.peek() < revision && performance.now() < until) await new Promise((resume) => setTimeout(resume, 20));
}

function say(kind, text, options) {
  toast(kind, text, options);
  announce(text);
}

function advisorId({ advisor }) {
  return advisor ? advisor.id : null;
}

function where({ at, advisor }) {
  const when = dayAndTime(at, serverNow());
  return advisor ? t("%(when)s with %(advisor)s", { when, advisor: advisor.name }) : t("%(when)s, no advisor", { when });
}

// With what the server refuses it says how the appointment stands now.
function refuse(refusal) {
  const now = Object.values(refusal.present || {}).find((card) => card && card.kind === "appointment");
  const present = now ? " " + t("Now: %(where)s", { where: where(now) }) : "";
  say("error", refusal.sentence + present, { stay: true });
}

async function carry(feed, { id }, verb, body, words, undo) {
  if (moving.peek().has(id)) return false;
  mark(id, words.doing);
  try {
    const told = await post("/appointments/" + id + "/" + verb, body);
    await feedReached(feed, told.revision);
    if (undo !== undefined) lastMove.value = undo;
    say("ok", words.done, undo ? { act: { text: t("Undo"), run: () => undoLast(feed) } } : {});
    return true;
  } catch (refusal) {
    if (!refusal.sentence) throw refusal;
    refuse(refusal);
    return false;
  } finally {
    mark(id, null);
  }
}

// `to` is {at, advisor: {id, name} or null}. A time that has passed meanwhile can't be gone back to.
export function moveTo(feed, entry, to) {
  const { appointment } = entry;
  const body = { at: to.at, advisor: advisorId(to), seen_at: appointment.at, seen_advisor: advisorId(appointment) };
  const plate = appointment.plate.text;
  const words = { doing: t("Moving…"), done: t("%(plate)s moved: %(where)s", { plate, where: where(to) }) };
  const back = { at: appointment.at, advisor: appointment.advisor };
  const undo = appointment.at > serverNow() ? { entry: { id: entry.id, appointment: { ...appointment, ...to } }, back } : null;
  return carry(feed, entry, "move", body, words, undo);
}

export async function undoLast(feed) {
  const last = lastMove.peek();
  if (!last || moving.peek().has(last.entry.id)) return;
  lastMove.value = null;
  const { id, appointment } = last.entry;
  const body = { at: last.back.at, advisor: advisorId(last.back), seen_at: appointment.at, seen_advisor: advisorId(appointment) };
  const words = { doing: t("Taking back…"), done: t("%(plate)s is back: %(where)s", { plate: appointment.plate.text, where: where(last.back) }) };
  await carry(feed, last.entry, "move", body, words, null);
}

export function confirm(feed, entry, when, reached) {
  const plate = entry.appointment.plate.text;
  const done = reached ? t("%(plate)s confirmed", { plate }) : t("%(plate)s: no answer noted", { plate });
  return carry(feed, entry, "confirm", { when, reached }, { doing: t("Saving…"), done });
}

export function markNoShow(feed, entry) {
  const done = t("%(plate)s marked as no-show", { plate: entry.appointment.plate.text });
  return carry(feed, entry, "no-show", {}, { doing: t("Saving…"), done });
}
