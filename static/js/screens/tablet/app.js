// The tablet as an app: its service worker, and whether the browser promises to keep what is kept.
//
//   await installApp(quiet)   register the worker; a newer one begins as soon as quiet() is true
//   app            signal: "insecure" (no HTTPS), "unsupported", "installing", "ready", "failed"
//   persisted      signal: true, false, or null when the browser doesn't say
//   chooseLanguageHere(code)  the language of the page that opens without network; false when none does

import { signal } from "../../../vendor/preact.js";
import { language } from "../../core/i18n.js";

const LOOK_EVERY = 1000;
const PAGE_FIRST = 2000;
const WORKER = "/tablet-worker.js";
const SCOPE = "/tablet";

export const app = signal(self.isSecureContext ? ("serviceWorker" in navigator ? "installing" : "unsupported") : "insecure");
export const persisted = signal(null);

export async function installApp(quiet) {
  askToKeep();
  if (app.peek() !== "installing") return;
  // What the worker fetches for later must not hold up what the page loads for now.
  await new Promise((resume) => setTimeout(resume, PAGE_FIRST));
  try {
    const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
    letNewerBegin(registration, quiet);
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ language });
    app.value = "ready";
  } catch (failure) {
    app.value = navigator.serviceWorker.controller ? "ready" : "failed";
  }
}

function letNewerBegin(registration, quiet) {
  setInterval(() => registration.waiting && quiet() && registration.waiting.postMessage({ takeOver: true }), LOOK_EVERY);
}

// Asked once: some browsers ask the person, and nobody wants to be asked every morning.
async function askToKeep() {
  if (!navigator.storage || !navigator.storage.persist) return;
  const already = await navigator.storage.persisted();
  const asked = localStorage.getItem("board-asked-to-keep");
  localStorage.setItem("board-asked-to-keep", "yes");
  persisted.value = already || (asked ? false : await navigator.storage.persist());
}

export function chooseLanguageHere(code) {
  const worker = self.isSecureContext && navigator.serviceWorker && navigator.serviceWorker.controller;
  if (!worker) return false;
  worker.postMessage({ language: code });
  return true;
}
