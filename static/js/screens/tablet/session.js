// Who stands in front of the tablet, and getting in and out. With network the page is loaded anew each time, so that nothing of the
// person before stays, and words, permissions and feed are the new person's from the first moment. Without network it can't be:
// then the screen is drawn anew for the next person.
//
//   await openSession()            who is here, by the page and by what this tablet keeps
//   here                           signal: null, or {person, proof, live}; `live`: signed in with network; `proof`: what their scans bear
//   keepsHere()                    whether their scans can be kept: only on a paired tablet, and where the browser keeps anything
//   signIn(body, badge)            throws a Refusal; `badge`: the badge's text, when one was held up
//   signInHere(person, badge, pin) without network; throws a Refusal, with retryAfter after a slip
//   hasCheck(person, badge)        whether a slip in this PIN would be noticed without network
//   signOut()                      locks the tablet at once, even when the server can't be told yet
//   signOutFor(badge)              the next person held a badge up: out, and straight on to their PIN
//   leaving                        signal: null, or {told: false} while the server doesn't answer
//   takeBadge(), keepScan(text, via), takeScan()   what was scanned before somebody was in; keepForNext(text, via): while somebody leaves

import { signal } from "../../../vendor/preact.js";
import { Refusal, ask, commandId, post, reachable } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { forget, recall, remember } from "../../core/database.js";
import { sha256 } from "../../core/hash.js";
import { t } from "../../core/i18n.js";
import { keepToSend, outboxName, withToken } from "./outbox.js";
import { measuredOffset, provisions } from "./provisions.js";
import { canSeal, makeCheck, passesCheck, seal } from "./sealing.js";

const BADGE = "board-next-badge";
const SCAN = "board-next-scan";
const ALIVE = "board-tablet-alive";
const ALIVE_EVERY = 5000;
const LEFT_ALONE = 3 * 60000;
const AGAIN_AFTER = 3000;
const LONGEST_WAIT = 300;

export const leaving = signal(null);
export const here = signal(null);

// A page that was closed for minutes is a tablet that nobody touched: whoever opens it again signs in.
setInterval(() => here.peek() && localStorage.setItem(ALIVE, String(Date.now())), ALIVE_EVERY);

function leftAlone() {
  return Math.abs(Date.now() - Number(localStorage.getItem(ALIVE))) > LEFT_ALONE;
}

function enter(person, proof, live) {
  localStorage.setItem(ALIVE, String(Date.now()));
  boot.person = person;
  here.value = { person, proof, live };
}

export function keepsHere() {
  return Boolean(here.value && here.value.proof);
}

export async function openSession() {
  if (boot.person && !boot.device) return enter(boot.person, null, true);
  const kept = await recall("session");
  if (boot.person) return openLive(boot.person);
  if (!kept) return undefined;
  if (kept.kind === "live" && !boot.shell) return forget("session");
  if (leftAlone()) return endHere(kept);
  return enter(await whoIs(kept.person), kept.proof, kept.kind === "live");
}

// Somebody who left without network is not let in again by their cookie, whoever has come in their place.
async function openLive(person) {
  if ((await recall("left")) === person.sign_in) {
    leave();
    return;
  }
  const proof = { sign_in: person.sign_in };
  await remember("session", { kind: "live", person: { id: person.id, name: person.name }, proof });
  await remember("person-" + person.id, person);
  enter(person, proof, true);
}

// In

export async function signIn(body, badge) {
  const checking = badge && canSeal ? makeCheck(badge, body.pin) : null;
  await withToken(() => ask("/tablet/sign-in", body, { patience: badge ? 3000 : 15000, within: 5000 }));
  await noteSignIn(body.person, checking && Object.assign({ badge: sha256(badge) }, await checking)).catch(unkept);
  location.reload();
}

async function noteSignIn(person, check) {
  if (check) await remember("check-" + person, check);
  else await forget("check-" + person);
  await forget("tries-" + person);
  await forget("session");
}

// A browser that keeps nothing lets people in and out all the same.
function unkept(failure) {
  console.warn("not kept", failure);
}

async function checkOf(person, badge) {
  const check = await recall("check-" + person);
  return check && check.badge === sha256(badge) ? check : null;
}

export async function hasCheck(person, badge) {
  return Boolean(await checkOf(person, badge));
}

export async function signInHere(person, badge, pin) {
  const told = provisions.peek();
  if (!canSeal || !told) throw new Refusal(0, { code: "not_here", sentence: t("Nobody can sign in without network on this tablet now.") }, 0);
  await requirePatience(person.id);
  const check = await checkOf(person.id, badge);
  if (check && !(await passesCheck(check, badge, pin))) await countSlip(person.id);
  const session = commandId();
  const sealed = await seal(told.seal.spki, { pin, person: person.id, outbox: await outboxName(), session, at: Date.now() });
  const proof = { badge, sealed, session };
  await remember("session", { kind: "kept", person: { id: person.id, name: person.name }, proof });
  await forget("tries-" + person.id);
  enter(await whoIs(person), proof, false);
}

// As pages know people: from the last time they were here with network, else from what was kept.
async function whoIs({ id, name }) {
  const told = provisions.peek() && provisions.peek().people[id];
  return (await recall("person-" + id)) || Object.assign({ id, name, roles: [], actions: [] }, told && { roles: told.roles, actions: told.actions });
}

async function requirePatience(person) {
  const tries = await recall("tries-" + person);
  const wait = tries ? Math.ceil((tries.until - Date.now()) / 1000) : 0;
  if (wait > 0) throw new Refusal(0, { code: "too_many_attempts", sentence: "" }, Math.min(wait, LONGEST_WAIT));
}

async function countSlip(person) {
  const before = await recall("tries-" + person);
  const count = (before ? before.count : 0) + 1;
  const wait = Math.min(LONGEST_WAIT, Math.pow(2, count));
  await remember("tries-" + person, { count, until: Date.now() + wait * 1000 });
  throw new Refusal(0, { code: "wrong_pin", sentence: t("This PIN does not seem to be yours. Was it changed lately? Then the network is needed once.") }, wait);
}

// Out

export async function signOut() {
  if (leaving.peek()) return;
  leaving.value = { told: true };
  const kept = await recall("session").catch(unkept);
  if (here.peek() && !here.peek().live) {
    await forget("session").catch(unkept);
    return emptied();
  }
  if (reachable.peek() && (await heard(3000))) return gone();
  if (kept && kept.kind === "live") return lockHere(kept);
  await forget("session").catch(unkept);
  return leave();
}

// The server can't be told: the tablet is locked all the same, and the end of the sign-in is sent in its turn.
async function lockHere(kept) {
  try {
    await endHere(kept);
    emptied();
  } catch (full) {
    await forget("session").catch(unkept);
    await leave();
  }
}

async function endHere(kept) {
  if (kept.kind !== "live") return forget("session");
  const scan = { id: commandId(), person: kept.person.id, proof: kept.proof, act: "sign_out", code: null, job: null, via: "list", step: null, said: {}, at: Date.now(), offset: measuredOffset(), shown: {} };
  await keepToSend(scan);
  await remember("left", kept.proof.sign_in);
  return forget("session");
}

function emptied() {
  boot.person = null;
  leaving.value = null;
  here.value = null;
}

async function leave() {
  leaving.value = { told: true };
  while (!(await heard(5000))) {
    leaving.value = { told: false };
    await new Promise((resume) => setTimeout(resume, AGAIN_AFTER));
  }
  location.reload();
}

async function gone() {
  await forget("session").catch(unkept);
  location.reload();
}

export function signOutFor(badge) {
  sessionStorage.setItem(BADGE, badge);
  return signOut();
}

// Somebody whose session has ended already is out as well.
async function heard(patience) {
  try {
    await withToken(() => post("/sign-out", {}, { patience, within: 4000 }));
    return true;
  } catch (refusal) {
    return refusal.status === 401 || refusal.status === 403;
  }
}

function once(key) {
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  return kept;
}

export function keepForNext(text, via) {
  if (/^\s*WBP/i.test(text)) sessionStorage.setItem(BADGE, text);
  else keepScan(text, via);
}

export function takeBadge() {
  return once(BADGE);
}

export function keepScan(text, via) {
  sessionStorage.setItem(SCAN, JSON.stringify({ text, via }));
}

export function takeScan() {
  return JSON.parse(once(SCAN));
}
