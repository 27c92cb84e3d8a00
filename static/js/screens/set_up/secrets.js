// Ways in: a password for desks, a PIN for tablets, a badge. What was chosen is shown once, to be told or written down.
//
//   suggestPassword(), suggestPin()
//   html`<${SecretDialog} person=${…} kind="password" onClose=${close} />`
//   html`<${Told} person=… login=… password=… pin=… onClose=${close} />`   what somebody needs to get in

import { html, useState } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { change, wrongOf } from "./data.js";

// Without letters and digits that are taken for each other.
const LETTERS = "abcdefghjkmnpqrstuvwxyz";

function random(below) {
  const limit = Math.floor(4294967296 / below) * below;
  const drawn = new Uint32Array(1);
  do crypto.getRandomValues(drawn);
  while (drawn[0] >= limit);
  return drawn[0] % below;
}

function pick(count, from) {
  return Array.from({ length: count }, () => from[random(from.length)]).join("");
}

export function suggestPassword() {
  return [pick(4, LETTERS), pick(4, LETTERS), pick(4, "23456789")].join("-");
}

export function suggestPin() {
  return pick(4, "0123456789");
}

export function Told({ person, name, login, password, pin, onClose }) {
  const facts = [[t("Login"), login], [t("Password"), password], [t("PIN"), pin]].filter(([, value]) => value);
  return html`<${Dialog} title=${t("How %(name)s gets in", { name })} onClose=${onClose} actions=${html`
    <a class="button" href=${"/people/badges?person=" + person} target="_blank" rel="noopener"><${Icon} name="printer" /><span>${t("Print the badge")}</span></a>
    <button class="button button-main" onClick=${onClose}>${t("Done")}</button>`}>
    ${facts.length > 0 && html`<dl class="told">${facts.map(([label, value]) => html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`}
    <p class="ask-warn"><${Icon} name="info" /><span>${facts.length ? t("This is shown only now. Tell it to them in person, or write it down for them.") + (password ? " " + t("They choose a password of their own when they first sign in.") : "") : t("The badge is their way in at scanners; a password or a PIN can be set at any time.")}</span></p>
  <//>`;
}

export function SecretDialog({ person, kind, onClose }) {
  const password = kind === "password";
  const [value, setValue] = useState(password ? suggestPassword : suggestPin);
  const [done, setDone] = useState(false);
  const has = password ? person.has_password : person.has_pin;
  const path = "/set-up/people/" + person.id + "/" + kind;
  const sending = useSending(() => change(path, { [kind]: value }), () => setDone(true));
  const removing = useSending(() => change(path, { [kind]: null }, password ? t("%(name)s has no password any more", { name: person.name }) : t("%(name)s has no PIN any more", { name: person.name })), onClose);
  if (done) return html`<${Told} person=${person.id} name=${person.name} login=${password ? person.login : null} ...${{ [kind]: value }} onClose=${onClose} />`;
  const wrong = wrongOf(sending.refusal);
  const busy = sending.busy || removing.busy;
  return html`<${Dialog} title=${password ? t("New password for %(name)s", { name: person.name }) : t("New PIN for %(name)s", { name: person.name })} onClose=${onClose} actions=${html`
    ${has && html`<button class="button button-danger" disabled=${busy} onClick=${removing.go}>${password ? t("No password any more") : t("No PIN any more")}</button>`}
    <button class="button button-main" disabled=${busy} onClick=${sending.go}>${busy ? t("Saving…") : t("Set it")}</button>`}>
    <p class="ask-note">${password ? t("For desks. At least 10 characters; this one was made at random.") : t("For workshop tablets. 4 to 8 digits; this one was made at random.")}</p>
    <${Field} label=${password ? t("Password") : t("PIN")} wrong=${wrong[kind]}>${(ids) => html`<input ...${ids} class="secret" type="text" name=${kind} autocomplete="off" spellcheck=${false} maxlength=${password ? 200 : 8} value=${value} onInput=${(event) => setValue(event.currentTarget.value)} />`}<//>
    <p class="hint">${t("Whoever is signed in with the old one is signed out.")}</p>
    ${!wrong[kind] && html`<${RefusedHere} refusal=${sending.refusal} />`}<${RefusedHere} refusal=${removing.refusal} />
  <//>`;
}
