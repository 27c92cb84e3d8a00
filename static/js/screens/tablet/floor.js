// What the tablet is doing for the person in front of it: which part of the screen is open, which car, what was scanned.
//
//   place        signal: "start" | "car" | "scan" | "day"
//   openCar(job, scan)   show a car; `scan` is {code, via} when its card was scanned
//   opened       signal: {job, scan} or null;  cardOf(feed, job): its card, the newest that was heard of
//   scanned(text, via)   look up what was scanned and open it, or say why not
//   take(job, card, step, said)   carry out a step; resolves to whether the server decided, for or against it: where it didn't
//                        (no network, wrong input), what was entered is still wanted
//   sending      signal: {step, since} while a step is on its way
//   sheet        signal: what is asked in front of the car, {job, step} or {job, View}; openSheet(job, View) asks something of one's own,
//                openSheet(null, View, more) something that is about no car: View({ close, ...more })

import { signal } from "../../../vendor/preact.js";
import { ask, commandId, post } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { clearAnswer, tell, tellRefusal } from "./answers.js";
import { signOut, signOutFor } from "./session.js";
import { bodyOf, doneWords, pathOf } from "./steps.js";

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

export function openCar(job, scan) {
  sheet.value = null;
  opened.value = { job, scan: scan || null };
  place.value = "car";
}

export function openSheet(job, View, more) {
  clearAnswer();
  sheet.value = { job, View, more };
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
    const found = await ask("/scans/look", { text, via });
    if (found.kind === "badge") metBadge(text, found.person, me);
    else metCar(found, text, via);
  } catch (refusal) {
    tellRefusal(refusal);
    if (refusal.code === "sign_in_first") signOut();
  } finally {
    looking.value = false;
    next();
  }
}

function metCar(found, text, via) {
  clearAnswer();
  lastLive = null;
  told.value = { job: found.job, card: found.card, revision: null };
  openCar(found.job, isCode(text) ? { code: text, via } : null);
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
  try {
    const answer = await send(job, step, said || {});
    if (answer.card) told.value = { job, card: answer.card, revision: answer.revision };
    tell("accepted", doneWords(step, card), card.plate.text + " · " + card.model);
    return true;
  } catch (refusal) {
    refused(job, refusal, card);
    return refusal.status > 0 && refusal.status < 500 && refusal.status !== 422;
  } finally {
    sending.value = null;
    next();
  }
}

function send(job, step, said) {
  const scan = opened.value && opened.value.job === job ? opened.value.scan : null;
  if (!scan) return post(pathOf(step, job), Object.assign(bodyOf(step), said));
  const body = Object.assign({ id: commandId(), step: step.step }, scan, said);
  if (step.operation) body.operation = step.operation;
  if (step.from_job) body.from_job = step.from_job.id;
  if (step.from_person) body.from_person = step.from_person.id;
  return post("/scans", body);
}

function refused(job, refusal, card) {
  const present = refusal.present && refusal.present["job:" + job];
  if (present) told.value = { job, card: present, revision: null };
  tellRefusal(refusal, card.plate.text);
  if (refusal.code === "sign_in_first") signOut();
}
