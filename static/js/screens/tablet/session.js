// Getting in and out. The page is loaded anew each time, so that nothing of the person before stays, and words, permissions and
// feed are the new person's from the first moment.
//
//   signIn({person, pin})   throws a Refusal
//   signOut()                      locks the tablet at once, even when the server can't be told yet
//   signOutFor(badge)              the next person held a badge up: out, and straight on to their PIN
//   leaving                        signal: null, or {told: false} while the server doesn't answer
//   takeBadge(), keepScan(text, via), takeScan()   what was scanned before the page was loaded anew

import { signal } from "../../../vendor/preact.js";
import { ask, post } from "../../core/api.js";

const BADGE = "board-next-badge";
const SCAN = "board-next-scan";
const AGAIN_AFTER = 3000;

export const leaving = signal(null);

export async function signIn(body) {
  await ask("/tablet/sign-in", body, { patience: 15000 });
  location.reload();
}

export async function signOut() {
  if (leaving.value) return;
  for (;;) {
    leaving.value = { told: leaving.value === null };
    if (await heard()) break;
    await new Promise((resume) => setTimeout(resume, AGAIN_AFTER));
  }
  location.reload();
}

export function signOutFor(badge) {
  sessionStorage.setItem(BADGE, badge);
  return signOut();
}

// Somebody whose session has ended already is out as well.
async function heard() {
  try {
    await post("/sign-out", {}, { patience: 5000 });
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

export function takeBadge() {
  return once(BADGE);
}

export function keepScan(text, via) {
  sessionStorage.setItem(SCAN, JSON.stringify({ text, via }));
}

export function takeScan() {
  return JSON.parse(once(SCAN));
}
