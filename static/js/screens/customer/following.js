// How the customer's car stands, kept fresh by asking: every ten seconds while all is well, less and less often while not.
//
//   car         signal: what the server told last
//   freshness   signal: {live, at}; `at` is the server's time of what is shown
//   follow()    begin to ask; gives a signal that turns true when the link opens nothing any more
//   decide(said)   send a decision; resolves to the car as it is then. Throws {sentence} when it was not taken
//
// A page in the background rests, and asks at once when it is looked at again.

import { signal } from "../../../vendor/preact.js";
import { commandId } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { serverNow, tellTime } from "../../core/clock.js";
import { t } from "../../core/i18n.js";

const EVERY = 10000;
const SELDOM = 60000;
const ANSWER_WITHIN = 8000;
const OLD_AFTER = 25000;
const DECIDE_WITHIN = 30000;

tellTime(boot.car.now);
export const car = signal(boot.car);
export const freshness = signal({ live: true, at: boot.car.now });
const gone = signal(false);
let failures = 0;
let timer = null;
let asked = 0;

function show(told) {
  tellTime(told.now);
  car.value = told;
  freshness.value = { live: true, at: told.now };
  failures = 0;
}

function headers(more) {
  return Object.assign({ Accept: "application/json" }, more);
}

async function fetched(path, options) {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), ANSWER_WITHIN);
  try {
    return await fetch(boot.link + path, Object.assign({ credentials: "same-origin", signal: stop.signal }, options));
  } finally {
    clearTimeout(limit);
  }
}

// An answer that was overtaken by a newer one (a decision, a look in between) says nothing any more.
async function look() {
  clearTimeout(timer);
  asked += 1;
  const turn = asked;
  try {
    const answer = await fetched("/state", { headers: headers() });
    if (answer.status === 404) {
      gone.value = true;
      return;
    }
    if (!answer.ok) throw new Error("status " + answer.status);
    const told = await answer.json();
    if (turn === asked) show(told);
  } catch (unreachable) {
    failures += 1;
  }
  if (turn === asked) later();
}

function later() {
  clearTimeout(timer);
  if (gone.value) return;
  const pause = Math.min(SELDOM, EVERY * Math.pow(2, Math.max(0, failures - 1)));
  timer = setTimeout(look, pause * (0.9 + Math.random() * 0.2));
}

function age() {
  const { live, at } = freshness.peek();
  if (live && serverNow() - at > OLD_AFTER) freshness.value = { live: false, at };
}

export function follow() {
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  self.addEventListener("online", look);
  setInterval(age, 1000);
  later();
  return gone;
}

export class Undecided extends Error {
  constructor(code, sentence) {
    super(sentence);
    this.code = code;
    this.sentence = sentence;
  }
}

// The same id is sent until there is an answer: however often it is heard, it is decided once.
export async function decide(said) {
  const body = JSON.stringify(Object.assign({ id: commandId() }, said));
  const deadline = Date.now() + DECIDE_WITHIN;
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await fetched("/decisions", { method: "POST", headers: headers({ "Content-Type": "application/json" }), body });
      if (answer.status !== 503) return await judged(answer);
    } catch (failure) {
      if (failure instanceof Undecided) throw failure;
    }
    if (Date.now() > deadline) throw new Undecided("unreachable", t("It could not be sent. Check your connection and try again."));
    await new Promise((resume) => setTimeout(resume, Math.min(5000, 500 * Math.pow(2, tries))));
  }
}

async function judged(answer) {
  const told = await answer.json();
  asked += 1;
  if (answer.ok) show(told);
  else if (told.present) show(told.present);
  later();
  if (!answer.ok) throw new Undecided(told.code, told.sentence);
  return told;
}
