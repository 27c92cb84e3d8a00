// Scans that were taken without network: on this tablet's disk before anybody is told anything, sent in their order as soon as the
// server answers, and taken away only when it has said what became of them.
//
//   await openOutbox()            read what is kept; everything below works from then on
//   await keepToSend(scan)          {id, person, proof, act, code, job, via, step, said, at, offset, shown}; resolves when it is on the disk,
//                                 rejects when it could not be kept. `shown` is for this tablet's own words and is not sent
//   waitingScans                  signal: what is not sent yet, in order
//   sentScans                     signal: what the server has done, with the revision that shows it: until the picture has come so far
//   toldScans                     signal: answers that somebody has to read: {id, person, outcome, sentence, shown, at}
//   await sendWaiting()           send; another tab that is sending already does it for all of them
//   await becameOf(id, ms)        {outcome, sentence, …} of a scan that was kept, or null when there is no answer yet
//   await markSeen(person)        that person has read their answers
//   revoked                       signal: the server no longer knows this tablet; what waits is kept
//
// Each outbox has a name of its own and counts from 1, so that the server takes each scan once. When the server does not know this
// outbox any more (the tablet was paired anew, a backup was put back), what waits begins a new one under the ids that it had.

import { signal } from "../../../vendor/preact.js";
import { ask, commandId, get, setCsrf } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { all, change, recall } from "../../core/database.js";
import { alone } from "../../core/alone.js";

const AT_ONCE = 50;
const MOST_CHARACTERS = 180000;
const WITHIN = 15000;
const PASSING = [401, 403, 429];

export const waitingScans = signal([]);
export const toldScans = signal([]);
export const sentScans = signal([]);
export const revoked = signal(false);

const listeners = new Set();
const otherTabs = self.BroadcastChannel ? new BroadcastChannel("board-outbox") : null;
if (otherTabs) otherTabs.onmessage = () => read();

async function read() {
  waitingScans.value = await all("outbox");
  toldScans.value = await all("told");
}

async function changed() {
  await read();
  if (otherTabs) otherTabs.postMessage("changed");
}

export async function openOutbox() {
  await change(["kept"], async (store, done) => {
    if (!(await done(store("kept").get("outbox")))) store("kept").put({ name: commandId(), next: 1 }, "outbox");
  });
  await read();
}

export async function outboxName() {
  return (await recall("outbox")).name;
}

export async function keepToSend(scan) {
  await change(["kept", "outbox"], async (store, done) => {
    const outbox = await done(store("kept").get("outbox"));
    store("outbox").put(Object.assign({ seq: outbox.next }, scan));
    store("kept").put(Object.assign({}, outbox, { next: outbox.next + 1 }), "outbox");
  });
  await changed();
}

export async function markSeen(person) {
  await change(["told"], async (store, done) => {
    const told = await done(store("told").getAll());
    told.filter((each) => each.person === person).forEach((each) => store("told").delete(each.id));
  });
  await changed();
}

export function becameOf(id, ms) {
  return new Promise((resolve) => {
    const hear = (result) => {
      if (result && result.id !== id) return;
      listeners.delete(hear);
      clearTimeout(timer);
      resolve(result);
    };
    const timer = setTimeout(() => hear(null), ms);
    listeners.add(hear);
  });
}

// Sending

export function sendWaiting() {
  return alone("outbox", async (stillAlone) => {
    let more = true;
    while (more && (await stillAlone())) more = await sendSome();
  });
}

function someOf(items) {
  const some = [];
  let size = 0;
  for (const item of items.slice(0, AT_ONCE)) {
    const { shown, ...wire } = item;
    size += JSON.stringify(wire).length;
    if (some.length && size > MOST_CHARACTERS) break;
    some.push(wire);
  }
  return some;
}

// Whether there is reason to send again at once.
async function sendSome(atMost) {
  const items = someOf((await all("outbox")).slice(0, atMost));
  if (!items.length) return false;
  let told;
  try {
    told = await withToken(async () => ask("/tablet/late-scans", { outbox: await outboxName(), sent_at: Date.now(), items }, { patience: 0, within: WITHIN }));
  } catch (refusal) {
    return notTaken(refusal, items);
  }
  revoked.value = false;
  return taken(told, items);
}

async function notTaken(refusal, items) {
  if (!refusal.sentence) throw refusal;
  if (refusal.code !== "csrf_failed" && (refusal.status === 401 || refusal.status === 403)) revoked.value = true;
  if (!refusal.status || refusal.status >= 500 || PASSING.includes(refusal.status)) return false;
  // What the server can't even read must not block what follows: it is found by sending one at a time, and set aside.
  if (items.length > 1) return sendSome(1);
  await settle([{ seq: items[0].seq, id: items[0].id, outcome: "unreadable", code: refusal.code, sentence: refusal.sentence }], items[0].seq + 1);
  await beginAnew();
  return true;
}

async function taken({ expects, results }, items) {
  const first = items[0];
  const foreign = results.some((each) => items.some((item) => item.seq === each.seq && item.id !== each.id));
  if (foreign || (!results.length && expects < first.seq)) {
    await beginAnew();
    return first.seq > 1 || foreign;
  }
  await settle(results, expects);
  return expects > first.seq;
}

// The server's word: what it has decided leaves the outbox, and what somebody must read is kept for them.
async function settle(results, expects) {
  const answers = new Map(results.map((each) => [each.seq, each]));
  const sent = waitingScans.peek().filter(({ seq }) => answers.has(seq) && isDone(answers.get(seq))).map((scan) => Object.assign({ sent: answers.get(scan.seq).revision }, scan));
  sentScans.value = sentScans.peek().slice(-AT_ONCE).concat(sent);
  await change(["outbox", "told"], async (store, done) => {
    for (const item of await done(store("outbox").getAll())) {
      if (item.seq >= expects) continue;
      store("outbox").delete(item.seq);
      const answer = answers.get(item.seq);
      if (answer && toBeRead(answer)) store("told").put(Object.assign({}, answer, { person: item.person, at: item.at, shown: item.shown, step: item.step }));
    }
  });
  await changed();
  results.forEach((result) => listeners.forEach((hear) => hear(result)));
}

function isDone({ outcome, late_scan: card }) {
  return outcome === "done" || (outcome === "repeated" && !card);
}

function toBeRead({ outcome, late_scan: card }) {
  return outcome === "late" || outcome === "unreadable" || (outcome === "repeated" && Boolean(card));
}

async function beginAnew() {
  await change(["outbox", "kept"], async (store, done) => {
    const items = await done(store("outbox").getAll());
    store("outbox").clear();
    items.forEach((item, at) => store("outbox").put(Object.assign({}, item, { seq: at + 1 })));
    store("kept").put({ name: commandId(), next: items.length + 1 }, "outbox");
  });
  await changed();
}

// Who has signed in or out meanwhile changes the token of this page's requests; what is sent here bears proofs of its own.
export async function withToken(send) {
  try {
    return await send();
  } catch (refusal) {
    if (refusal.code !== "csrf_failed") throw refusal;
    const { csrf } = await get("/me", { patience: 0 });
    setCsrf(csrf);
    boot.csrf = csrf;
    return send();
  }
}
