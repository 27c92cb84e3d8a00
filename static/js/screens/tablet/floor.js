// What the tablet is doing for the person in front of it: which part of the screen is open, which car, what was scanned.
//
//   place        signal: "start" | "car" | "scan" | "day"
//   openCar(job, scan, via)   show a car; `scan` is {code, via} when its card was scanned, `via` how it was found otherwise
//   opened       signal: {job, scan, via} or null;  cardOf(feed, job): its card, the newest that was heard of
//   scanned(text, via)   look up what was scanned and open it, or say why not
//   take(job, card, step, said)   carry out a step; resolves to whether the server decided, for or against it: where it didn't
//                        (no network, wrong input), what was entered is still wanted
//   sending      signal: {step, since} while a step is on its way
//   sheet        signal: what is asked in front of the car, {job, step} or {job, View}; openSheet(job, View) asks something of one's own,
//                openSheet(null, View, more) something that is about no car: View({ close, ...more })
//   clearFloor() nothing of the person before stays
//
// What the server does not answer is looked up in what the tablet keeps, and a step is kept to be sent: see scans.js.

import { signal } from "../../../vendor/preact.js";
import { ask, commandId, post } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { clearAnswer, tell, tellRefusal } from "./answers.js";
import { lookHere, unanswered, withoutServer } from "./look_here.js";
import { keepStep, mustWait } from "./scans.js";
import { keepsHere, signOut, signOutFor } from "./session.js";
import { bodyOf, doneWords, pathOf, saidOf } from "./steps.js";
import { UnknownCard } from "./unknown_card.js";

// A step that the server has not answered after so long is kept here instead; with one attempt that hangs, twice that.
const STEP = { patience: 4000, within: 4000 };
const LOOK = { patience: 2500, within: 3000 };

export const place = signal("start");
export const opened = signal(null);
export const sheet = signal(null);
export const sending = signal(null);
export const looking = signal(false);

// The card that an answer over HTTP brought: shown until the feed has caught up with it.
const told = signal({ job: null, card: null, revision: null });

export function go(where) {
  sheet.value = null;
  place.value = where;
}

export function openCar(job, scan, via) {
  sheet.value = null;
  opened.value = { job, scan: scan || null, via: scan ? scan.via : via || "list" };
  place.value = "car";
}

export function openSheet(job, View, more) {
  clearAnswer();
  sheet.value = { job, View, more };
}

export function clearFloor() {
  clearAnswer();
  told.value = { job: null, card: null, revision: null };
  waitingScan = null;
  closeCar();
}

export function closeCar() {
  sheet.value = null;
  opened.value = null;
  place.value = "start";
}

// The car that was last seen live: once it is not, it has left, whatever an earlier answer said of it.
let lastLive = null;

export function cardOf(feed, job) {
  const live = feed.cards.value.get("job:" + job);
  if (live) lastLive = job;
  if (live && live.waiting) return live;
  if (told.value.job !== job || !told.value.card) return live || null;
  const ahead = told.value.revision !== null && told.value.revision > feed.revision.value;
  if (live || lastLive === job) return ahead ? told.value.card : live || null;
  return told.value.card;
}

// A scan while another answer is awaited is never lost: the last one is looked up as soon as that answer is there.
let waitingScan = null;

function next() {
  const scan = waitingScan;
  waitingScan = null;
  if (scan) scan();
}

export async function scanned(text, via, me) {
  if (looking.value || sending.value) {
    waitingScan = () => scanned(text, via, me);
    return;
  }
  looking.value = true;
  try {
    const found = await lookUp(text, via);
    if (found.kind === "badge") metBadge(text, found.person, me);
    else if (found.kind === "unknown") openSheet(null, UnknownCard, { code: found.code, via });
    else metCar(found, text, via);
  } catch (refusal) {
    if (!refusal.sentence) throw refusal;
    tellRefusal(refusal);
    if (refusal.code === "sign_in_first") signOut();
  } finally {
    looking.value = false;
    next();
  }
}

async function lookUp(text, via) {
  if (withoutServer()) return lookHere(text, via);
  try {
    return await ask("/scans/look", { text, via }, keepsHere() ? LOOK : {});
  } catch (refusal) {
    if (!unanswered(refusal)) throw refusal;
    return lookHere(text, via);
  }
}

function metCar(found, text, via) {
  clearAnswer();
  lastLive = null;
  told.value = { job: found.job, card: found.here ? null : found.card, revision: null };
  openCar(found.job, isCode(text) ? { code: text, via } : null, via);
  if (via !== "typed") tell("read", t("Card read: %(plate)s", { plate: found.card.plate.text }), found.card.model);
}

function metBadge(text, person, me) {
  if (person.id === me.id) tell("info", t("You are signed in: %(name)s", { name: person.name }), t("Now scan a job card."));
  else signOutFor(text);
}

function isCode(text) {
  return /^\s*WBJ/i.test(text);
}

export async function take(job, card, step, said) {
  if (sending.value) return false;
  sending.value = { step: step.step, since: performance.now() };
  clearAnswer();
  const act = { id: commandId(), at: Date.now(), job, card, step, said: said || {}, scan: scanOf(job), via: opened.value && opened.value.job === job ? opened.value.via : "list" };
  try {
    return mustWait() ? await keepStep(act) : await takeNow(act);
  } finally {
    sending.value = null;
    next();
  }
}

async function takeNow(act) {
  const { job, card, step } = act;
  try {
    const answer = await send(act);
    if (answer.card) told.value = { job, card: answer.card, revision: answer.revision };
    tell("accepted", doneWords(step, card), card.plate.text + " · " + card.model);
    return true;
  } catch (refusal) {
    if (unanswered(refusal)) return keepStep(act);
    refused(job, refusal, card);
    return refusal.status > 0 && refusal.status < 500 && refusal.status !== 422;
  }
}

function scanOf(job) {
  return opened.value && opened.value.job === job ? opened.value.scan : null;
}

function send({ id, job, step, said, scan }) {
  const options = keepsHere() ? STEP : {};
  if (!scan) return post(pathOf(step, job), Object.assign({ id }, bodyOf(step), said), options);
  return post("/scans", Object.assign({ id, step: step.step }, scan, said, saidOf(step)), options);
}

function refused(job, refusal, card) {
  const present = refusal.present && refusal.present["job:" + job];
  if (present) told.value = { job, card: present, revision: null };
  tellRefusal(refusal, card.plate.text);
  if (refusal.code === "sign_in_first") signOut();
}
