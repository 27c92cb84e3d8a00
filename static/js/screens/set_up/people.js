// The people who work here: adding somebody, what is known of them, how they get in, and their leaving.

import { html, useState } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { picture, change } from "./data.js";
import { personBody, SKILLS } from "./certificates.js";
import { Select, TextField, Tick, Ticks, useForm } from "./forms.js";
import { Add, found, ofEmptyList, Rows, Search, Section, Sign } from "./list.js";
import { SecretDialog, suggestPassword, suggestPin, Told } from "./secrets.js";
import { EditSheet, Sure } from "./sheet.js";

const ROLES = ["advisor", "foreman", "leader", "technician", "inspector", "washer", "parts", "guard", "cashier", "lounge_attendant", "follow_up_clerk", "manager", "admin"];
const ON_TABLETS = ["foreman", "leader", "technician", "inspector", "washer", "parts"];
const AT_DESKS = ["advisor", "foreman", "guard", "cashier", "lounge_attendant", "follow_up_clerk", "manager", "admin", "parts"];
const NOBODY = { name: "", roles: [], login: "", team: null, shift: null, skills: [], phone: "", language: null };

function choices(rows, none) {
  return [[null, none], ...rows.map((each) => [each.id, each.name])];
}

function isAmong(roles, some) {
  return roles.some((role) => some.includes(role));
}

function Fields({ form, wrong }) {
  const { teams, shifts } = picture.value;
  return html`
    <${TextField} form=${form} wrong=${wrong} name="name" label=${t("Name")} autofocus />
    <${Ticks} form=${form} wrong=${wrong} name="roles" label=${t("Roles")} choices=${ROLES.map((role) => [role, word("role", role)])} hint=${t("What they may do on the board follows from their roles.")} />
    ${isAmong(form.values.roles, ["technician", "leader"]) && html`
      <${Ticks} form=${form} wrong=${wrong} name="skills" label=${t("Skills")} choices=${SKILLS.map((each) => [each, word("skill", each)])} />
      <${Select} form=${form} wrong=${wrong} name="team" label=${t("Team")} choices=${choices(teams, t("no team"))} />`}
    <${Select} form=${form} wrong=${wrong} name="shift" label=${t("Shift")} choices=${choices(shifts, t("the workshop's own hours"))} />
    <${TextField} form=${form} wrong=${wrong} name="phone" label=${t("Phone")} most=${40} inputmode="tel" hint=${t("Customers see the phone of their advisor, and of nobody else.")} />
    <${Select} form=${form} wrong=${wrong} name="language" label=${t("Language")} choices=${[[null, t("the workshop's")], ["zh_CN", "中文"], ["en", "English"]]} />`;
}

function body(values) {
  return { ...values, login: values.login.trim() || null, phone: values.phone.trim() || null };
}

function NewPerson({ onClose }) {
  const form = useForm({ ...NOBODY, desk: null, tablet: null, password: suggestPassword(), pin: suggestPin() });
  const [told, tell] = useState(null);
  const { desk, tablet, password, pin, ...values } = form.values;
  const atDesk = desk === null ? isAmong(values.roles, AT_DESKS) : desk;
  const onTablet = tablet === null ? isAmong(values.roles, ON_TABLETS) : tablet;
  const save = async () => {
    const ways = { login: atDesk ? values.login : "", password: atDesk ? password : null, pin: onTablet ? pin : null };
    const answer = await change("/set-up/people", { ...body({ ...values, login: ways.login }), password: ways.password, pin: ways.pin }, t("%(name)s is there", { name: values.name.trim() }));
    return { person: answer.result.person, name: values.name.trim(), ...ways };
  };
  if (told) return html`<${Told} ...${told} onClose=${onClose} />`;
  return html`<${EditSheet} title=${t("Somebody new")} form=${form} save=${save} go=${t("Add")} onClose=${onClose} onSaved=${tell}>${(wrong) => html`
    <${Fields} form=${form} wrong=${wrong} />
    <${Tick} label=${t("Signs in at a desk")} value=${atDesk} onChange=${(on) => form.set({ desk: on })} />
    ${atDesk && html`<div class="pair">
      <${TextField} form=${form} wrong=${wrong} name="login" label=${t("Login")} most=${64} autocapitalize="none" spellcheck=${false} />
      <${TextField} form=${form} wrong=${wrong} name="password" label=${t("Password")} spellcheck=${false} />
    </div>`}
    <${Tick} label=${t("Works with a tablet")} value=${onTablet} onChange=${(on) => form.set({ tablet: on })} />
    ${onTablet && html`<${TextField} form=${form} wrong=${wrong} name="pin" label=${t("PIN")} most=${8} inputmode="numeric" />`}`}
  <//>`;
}

function WaysIn({ person, ask }) {
  return html`<section class="sheet-part"><h3>${t("Ways in")}</h3>
    <p>${t("Desk")}: ${person.login ? html`<strong>${person.login}</strong> · ` : ""}${person.has_password ? (person.password_is_one_time ? t("has a password for the first time") : t("has a password")) : t("no password")}${person.has_second_factor ? " · " + t("second factor") : ""}<br />${t("Tablet")}: ${person.has_pin ? t("has a PIN") : t("no PIN")}</p>
    <div class="drawer-acts">
      <button class="button" disabled=${!person.login} onClick=${() => ask("password")}>${t("New password")}</button>
      <button class="button" onClick=${() => ask("pin")}>${t("New PIN")}</button>
      <a class="button" href=${"/people/badges?person=" + person.id} target="_blank" rel="noopener"><${Icon} name="printer" /><span>${t("Print the badge")}</span></a>
      <button class="button" onClick=${() => ask("badge")}>${t("The badge was lost")}</button>
      <button class="button" onClick=${() => ask("end")}>${t("Sign them out everywhere")}</button>
      ${person.has_second_factor && html`<button class="button" onClick=${() => ask("factor")}>${t("The phone with the second factor was lost")}</button>`}
    </div>
    ${!person.login && html`<p class="hint">${t("Give them a login first, then a password.")}</p>`}
  </section>`;
}

function Leaving({ person, ask }) {
  if (boot.person && boot.person.id === person.id) return null;
  return html`<section class="sheet-part"><h3>${t("Leaving")}</h3>
    <p class="hint">${person.on ? t("They are clocked on now and have to clock off first.") : person.cars ? t("%(count)s cars are given to them; the foreman will have to give these to others.", { count: person.cars }) : t("Their record stays. They can come back later.")}</p>
    <button class="button button-danger" disabled=${person.on > 0} onClick=${() => ask("leave")}>${t("Does not work here any more")}</button>
  </section>`;
}

function Asked({ person, question, onClose, tell }) {
  const { name } = person;
  const path = "/set-up/people/" + person.id;
  if (question === "badge") return html`<${Sure} title=${t("A new badge for %(name)s?", { name })} text=${t("The old badge opens nothing from now on. Print the new one.")} go=${t("New badge")} act=${() => change(path + "/renew-badge", {})} onClose=${onClose} onDone=${() => tell({ person: person.id, name })} />`;
  if (question === "end") return html`<${Sure} title=${t("Sign %(name)s out everywhere?", { name })} text=${t("At desks and on tablets, within seconds. They can sign in again.")} go=${t("Sign out")} act=${() => change(path + "/end-sign-ins", {}, t("%(name)s is signed out", { name }))} onClose=${onClose} />`;
  if (question === "factor") return html`<${Sure} title=${t("Take %(name)s's second factor away?", { name })} text=${t("Their password alone lets them in again. Make sure that it is they who ask.")} go=${t("Take it away")} act=${() => change(path + "/reset-second-factor", {}, t("%(name)s saved", { name }))} onClose=${onClose} />`;
  if (question === "leave") return html`<${Sure} title=${t("%(name)s does not work here any more?", { name })} text=${t("They are signed out everywhere at once, their badge opens nothing, and no work is given to them.")} go=${t("Sign them out for good")} act=${() => change(path + "/deactivate", {}, t("%(name)s is signed out", { name }))} onClose=${onClose} />`;
  return question ? html`<${SecretDialog} person=${person} kind=${question} onClose=${onClose} />` : null;
}

function KnownPerson({ person, onClose }) {
  const form = useForm({ ...NOBODY, ...personBody(person), login: person.login || "", phone: person.phone || "" });
  const [question, ask] = useState(null);
  const [told, tell] = useState(null);
  const save = () => change("/set-up/people/" + person.id + "/change", body(form.values), t("%(name)s saved", { name: form.values.name.trim() }));
  const more = html`<${WaysIn} person=${person} ask=${ask} /><${Leaving} person=${person} ask=${ask} />`;
  return html`<${EditSheet} title=${person.name} form=${form} save=${save} onClose=${onClose} more=${more}>${(wrong) => html`
    <${Fields} form=${form} wrong=${wrong} />
    <${TextField} form=${form} wrong=${wrong} name="login" label=${t("Login")} most=${64} autocapitalize="none" spellcheck=${false} hint=${t("The name they type at a desk. Empty: they use tablets only.")} />`}
  <//>
  <${Asked} person=${person} question=${question} onClose=${() => ask(null)} tell=${tell} />
  ${told && html`<${Told} ...${told} onClose=${() => tell(null)} />`}`;
}

function Gone({ person, onClose }) {
  const [told, tell] = useState(null);
  if (told) return html`<${Told} ...${told} onClose=${onClose} />`;
  return html`<${Sure} title=${t("Is %(name)s back?", { name: person.name })} text=${t("They get a new badge; login, password and PIN are as they were.")} go=${t("They work here again")}
    act=${() => change("/set-up/people/" + person.id + "/reactivate", {}, t("%(name)s is back", { name: person.name }))} onClose=${() => told || onClose()} onDone=${() => tell({ person: person.id, name: person.name })} />`;
}

function Ways({ person }) {
  if (!person.active) return html`<${Sign}>${t("has left")}<//>`;
  const ways = [person.has_password && person.login, person.has_pin && t("PIN")].filter(Boolean);
  return ways.length ? ways.join(" · ") : html`<${Sign} kind="warn"><${Icon} name="triangle-alert" />${t("no way in")}<//>`;
}

export function People() {
  const { people, teams } = picture.value;
  const [typed, setTyped] = useState("");
  const [left, showLeft] = useState(false);
  const [opened, open] = useState(null);
  const teamOf = (person) => (teams.find((team) => team.id === person.team) || { name: "" }).name;
  const shown = people.filter((person) => (left || person.active) && found(typed, [person.name, person.login, teamOf(person), person.phone, ...person.roles.map((role) => word("role", role))]));
  const sheet = people.find((person) => person.id === opened);
  const rows = shown.map((person) => ({
    key: person.id,
    quiet: !person.active,
    onOpen: () => open(person.id),
    cells: [person.name, person.roles.map((role) => word("role", role)).join(t(", ")), teamOf(person), html`<${Ways} person=${person} />`],
  }));
  return html`<${Section} title=${t("People")} text=${t("Everybody who works here: what they may do, and how they get in.")} tools=${html`
    <${Search} value=${typed} onInput=${setTyped} label=${t("Name, role or team")} />
    ${people.some((person) => !person.active) && html`<${Tick} label=${t("Also who has left")} value=${left} onChange=${showLeft} />`}
    <a class="button" href="/people/badges" target="_blank" rel="noopener"><${Icon} name="printer" /><span>${t("Print badges")}</span></a>
    <${Add} text=${t("Somebody new")} onClick=${() => open("new")} />`}>
    <${Rows} label=${t("People")} heads=${[t("Name"), t("Roles"), t("Team"), t("Way in")]} rows=${rows} empty=${ofEmptyList()} />
    ${opened === "new" && html`<${NewPerson} onClose=${() => open(null)} />`}
    ${sheet && sheet.active && html`<${KnownPerson} key=${sheet.id + sheet.seen} person=${sheet} onClose=${() => open(null)} />`}
    ${sheet && !sheet.active && html`<${Gone} key=${sheet.id} person=${sheet} onClose=${() => open(null)} />`}
  <//>`;
}
