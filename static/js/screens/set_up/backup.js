// The backups of this board: the last one, the last trial, what has to be seen to, and "Back up now".
//
//   backups.value        the answer of GET /set-up/backups, or null; await loadBackups() reads it anew
//   pressing(told)       how many of its worries somebody has to do something about

import { html, signal, useEffect, useState } from "../../../vendor/preact.js";
import { get, post } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";
import { Section, Sign } from "./list.js";

export const backups = signal(null);

export async function loadBackups() {
  backups.value = await get("/set-up/backups", { patience: 8000 });
  return backups.value;
}

export function pressing(told) {
  return told ? told.worries.filter((worry) => worry !== "same_disk").length : 0;
}

function worded(worry, told) {
  switch (worry) {
    case "off": return t("No backup is made at night: it was switched off where the board is started.");
    case "failed": return t("The last backup did not succeed. %(sentence)s", { sentence: told.failed || "" });
    case "never": return t("No backup was ever made.");
    case "old": return t("The last good backup is older than two days.");
    case "trial_failed": return t("The last backup could not be put back by way of trial. %(sentence)s", { sentence: told.trial_failed || "" });
    case "untried": return t("No backup was put back by way of trial lately.");
    case "open_to_others": return t("Other users of this machine can read the backups.");
    default: return t("The backups lie on the same disk as the data: they do not help when it breaks. Let them be made on another disk.");
  }
}

function size(bytes) {
  if (bytes < 1e6) return t("%(count)s kB", { count: Math.max(1, Math.round(bytes / 1e3)) });
  return bytes < 1e9 ? t("%(count)s MB", { count: (bytes / 1e6).toFixed(1) }) : t("%(count)s GB", { count: (bytes / 1e9).toFixed(1) });
}

function lastOne(told) {
  if (!told.good_at) return t("None yet.");
  const sizes = { size: size(told.size), count: told.pictures, pictures: size(told.picture_size) };
  return told.pictures ? t("%(size)s, and %(count)s picture files of %(pictures)s", sizes) : sizes.size;
}

function trial(told) {
  if (!told.trial_at) return t("Not yet. It is done by itself once a week, after the backup of the night.");
  if (told.trial_failed) return t("It did not succeed.");
  return told.trial_read_only ? t("Every file was read; the database could not be put back by way of trial.") : t("Every file was read, and the database was put back elsewhere and counted.");
}

function Line({ title, at, text, sign }) {
  return html`<div class="card-line"><div><strong>${title}</strong> ${at ? html`<span>${dayAndTime(at, serverNow())}</span>` : null} ${sign}<p class="wraps">${text}</p></div></div>`;
}

function Worries({ told }) {
  return html`<ul class="worries">${told.worries.map((worry) => html`<li key=${worry} class=${"ask-warn" + (worry === "same_disk" ? " is-soft" : "")}><${Icon} name=${worry === "same_disk" ? "info" : "triangle-alert"} /><span>${worded(worry, told)}</span></li>`)}</ul>`;
}

const ASK_MS = 1500;
const PATIENCE = 40;

// While one is made the page asks how it stands. `begun` is {before}: when the last one was tried until then; a process
// that never comes that far (no room for a word about it) is given up after a minute.
function useProgress(begun, ended) {
  useEffect(() => {
    if (!begun) return undefined;
    let asked = 0;
    const timer = setInterval(async () => {
      const told = await loadBackups().catch((refusal) => refusal.sentence ? null : Promise.reject(refusal));
      if (told && !told.running && told.tried_at !== begun.before) ended(told.failed);
      else if (told && !told.running && (asked += 1) > PATIENCE) ended(t("It could not be begun. The log of the board says why."));
    }, ASK_MS);
    return () => clearInterval(timer);
  }, [begun]);
}

function Picture({ told }) {
  const [begun, begin] = useState(told.running ? { before: null } : null);
  const sending = useSending(() => post("/set-up/backups", {}), () => begin({ before: told.tried_at }));
  const busy = told.running || begun !== null;
  useProgress(begun, (wrong) => (begin(null), wrong ? toast("warn", wrong, { stay: true }) : toast("ok", t("The backup was made."))));
  const at = told.nightly_at ? t("Every night at %(time)s. Kept are one of each of %(daily)s days, %(weekly)s weeks and %(monthly)s months.", { time: told.nightly_at, ...told.kept }) : t("Not at night.");
  return html`<div aria-busy=${busy}>
    <${Worries} told=${told} />
    <div class="card-lines">
    <${Line} title=${t("Last good backup")} at=${told.good_at} text=${lastOne(told)} sign=${told.good_at && !pressing(told) ? html`<${Sign} kind="ok">${t("good")}<//>` : null} />
    <${Line} title=${t("Last trial")} at=${told.trial_at} text=${trial(told)} />
    <${Line} title=${t("When")} text=${at} />
    <${Line} title=${t("Where")} text=${told.folder} />
    </div>
    <p class="hint">${t("How a backup is put back stands in the board's manual, under “Backup and restore”. It needs somebody at the machine itself.")}</p>
    <${RefusedHere} refusal=${sending.refusal} />
    <div class="sheet-acts"><button class="button button-main" disabled=${busy || sending.busy} onClick=${sending.go}>${busy ? t("A backup is being made…") : t("Back up now")}</button></div>
  </div>`;
}

function Trouble({ refusal }) {
  return html`<${Notice} kind="error" icon="circle-alert" title=${t("How the backups stand could not be read")} text=${refusal.sentence}><button class="button" onClick=${() => location.reload()}>${t("Load again")}</button><//>`;
}

export function Backup() {
  const [refusal, refuse] = useState(null);
  useEffect(() => {
    loadBackups().catch((told) => told.sentence ? refuse(told) : Promise.reject(told));
  }, []);
  const told = backups.value;
  return html`<${Section} title=${t("Backup")} text=${t("A copy of everything the board knows, made beside the work and looked at when it is made.")}>
    ${refusal && !told ? html`<${Trouble} refusal=${refusal} />` : told ? html`<${Picture} told=${told} />` : html`<p class="part-empty">${t("Loading…")}</p>`}
  <//>`;
}
