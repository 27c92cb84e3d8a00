// Signing a check. Passed: everything on the shop's list is ticked. Failed: what failed, photos, why, and who puts it right.
//
//   html`<${PassSheet} …sheet's props />`   html`<${FailSheet} …sheet's props />`

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { N_, listed, t } from "../../core/i18n.js";
import { tick as tickTone } from "../../core/sound.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { keepPhoto } from "../../parts/kept_photos.js";
import { PhotoButton, PhotoStrip } from "../../parts/photo.js";
import { Plate } from "../../parts/plate.js";
import { sending, sheet } from "./floor.js";
import { listFor } from "./standards.js";
import { nameOf } from "./steps.js";
import { Ticks } from "./ticks.js";

export function PassSheet({ feed, job, card, step, close, say }) {
  const items = listFor(feed, step, card);
  const [marked, setMarked] = useState([]);
  const ticked = items.filter((item) => marked.includes(item));
  const left = items.length - ticked.length;
  const tick = (item, on) => {
    tickTone();
    setMarked((before) => (on ? before.concat(item) : before.filter((each) => each !== item)));
  };
  const failing = card.steps.find((each) => each.step === step.step.replace("pass", "fail"));
  const fail = () => (sheet.value = { job, step: failing, unticked: ticked.length ? items.filter((item) => !ticked.includes(item)) : [] });
  const actions = html`${failing && html`<button class="button button-wrong" onClick=${fail}><${Icon} name="undo-2" /><span>${t("Not in order")}</span></button>`}
    <button class="button button-main" disabled=${left > 0 || Boolean(sending.value)} onClick=${() => say({ ticked })}>
      <${Icon} name="badge-check" /><span>${left ? t("%(count)s left to tick", { count: left }) : t("All in order, sign")}</span></button>`;
  return html`<${Dialog} wide title=${nameOf(step, card)} onClose=${close} actions=${actions}>
    <p class="sheet-car"><${Plate} plate=${card.plate} size="small" /><span>${t("Look at each thing, then tick it.")}</span></p>
    <${Ticks} items=${items} ticked=${ticked} onTick=${tick} />
  <//>`;
}

const OFTEN_FAILED = [
  N_("Noise is still there"), N_("Warning light is on"), N_("Leak"), N_("Torque not right"), N_("Fluid level not right"), N_("Part not fitted properly"),
  N_("Tyre pressure"), N_("Scratch or mark"), N_("Not clean inside"), N_("Tool left in the car"),
];

function Chips({ items, chosen, onToggle }) {
  return html`<ul class="chips">${items.map((item) => html`<li key=${item}>
    <button type="button" class="chip" aria-pressed=${chosen.includes(item) ? "true" : "false"} title=${item} onClick=${() => onToggle(item)}>
      <${Icon} name=${chosen.includes(item) ? "check" : "plus"} /><span class="clip">${item}</span></button></li>`)}</ul>`;
}

function useItems(unticked) {
  const [items, setItems] = useState(unticked);
  const toggle = (item) => setItems((before) => (before.includes(item) ? before.filter((each) => each !== item) : before.concat(item)));
  return [items, toggle];
}

export function FailSheet({ feed, job, card, step, close, say, unticked }) {
  const [items, toggle] = useItems(unticked || []);
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [photos, setPhotos] = useState([]);
  const [technician, setTechnician] = useState(null);
  const typed = text.trim();
  const named = typed && !items.includes(typed) ? items.concat(typed) : items;
  const add = (event) => {
    event.preventDefault();
    if (typed && !items.includes(typed)) toggle(typed);
    setText("");
  };
  const done = card.operations.filter((each) => each.state === "done").map((each) => each.text);
  const list = listFor(feed, step, card);
  const usual = list.length ? list : OFTEN_FAILED.map((each) => t(each));
  const offered = Array.from(new Set(usual.concat(done, items)));
  const said = Object.assign({ items: named, note: note.trim(), photos }, technician === null ? {} : { technician });
  const actions = html`<button class="button" onClick=${close}>${t("Back")}</button>
    <button class="button button-main button-fail" disabled=${!named.length || Boolean(sending.value)} onClick=${() => say(said)}>
      <${Icon} name="undo-2" /><span>${named.length ? t("Send back with %(count)s", { count: named.length }) : t("Name what failed")}</span></button>`;
  return html`<${Dialog} wide title=${nameOf(step, card)} onClose=${close} actions=${actions}>
    <p class="sheet-car"><${Plate} plate=${card.plate} size="small" /><span>${t("What has to be put right? Each one becomes a line of rework.")}</span></p>
    <${Chips} items=${offered} chosen=${items} onToggle=${toggle} />
    <form class="add-item" onSubmit=${add}>
      <label class="field"><span>${t("Something else")}</span>
        <input type="text" name="item" maxlength="200" value=${text} autocomplete="off" enterkeyhint="done" onInput=${(event) => setText(event.target.value)} /></label>
      <button class="button" disabled=${!typed}><${Icon} name="plus" /><span>${t("Add")}</span></button>
    </form>
    <div class="failed-photos"><${PhotoButton} job=${job} label=${t("Photo of it")} keep=${(photo) => keepPhoto(Object.assign({ person: boot.person.id }, photo))} onTaken=${(id) => setPhotos((before) => before.concat(id))} />
      ${photos.length > 0 && html`<${PhotoStrip} ids=${photos} />`}</div>
    <${WhoPutsItRight} card=${card} chosen=${technician} onChoose=${setTechnician} />
    <label class="field"><span>${t("Why, or where exactly (not needed)")}</span>
      <textarea name="note" rows="2" maxlength="500" value=${note} onInput=${(event) => setNote(event.target.value)}></textarea></label>
  <//>`;
}

const WORKERS = ["technician", "leader"];

function useWorkers() {
  const [people, setPeople] = useState([]);
  useEffect(() => {
    let wanted = true;
    const take = (answer) => wanted && setPeople(answer.people.filter((each) => each.roles.some((role) => WORKERS.includes(role))));
    get("/tablet/people", { patience: 4000 }).then(take, () => {});
    return () => (wanted = false);
  }, []);
  return people;
}

function WhoPutsItRight({ card, chosen, onChoose }) {
  const people = useWorkers();
  const had = listed(card.people.map((each) => each.name));
  const others = people.filter((each) => card.people.length !== 1 || card.people[0].id !== each.id);
  const choices = [[null, had ? t("Whoever had it: %(names)s", { names: had }) : t("Whoever had it")]].concat(others.map((each) => [each.id, each.name]));
  return html`<fieldset class="who-again"><legend>${t("Who puts it right?")}</legend>
    <ul class="chips">${choices.map(([id, name]) => html`<li key=${id || 0}>
      <button type="button" class="chip" aria-pressed=${chosen === id ? "true" : "false"} onClick=${() => onChoose(id)}>
        <${Icon} name=${chosen === id ? "check" : "user"} /><span class="clip">${name}</span></button></li>`)}</ul></fieldset>`;
}
