// One car's reception as this page shows it: what the server knows, and over it what was written here and waits.
//
//   const picture = openPicture(17, feed)
//   picture.file      signal: {loading} | {failed: refusal} | {file}
//   picture.walk      signal: {seen, mileage_km, fuel_eighths, valuables, seat_covers, concern, answers, began_at, ended_at}
//   picture.marks     signal: [{id, position, kind, x, y, note, photo, waiting}]
//   picture.note({…}) writes something of the walk-round down; picture.mark({…}), picture.unmark(mark)
//   picture.writeOrder(body), picture.orderWaiting  signal: the order that is not on the server yet, or null
//   picture.wrong     signal: {order: {field: sentence}, walk: {…}} of what was refused
//   picture.outbox, picture.reload()

import { computed, effect, signal } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { get } from "../../core/api.js";
import { wrongFields } from "../../parts/field.js";
import { toast } from "../../parts/toast.js";
import { createOutbox } from "./outbox.js";

// Rules that name no field say it by their code.
const FIELD_OF_CODE = { plate_invalid: "vehicle.plate", already_here: "vehicle.plate", promise_in_past: "promised_at" };
const EMPTY = { seen: [], valuables: "", seat_covers: false, answers: {}, began_at: null, ended_at: null };

export function openPicture(job, feed) {
  const file = signal({ loading: true });
  const asked = { last: 0 };

  async function reload() {
    const turn = (asked.last += 1);
    try {
      const found = await get("/jobs/" + job + "/file", { patience: 6000 });
      if (turn === asked.last) file.value = { file: found };
      return true;
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      if (!file.peek().file && turn === asked.last) file.value = { failed: refusal };
      return false;
    }
  }

  const onRefused = (entry, refusal) => {
    if (!FIELD_OF_CODE[refusal.code] && refusal.status !== 422) toast("error", refusal.sentence, { stay: true });
    reload();
  };
  const outbox = createOutbox({ job, owner: boot.person.id, reload, onRefused });
  const of = (key) => outbox.entries.value.filter((entry) => entry.key === key);

  const walk = computed(() => {
    const known = file.value.file;
    const told = known ? { ...EMPTY, ...known.walk_round, mileage_km: known.mileage_km, fuel_eighths: known.fuel_eighths, concern: known.concern } : EMPTY;
    const now = of("walk").reduce((found, entry) => ({ ...found, ...entry.body }), told);
    const marked = of("mark").map((entry) => entry.body.position).filter((position) => !now.seen.includes(position));
    return marked.length ? { ...now, seen: now.seen.concat(marked) } : now;
  });
  const marks = computed(() => {
    const gone = of("unmark").map((entry) => Number(entry.path.split("/")[1]));
    const known = file.value.file ? file.value.file.marks.filter(({ id }) => !gone.includes(id)) : [];
    return known.concat(of("mark").map((entry) => ({ ...entry.body, id: entry.id, waiting: entry })));
  });
  const orderWaiting = computed(() => {
    const waiting = of("order");
    return waiting.length ? waiting[waiting.length - 1].body : null;
  });
  const wrong = computed(() => ({ order: wrongOf(of("order")), walk: wrongOf(of("walk")) }));

  effect(() => {
    if (feed.brought.value.includes("job:" + job) && outbox.state.peek() === "saved") reload();
  });
  reload();
  return {
    file,
    walk,
    marks,
    orderWaiting,
    wrong,
    outbox,
    reload,
    note: (some) => outbox.put("walk", "walk-round", some, { merge: true }),
    mark: (body) => outbox.add("mark", "marks", body),
    unmark: (mark) => (mark.waiting ? outbox.drop(mark.waiting) : outbox.add("unmark", "marks/" + mark.id + "/remove", {})),
    writeOrder: (body) => outbox.put("order", "order", body),
  };
}

function wrongOf(entries) {
  const refused = entries.find(({ refusal }) => refusal);
  if (!refused) return {};
  const found = wrongFields(refused.refusal);
  if (FIELD_OF_CODE[refused.refusal.code]) found[FIELD_OF_CODE[refused.refusal.code]] = refused.refusal.sentence;
  return found;
}
