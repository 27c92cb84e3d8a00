// Skills, and certificates with the day until which they are good.
//
//   standing(certificate, now)   "good" | "soon" | "expired"; soon: within 30 days
//   html`<${Certificates} people=${…} />`   the section

import { html, useState } from "../../../vendor/preact.js";
import { serverNow } from "../../core/clock.js";
import { t, word } from "../../core/i18n.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { picture, change } from "./data.js";
import { Ticks, useForm } from "./forms.js";
import { found, ofEmptyList, Rows, Search, Section, Sign } from "./list.js";
import { EditSheet } from "./sheet.js";

const SOON = 30 * 24 * 3600000;
const KINDS = ["electrician_licence", "brand_high_voltage"];
export const SKILLS = ["express", "mechanic", "electrics", "diagnosis", "alignment", "high_voltage", "body", "paint"];

export function standing(certificate, now) {
  if (certificate.expires_at <= now) return "expired";
  return certificate.expires_at - now <= SOON ? "soon" : "good";
}

export function warnings(people, now) {
  return people.filter((person) => person.active).flatMap((person) => person.certificates.map((each) => standing(each, now))).filter((each) => each !== "good");
}

function Until({ certificate }) {
  if (!certificate) return html`<span class="soft">—</span>`;
  const how = standing(certificate, serverNow());
  if (how === "expired") return html`<${Sign} kind="late"><${Icon} name="circle-alert" />${t("expired on %(day)s", { day: certificate.last_day })}<//>`;
  if (how === "soon") return html`<${Sign} kind="warn"><${Icon} name="triangle-alert" />${t("only until %(day)s", { day: certificate.last_day })}<//>`;
  return html`<span>${t("until %(day)s", { day: certificate.last_day })}</span>`;
}

// Everything else of a person is sent as it is: the command takes the whole of somebody.
export function personBody(person, different) {
  const { name, roles, login, team, shift, skills, phone, language, seen } = person;
  return { name, roles, login, team, shift, skills, phone, language, seen, ...different };
}

function Sheet({ person, onClose }) {
  const start = { skills: person.skills };
  KINDS.forEach((kind) => (start[kind] = (person.certificates.find((each) => each.kind === kind) || { last_day: "" }).last_day));
  const form = useForm(start);
  const save = async () => {
    const certificates = {};
    KINDS.filter((kind) => form.values[kind]).forEach((kind) => (certificates[kind] = form.values[kind]));
    if (KINDS.some((kind) => form.values[kind] !== start[kind])) await change("/set-up/people/" + person.id + "/certificates", { certificates, seen: person.certificates_seen });
    if (form.values.skills.join() !== person.skills.join()) await change("/set-up/people/" + person.id + "/change", personBody(person, { skills: form.values.skills }));
    return null;
  };
  return html`<${EditSheet} title=${person.name} form=${form} save=${save} onClose=${onClose}>${(wrong) => html`
    <${Ticks} form=${form} wrong=${wrong} name="skills" label=${t("Skills")} choices=${SKILLS.map((each) => [each, word("skill", each)])} hint=${t("The foreman sees them when giving out work.")} />
    ${KINDS.map((kind) => html`<${Field} key=${kind} label=${t("%(certificate)s, good until", { certificate: word("certificate", kind) })} wrong=${wrong["certificates." + kind]}>${(ids) => html`<input ...${ids} type="date" name=${kind} min="2000-01-01" max="2100-12-31" value=${form.values[kind]} onInput=${(event) => form.set({ [kind]: event.currentTarget.value })} />`}<//>`)}
    <p class="hint">${t("As printed on the certificate: it counts until that day is over. High-voltage work needs both. Empty: they have none.")}</p>`}
  <//>`;
}

export function Certificates() {
  const [typed, setTyped] = useState("");
  const [opened, open] = useState(null);
  const works = (person) => person.roles.some((role) => ["technician", "leader"].includes(role)) || person.certificates.length || person.skills.length;
  const people = picture.value.people.filter((person) => person.active && works(person));
  const shown = people.filter((person) => found(typed, [person.name, ...person.skills.map((each) => word("skill", each))]));
  const sheet = people.find((person) => person.id === opened);
  const rows = shown.map((person) => ({
    key: person.id,
    onOpen: () => open(person.id),
    cells: [person.name, person.skills.map((each) => word("skill", each)).join(t(", ")) || html`<span class="soft">—</span>`, ...KINDS.map((kind) => html`<${Until} certificate=${person.certificates.find((each) => each.kind === kind)} />`)],
  }));
  return html`<${Section} title=${t("Skills and certificates")} text=${t("Who can do what. Nobody is given high-voltage work, or clocks on to it, without both certificates.")}
    tools=${html`<${Search} value=${typed} onInput=${setTyped} label=${t("Name or skill")} />`}>
    <${Rows} label=${t("Skills and certificates")} heads=${[t("Name"), t("Skills"), ...KINDS.map((kind) => word("certificate", kind))]} rows=${rows} empty=${people.length ? ofEmptyList() : t("Nobody works on cars yet. Add technicians under People.")} />
    ${sheet && html`<${Sheet} key=${sheet.seen + sheet.certificates_seen} person=${sheet} onClose=${() => open(null)} />`}
  <//>`;
}
