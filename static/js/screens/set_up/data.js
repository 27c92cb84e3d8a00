// What the workshop is set up as: read at the start, after every change, and when one comes back to the page.
//
//   picture.value      the answer of GET /set-up, or null; trouble.value is why it could not be read
//   await load()       read it anew
//   await change("/set-up/teams", { name }, t("Team added"))   a command, a toast, and everything read anew; throws Refusal
//   wrongOf(refusal)   {field: sentence}: what the server said of a field, or a refusal that belongs to one

import { signal } from "../../../vendor/preact.js";
import { get, post } from "../../core/api.js";
import { wrongFields } from "../../parts/field.js";
import { toast } from "../../parts/toast.js";

export const picture = signal(null);
export const catalogue = signal(null);
export const trouble = signal(null);

const FIELDS = {
  login_taken: "login",
  login_shape: "login",
  login_needed: "password",
  last_admin: "roles",
  password_short: "password",
  pin_shape: "pin",
  number_taken: "number",
  bay_not_empty: "capacity",
  name_taken: "name",
  reason_needed: "reason",
  until_past: "until_at",
  hours_wrong: "start",
  days_needed: "days",
  day_taken: "day",
  timezone_unknown: "timezone",
  personal_days_wrong: "personal_days",
  words_needed: "zh",
  owner_unknown: "owner",
  item_twice: "items",
  too_many: "items",
  code_taken: "code",
  code_needed: "code",
  pairing_shape: "code",
  pairing_unknown: "code",
  pairing_used: "code",
  pairing_expired: "code",
  turns_wrong: "playlist",
};

export async function load() {
  try {
    picture.value = await get("/set-up", { patience: 8000 });
    trouble.value = null;
  } catch (refusal) {
    if (!refusal.sentence) throw refusal;
    trouble.value = refusal;
  }
}

export async function loadCatalogue() {
  const told = await get("/set-up/catalogue", { patience: 8000 });
  catalogue.value = told.jobs;
}

export async function change(path, body, said, undo) {
  const answer = await post(path, body);
  if (said) toast("ok", said, undo ? { act: undo } : undefined);
  await load();
  return answer;
}

export function wrongOf(refusal) {
  if (!refusal) return {};
  const field = FIELDS[refusal.code];
  return field ? { [field]: refusal.sentence } : wrongFields(refusal);
}
