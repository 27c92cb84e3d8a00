// Nobody is signed in: hold up the badge, or tap the own name; then the PIN.
//
//   html`<${SignIn} scanner=${scanner} door=${door} />`
//   const door = createDoor();  door.scanned(text, via)  a code that was held up while nobody is signed in

import { html, signal, useEffect, useMemo, useState } from "../../../vendor/preact.js";
import { Refusal, ask, get, reachable } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { codeText, isBadge } from "../../core/code_text.js";
import { t } from "../../core/i18n.js";
import { LanguageSwitch } from "../../parts/account.js";
import { Clock } from "../../parts/freshness.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { clearAnswer, tell, tellRefusal } from "./answers.js";
import { chooseLanguageHere } from "./app.js";
import { badgeHere, unansweredBy } from "./look_here.js";
import { revoked, withToken } from "./outbox.js";
import { PinPad } from "./pin_pad.js";
import { ScanPage } from "./scan_page.js";
import { keepScan } from "./session.js";
import { WaitingCount } from "./waiting_scans.js";

const BADGE = { patience: 2500, within: 3000 };

export function createDoor() {
  return new Door();
}

class Door {
  constructor() {
    this.person = signal(null);
    this.camera = signal(false);
  }

  choose(person) {
    clearAnswer();
    this.camera.value = false;
    this.person.value = person;
  }

  back() {
    this.choose(null);
  }

  async scanned(text, via) {
    if (/^\s*WBJ/i.test(text)) {
      keepScan(text, via);
      tell("info", t("First sign in, then this car opens."), t("Hold up your badge, or tap your name."));
      return;
    }
    try {
      this.choose(Object.assign({ badge: codeText(text) }, await whose(text)));
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      tellRefusal(refusal);
    }
  }
}

// Whose badge: the server says it, or what is kept here when it does not answer.
async function whose(text) {
  if (reachable.value) {
    try {
      return (await withToken(() => ask("/tablet/badge", { text }, BADGE))).person;
    } catch (refusal) {
      if (!unansweredBy(refusal)) throw refusal;
    }
  }
  const code = codeText(text);
  if (code === null || !isBadge(code)) throw new Refusal(0, { code: "scan_foreign", sentence: t("This is not a badge of this workshop.") }, 0);
  return badgeHere(code).person;
}

// Without network the worker's page is asked for in the other language; without a worker nothing can be loaded, and it stays.
export function languageHere(code) {
  if (reachable.value) return false;
  if (chooseLanguageHere(code)) location.reload();
  else tell("info", t("The language is changed when there is network."));
  return true;
}

export function SignIn({ scanner, door }) {
  const person = door.person.value;
  return html`<div class="sign-in">
    <header class="tablet-head">
      <strong class="site-name clip">${boot.site.name}</strong>
      <span class="device-name clip">${boot.device.name}</span>
      <span class="head-end"><${WaitingCount} /><${LanguageSwitch} instead=${languageHere} /><${Clock} /></span>
    </header>
    ${revoked.value && html`<p class="revoked-band" role="alert"><${Icon} name="circle-alert" /><span>${t("The server no longer knows this tablet. What waits is kept; the administrator can pair it again.")}</span></p>`}
    ${person ? html`<${PinPad} key=${person.id} person=${person} onBack=${() => door.back()} />` : html`<${Welcome} scanner=${scanner} door=${door} />`}
  </div>`;
}

function Welcome({ scanner, door }) {
  return html`<main class="welcome">
    <section class="badge-way">
      ${door.camera.value ? html`<${ScanPage} scanner=${scanner} badge />
          <button class="button" onClick=${() => (door.camera.value = false)}><${Icon} name="x" /><span>${t("Camera off")}</span></button>`
        : html`<div class="badge-picture"><${Icon} name="scan-qr-code" /></div>
          <h1>${t("Hold up your badge")}</h1>
          <p>${t("Scan it with the hand scanner at any time, or with the camera.")}</p>
          <button class="button button-main" onClick=${() => (door.camera.value = true)}><${Icon} name="camera" /><span>${t("Scan with the camera")}</span></button>`}
    </section>
    ${reachable.value ? html`<${Names} onChoose=${(chosen) => door.choose(chosen)} />` : html`<${NoNames} />`}
  </main>`;
}

function NoNames() {
  return html`<section class="names"><${Notice} icon="wifi-off" title=${t("No network")}
    text=${t("Hold up your badge and enter your PIN: you can go on, and your scans are kept and sent later. Names can be tapped again when there is network.")} /></section>`;
}

function Names({ onChoose }) {
  const [people, setPeople] = useState(null);
  const [failed, setFailed] = useState(null);
  const [search, setSearch] = useState("");
  const load = () => {
    setFailed(null);
    get("/tablet/people", { patience: 8000 }).then((answer) => setPeople(answer.people), setFailed);
  };
  useEffect(load, []);
  const teams = useMemo(() => byTeam(people || [], search), [people, search]);
  if (failed) return html`<section class="names"><${Notice} kind="error" icon="wifi-off" title=${t("The names could not be loaded")} text=${failed.sentence}>
      <button class="button" onClick=${load}><${Icon} name="refresh-cw" /><span>${t("Try again")}</span></button><//></section>`;
  if (!people) return html`<section class="names"><${Notice} loading icon="users" title=${t("Loading the names…")} /></section>`;
  return html`<section class="names">
    <div class="names-head"><h2>${t("Or tap your name")}</h2>
      <label class="search"><${Icon} name="search" /><input type="search" name="search" value=${search} maxlength="40" autocomplete="off" spellcheck=${false}
        placeholder=${t("Search")} aria-label=${t("Search for a name")} onInput=${(event) => setSearch(event.target.value)} /></label></div>
    <div class="names-list" tabindex="0" role="region" aria-label=${t("Names")}>
      ${teams.map(([team, members]) => html`<${Team} key=${team} team=${team} members=${members} onChoose=${onChoose} />`)}
      ${!teams.length && html`<p class="none">${search ? t("No name fits \"%(text)s\".", { text: search }) : t("Nobody is set up for this tablet yet. The administrator adds people.")}</p>`}
    </div>
  </section>`;
}

function Team({ team, members, onChoose }) {
  return html`<div class="team"><h3>${team || t("Without a team")}</h3>
    <ul>${members.map((person) => html`<li key=${person.id}><button class="name" data-person=${person.id} title=${person.name} onClick=${() => onChoose(person)}>
      <i class="name-disc" aria-hidden="true">${Array.from(person.name)[0]}</i><span>${person.name}</span></button></li>`)}</ul></div>`;
}

function byTeam(people, search) {
  const wanted = search.trim().toLowerCase();
  const teams = new Map();
  people.filter((each) => each.name.toLowerCase().includes(wanted)).forEach((each) => {
    const team = each.team || "";
    teams.set(team, (teams.get(team) || []).concat(each));
  });
  return Array.from(teams).sort(([a], [b]) => !a - !b);
}
