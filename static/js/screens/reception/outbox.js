// What was written on this page and is not on the server yet. It is kept in this browser until it is: a reload, an empty
// battery or a garage without network loses nothing, and what was sent twice is done once.
//
//   const outbox = createOutbox({ job: 17, owner: 5, reload })
//   outbox.put("walk", "walk-round", { mileage_km: 9 }, { merge: true })   what is put under a key replaces, or is merged
//                                                       into, what still waits there
//   outbox.add("mark", "marks", { … })                  one more of its kind; gives the entry
//   outbox.drop(entry), outbox.giveUp()
//   outbox.entries   signal: [{id, key, path, body, refusal, sent}]; `sent` ones are on the server, and stay until
//                    `reload()` has brought what became of them
//   outbox.state     signal: "saved" | "unsaved" | "offline" | "refused"

import { computed, signal } from "../../../vendor/preact.js";
import { commandId, post } from "../../core/api.js";

const TYPING = 700;
const AGAIN_AFTER = 4000;
const PATIENCE = 12000;
const OVER = ["wrong_stage", "job_closed", "not_found", "not_allowed"];

export function createOutbox({ job, owner, reload, onRefused }) {
  const place = "board-reception-" + owner + "-" + job;
  const entries = signal(kept(place));
  const offline = signal(false);
  let sending = null;
  let timer = 0;

  const show = (list) => {
    entries.value = list;
    keep(place, list);
  };
  const change = (id, some) => show(entries.peek().map((each) => (each.id === id ? { ...each, ...some } : each)));
  const wake = (after) => {
    clearTimeout(timer);
    timer = setTimeout(run, after);
  };

  async function run() {
    if (sending !== null) return;
    const next = entries.peek().find((entry) => !entry.sent && !entry.refusal);
    if (!next) return settle();
    const early = (next.due || 0) - Date.now();
    if (early > 0) return wake(early);
    sending = next.id;
    let again = 0;
    try {
      await post("/jobs/" + job + "/" + next.path, { id: next.id, ...next.body }, { patience: PATIENCE });
      offline.value = false;
      change(next.id, { sent: true });
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      again = refused(next, refusal);
    } finally {
      sending = null;
    }
    wake(again);
  }

  function refused(entry, refusal) {
    if (refusal.code === "unreachable" || refusal.status >= 500) {
      offline.value = true;
      return AGAIN_AFTER;
    }
    offline.value = false;
    const over = OVER.includes(refusal.code);
    if (over && entry.key !== "mark" && entry.key !== "unmark") show(entries.peek().filter((each) => each.sent));
    else if (entry.key === "walk" || entry.key === "order") change(entry.id, { refusal });
    else show(entries.peek().filter((each) => each.id !== entry.id));
    onRefused(entry, refusal);
    return 0;
  }

  // What the server has is drawn from its answer; until that has come, from here.
  async function settle() {
    const done = entries.peek().filter((entry) => entry.sent).map(({ id }) => id);
    if (!done.length) return;
    if (await reload()) show(entries.peek().filter((entry) => !done.includes(entry.id)));
    else wake(AGAIN_AFTER);
  }

  function put(key, path, body, { merge } = {}) {
    const list = entries.peek();
    const waiting = list.find((each) => each.key === key && !each.sent && each.id !== sending);
    const entry = { id: commandId(), key, path, body: waiting && merge ? { ...waiting.body, ...body } : body, refusal: null, sent: false, due: Date.now() + TYPING };
    show(waiting ? list.map((each) => (each === waiting ? entry : each)) : list.concat(entry));
    wake(TYPING);
  }

  function add(key, path, body) {
    const entry = { id: commandId(), key, path, body, refusal: null, sent: false, due: 0 };
    show(entries.peek().concat(entry));
    wake(0);
    return entry;
  }

  self.addEventListener("online", () => wake(0));
  wake(0);
  const state = computed(() => {
    const open = entries.value.filter((entry) => !entry.sent);
    if (open.some(({ refusal }) => refusal)) return "refused";
    if (!open.length) return "saved";
    return offline.value ? "offline" : "unsaved";
  });
  const drop = (entry) => entry.id !== sending && show(entries.peek().filter((each) => each.id !== entry.id));
  const giveUp = () => show([]);
  return { entries, state, put, add, drop, giveUp };
}

function kept(place) {
  try {
    return JSON.parse(localStorage.getItem(place) || "[]").map((entry) => ({ ...entry, refusal: null, sent: false, due: 0 }));
  } catch (unreadable) {
    return [];
  }
}

// A browser that keeps nothing (a full disk, a private window) still sends what is written.
function keep(place, list) {
  const open = list.filter((entry) => !entry.sent).map(({ id, key, path, body }) => ({ id, key, path, body }));
  try {
    if (open.length) localStorage.setItem(place, JSON.stringify(open));
    else localStorage.removeItem(place);
  } catch (full) {
    console.warn("what is not sent yet cannot be kept in this browser");
  }
}
