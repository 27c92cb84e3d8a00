// The set-up: everything that the administrator changes, a section each, with a list and a sheet to edit in.

import { html, useEffect, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { serverNow } from "../core/clock.js";
import { N_, t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account } from "../parts/account.js";
import { Icon } from "../parts/icon.js";
import { Notice } from "../parts/notice.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { Backup, backups, loadBackups, pressing } from "./set_up/backup.js";
import { Bays } from "./set_up/bays.js";
import { Calendar } from "./set_up/calendar.js";
import { Catalogue } from "./set_up/catalogue.js";
import { Certificates, warnings } from "./set_up/certificates.js";
import { Checklists } from "./set_up/checklists.js";
import { load, picture, trouble } from "./set_up/data.js";
import { LeaveQuestion, leaveUnsaved } from "./set_up/forms.js";
import { Https } from "./set_up/https.js";
import { People } from "./set_up/people.js";
import { Reasons } from "./set_up/reasons.js";
import { Screens } from "./set_up/screens.js";
import { Standards } from "./set_up/standards.js";
import { Start, steps } from "./set_up/start.js";
import { Teams } from "./set_up/teams.js";
import { Workshop } from "./set_up/workshop.js";

const SECTIONS = [
  { key: "people", name: N_("People"), icon: "user", part: People },
  { key: "teams", name: N_("Teams"), icon: "users", part: Teams },
  { key: "certificates", name: N_("Skills and certificates"), icon: "badge-check", part: Certificates },
  { key: "bays", name: N_("Bays"), icon: "square-parking", part: Bays },
  { key: "calendar", name: N_("Shifts and holidays"), icon: "calendar", part: Calendar },
  { key: "standards", name: N_("Service types and standards"), icon: "clock", part: Standards },
  { key: "catalogue", name: N_("Catalogue"), icon: "wrench", part: Catalogue },
  { key: "checklists", name: N_("Checklists"), icon: "list-checks", part: Checklists },
  { key: "reasons", name: N_("Pause reasons"), icon: "pause", part: Reasons },
  { key: "screens", name: N_("Walls and tablets"), icon: "monitor", part: Screens },
  { key: "https", name: "HTTPS", icon: "badge-check", part: Https },
  { key: "workshop", name: N_("Workshop"), icon: "settings", part: Workshop },
  { key: "backup", name: N_("Backup"), icon: "undo-2", part: Backup },
];
const START = { key: "start", name: N_("To begin"), icon: "flag", part: Start };

function named(hash) {
  return [START, ...SECTIONS].find((section) => "#" + section.key === hash) || null;
}

// The section stands in the address, so that the browser's way back works and a link can lead to one.
function useSection() {
  const [section, setSection] = useState(named(location.hash));
  useEffect(() => {
    const onHash = () => setSection(named(location.hash));
    self.addEventListener("hashchange", onHash);
    return () => self.removeEventListener("hashchange", onHash);
  }, []);
  return [section, (key) => leaveUnsaved(() => (location.hash = key))];
}

// Another administrator may have changed something meanwhile; not while a sheet is open.
function useFreshness() {
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && !document.querySelector("[role='dialog']") && load();
    load();
    loadBackups().catch((refusal) => refusal.sentence ? null : Promise.reject(refusal)); // its own section says what is wrong
    self.addEventListener("focus", look);
    const timer = setInterval(look, 60000);
    return () => (self.removeEventListener("focus", look), clearInterval(timer));
  }, []);
}

function Navigation({ current, go, missing }) {
  const warned = warnings(picture.value.people, serverNow());
  const shown = missing || current === START ? [START, ...SECTIONS] : SECTIONS;
  const signs = { start: missing, certificates: warned.length, backup: pressing(backups.value) };
  const titles = { start: t("still missing"), backup: t("has to be seen to") };
  return html`<nav class="set-up-nav" aria-label=${t("Set-up")}><ul>${shown.map(({ key, name, icon }) => html`<li key=${key}>
    <a class=${"nav-link" + (current.key === key ? " is-current" : "")} href=${"#" + key} aria-current=${current.key === key ? "page" : undefined} onClick=${(event) => (event.preventDefault(), go(key))}>
      <${Icon} name=${icon} /><span>${t(name)}</span>${signs[key] ? html`<strong class=${"nav-sign" + (warned.includes("expired") && key === "certificates" ? " is-late" : "")} title=${titles[key] || t("expired or soon to expire")}>${signs[key]}</strong>` : null}
    </a></li>`)}</ul></nav>`;
}

function StandIn() {
  if (!trouble.value) return html`<main class="desk-stand-in"><${Notice} loading icon="refresh-cw" title=${t("Loading the board…")} text=${t("The present state is on its way.")} /></main>`;
  const out = trouble.value.code === "sign_in_first";
  return html`<main class="desk-stand-in"><${Notice} kind="error" icon="circle-alert" title=${out ? t("You are signed out") : t("The set-up could not be read")} text=${trouble.value.sentence}>
    ${out ? html`<a class="button button-main" href="/sign-in?next=/set-up">${t("Sign in")}</a>` : html`<button class="button button-main" onClick=${load}>${t("Try again")}</button>`}
  <//></main>`;
}

function SetUp() {
  const [chosen, go] = useSection();
  useFreshness();
  if (!picture.value || (trouble.value && trouble.value.status === 401)) return html`<${StandIn} />`;
  const missing = steps(picture.value).filter((step) => !step.done).length;
  const section = chosen || (missing > 2 ? START : SECTIONS[0]);
  return html`<div class="set-up">
    <header class="bar"><h1 class="clip">${t("Set-up")}</h1><p class="soft clip">${boot.site.name}</p><div class="bar-end"><${Account} /></div></header>
    ${trouble.value && html`<p class="set-up-trouble" role="alert"><${Icon} name="wifi-off" /><span>${t("Not up to date: %(sentence)s", { sentence: trouble.value.sentence })}</span><button class="button button-small" onClick=${load}>${t("Try again")}</button></p>`}
    <div class="set-up-columns"><${Navigation} current=${section} go=${go} missing=${missing} /><main class="set-up-main" key=${section.key}><${section.part} go=${go} /></main></div>
    <${LeaveQuestion} /><${Waiting} /><${Toasts} />
  </div>`;
}

mount(html`<${SetUp} />`);
