// One tab of this browser at a time: two of them must not send the same scans side by side.
//
//   await alone("outbox", async (stillAlone) => { … })   nothing is done while another tab is at it
//
// Browsers lend locks only over HTTPS; elsewhere a lease in the database serves, which runs out by itself when its tab dies.

import { commandId } from "./api.js";
import { change } from "./database.js";

const LEASE = 30000;
const me = commandId();

export function alone(name, work) {
  if (navigator.locks) return navigator.locks.request("board-" + name, { ifAvailable: true }, (lock) => (lock ? work(async () => true) : undefined));
  return byLease("lease-" + name, work);
}

function lease(key, until) {
  return change(["kept"], async (store, done) => {
    const held = await done(store("kept").get(key));
    if (held && held.by !== me && held.until > Date.now()) return false;
    store("kept").put({ by: me, until }, key);
    return true;
  });
}

// One piece of work at a time within this tab as well: the same name would let itself in.
const underWay = new Set();

async function byLease(key, work) {
  if (underWay.has(key)) return;
  underWay.add(key);
  try {
    const take = () => lease(key, Date.now() + LEASE);
    if (await take()) await work(take).finally(() => lease(key, 0));
  } finally {
    underWay.delete(key);
  }
}
