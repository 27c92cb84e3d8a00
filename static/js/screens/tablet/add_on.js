// What is found and what is missing while somebody works: add-on work for the customer to decide, and parts from the store.
//
//   FoundWork, NeedPart   entries of extras.js: a button each, for those who may; the sheets behind them

import { html, useEffect, useMemo, useState } from "../../../vendor/preact.js";
import { get, post, reachable } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { dayAndTime, hours } from "../../core/durations.js";
import { now } from "../../core/clock.js";
import { language, t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { keepPhoto } from "../../parts/kept_photos.js";
import { NeedsNetwork } from "../../parts/needs_network.js";
import { PhotoButton, PhotoStrip } from "../../parts/photo.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { tell } from "./answers.js";
import { openSheet } from "./floor.js";

const may = (action) => Boolean(boot.person) && boot.person.actions.includes(action);
const MAY_BE_FOUND = ["arrived", "reception", "waiting_dispatch", "dispatched", "in_work", "paused", "self_check", "leader_check", "final_check"];
const STEP_MINUTES = 6;
const USUAL_MINUTES = [30, 60, 90, 120];
const MOST_MINUTES = 6000;
const SUGGESTED = 6;

function Entry({ icon, words, name, onClick }) {
  return html`<button class="other-step" data-extra=${name} onClick=${onClick}><${Icon} name=${icon} /><span>${words}</span></button>`;
}

export function FoundWork({ job, card }) {
  if (!may("propose_add_on") || !MAY_BE_FOUND.includes(card.stage)) return null;
  return html`<${Entry} icon="search" name="add-on" words=${t("Found more work")} onClick=${() => openSheet(job, FoundWorkSheet)} />`;
}

export function NeedPart({ job, card }) {
  if (!may("want_part") || !MAY_BE_FOUND.includes(card.stage)) return null;
  return html`<${Entry} icon="settings" name="part" words=${t("Need a part")} onClick=${() => openSheet(job, NeedPartSheet)} />`;
}

const keepMine = (photo) => keepPhoto(Object.assign({ person: boot.person.id }, photo));

function AboutCar({ card, text }) {
  return html`<p class="sheet-car"><${Plate} plate=${card.plate} size="small" /><span class="clip">${text}</span></p>`;
}

// What is asked for once when a sheet opens; without it the sheet works all the same.
function useAsked(path, empty) {
  const [told, setTold] = useState(empty);
  useEffect(() => {
    let wanted = true;
    get(path, { patience: 4000 }).then((answer) => wanted && setTold(answer), () => {});
    return () => (wanted = false);
  }, [path]);
  return told;
}

function Hours({ minutes, onChange }) {
  const by = (step) => () => onChange(Math.min(MOST_MINUTES, Math.max(0, minutes + step)));
  return html`<div class="found-hours" role="group" aria-label=${t("Standard hours")}>
    <button type="button" class="key" aria-label=${t("Less time")} onClick=${by(-STEP_MINUTES)}>−</button>
    <strong aria-live="polite">${hours(minutes)}</strong>
    <button type="button" class="key" aria-label=${t("More time")} onClick=${by(STEP_MINUTES)}>+</button>
    <span class="found-usual">${USUAL_MINUTES.map((each) => html`<button key=${each} type="button" class="chip" aria-pressed=${minutes === each ? "true" : "false"} onClick=${() => onChange(each)}>${hours(each)}</button>`)}</span>
  </div>`;
}

function Tick({ on, icon, words, more, onChange }) {
  return html`<button type="button" class="found-tick" role="switch" aria-checked=${on ? "true" : "false"} onClick=${() => onChange(!on)}>
    <${Icon} name=${icon} /><span><strong>${words}</strong>${more && html`<small>${more}</small>`}</span><i class="found-switch"></i></button>`;
}

function matching(jobs, typed) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return [];
  return jobs.filter(({ code, text }) => [code, text.zh_CN, text.en].some((each) => (each || "").toLowerCase().includes(wanted))).slice(0, SUGGESTED);
}

const nameIn = (text) => text[language] || text.zh_CN || text.en;

function FoundWorkSheet({ job, card, close }) {
  const { jobs } = useAsked("/catalogue", { jobs: [] });
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(null);
  const [minutes, setMinutes] = useState(30);
  const [safety, setSafety] = useState(false);
  const [highVoltage, setHighVoltage] = useState(false);
  const [note, setNote] = useState("");
  const [photos, setPhotos] = useState([]);
  const on = card.on_since_at !== null;
  const [pause, setPause] = useState(false);
  const suggested = useMemo(() => (chosen && nameIn(chosen.text) === text ? [] : matching(jobs, text)), [jobs, text, chosen]);
  const choose = (standard) => {
    setChosen(standard);
    setText(nameIn(standard.text));
    setMinutes(standard.standard_minutes);
    setSafety(standard.safety);
    setHighVoltage(standard.high_voltage);
  };
  const body = () => ({
    text: text.trim(), code: chosen && nameIn(chosen.text) === text ? chosen.code : null, standard_minutes: minutes, skill: chosen ? chosen.skill : null,
    safety, high_voltage: highVoltage, note: note.trim(), photos, pause: on && pause,
  });
  const done = () => (tell("accepted", t("Reported: %(text)s", { text: text.trim() }), t("The store prices it, then the customer decides.")), close());
  const sending = useSending(() => post("/jobs/" + job + "/propose-add-on", body()), done);
  const electric = card.energy === "ev" || card.energy === "hybrid";
  const actions = html`<button class="button" onClick=${close}>${t("Back")}</button>
    <button class="button button-main" data-report disabled=${!text.trim() || sending.busy || !reachable.value} onClick=${sending.go}><${Icon} name="arrow-right" /><span>${sending.busy ? t("Sending…") : text.trim() ? t("Report it") : t("Say what you found")}</span></button>`;
  return html`<${Dialog} wide title=${t("What did you find?")} onClose=${close} actions=${actions}>
    <${AboutCar} card=${card} text=${t("The customer is asked. Nothing is done before they say yes.")} />
    <${NeedsNetwork} words=${t("Write it down, and tell the advisor.")} />
    <div class="found-sheet">
      <div class="found-words">
        <label class="field"><span>${t("Work that is needed")}</span>
          <input type="text" name="text" maxlength="200" autocomplete="off" autofocus value=${text} onInput=${(event) => setText(event.currentTarget.value)} /></label>
        ${suggested.length > 0 && html`<ul class="found-suggested" aria-label=${t("From the catalogue")}>${suggested.map((each) => html`<li key=${each.code}><button type="button" class="chip" onClick=${() => choose(each)}><span class="clip">${nameIn(each.text)}</span> <small>${hours(each.standard_minutes)}</small></button></li>`)}</ul>`}
        <${Hours} minutes=${minutes} onChange=${setMinutes} />
        <label class="field"><span>${t("What you saw (the customer reads this)")}</span>
          <textarea name="note" rows="2" maxlength="500" value=${note} onInput=${(event) => setNote(event.currentTarget.value)}></textarea></label>
      </div>
      <div class="found-side">
        <div class="found-photos"><${PhotoButton} job=${job} label=${photos.length ? t("Another photo") : t("Take a photo")} keep=${keepMine} onTaken=${(id) => setPhotos((before) => before.concat(id))} /><${PhotoStrip} ids=${photos} /></div>
        <${Tick} on=${safety} icon="triangle-alert" words=${t("Concerns safety")} more=${t("Declined, it has to be signed for.")} onChange=${setSafety} />
        ${electric && html`<${Tick} on=${highVoltage} icon="zap" words=${t("High-voltage work")} onChange=${setHighVoltage} />`}
        ${on && html`<${Tick} on=${pause} icon="pause" words=${t("Pause me until they decide")} more=${t("You are clocked off; the advisor's clock runs.")} onChange=${setPause} />`}
      </div>
    </div>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

function Asked({ parts }) {
  if (!parts.length) return null;
  return html`<section class="parts-asked"><h3>${t("Asked for already")}</h3><ul>${parts.map((each) => html`<li key=${each.id}>
    <span class="clip">${each.name} × ${each.quantity}</span>
    <span class=${"mark is-" + each.state}>${word("part_state", each.state)}${each.state === "ordered" && each.expected_at !== null && " · " + dayAndTime(each.expected_at, now.peek())}</span></li>`)}</ul></section>`;
}

function NeedPartSheet({ job, card, close }) {
  const { parts } = useAsked("/jobs/" + job + "/found-work", { parts: [] });
  const [name, setName] = useState("");
  const [number, setNumber] = useState("");
  const [quantity, setQuantity] = useState(1);
  const open = card.operations.filter(({ state }) => state === "open" || state === "started" || state === "proposed");
  const [operation, setOperation] = useState(() => (open.find((each) => each.state === "started") || { id: null }).id);
  const done = () => (tell("accepted", t("Asked for: %(name)s", { name: name.trim() }), t("The store is told.")), close());
  const sending = useSending(() => post("/jobs/" + job + "/want-part", { name: name.trim(), number: number.trim(), quantity, operation }), done);
  const actions = html`<button class="button" onClick=${close}>${t("Back")}</button>
    <button class="button button-main" data-report disabled=${!name.trim() || sending.busy || !reachable.value} onClick=${sending.go}><${Icon} name="arrow-right" /><span>${sending.busy ? t("Sending…") : name.trim() ? t("Ask the store") : t("Name the part")}</span></button>`;
  return html`<${Dialog} wide title=${t("Which part do you need?")} onClose=${close} actions=${actions}>
    <${AboutCar} card=${card} text=${t("It stands on the store's page at once.")} />
    <${NeedsNetwork} words=${t("Go to the store, or ask later.")} />
    <div class="found-sheet">
      <div class="found-words">
        <label class="field"><span>${t("Part")}</span><input type="text" name="part" maxlength="200" autocomplete="off" autofocus value=${name} onInput=${(event) => setName(event.currentTarget.value)} /></label>
        <label class="field"><span>${t("Part number (if you know it)")}</span><input type="text" name="number" maxlength="40" autocomplete="off" value=${number} onInput=${(event) => setNumber(event.currentTarget.value)} /></label>
        <div class="found-hours" role="group" aria-label=${t("Pieces")}>
          <button type="button" class="key" aria-label=${t("Fewer")} onClick=${() => setQuantity(Math.max(1, quantity - 1))}>−</button>
          <strong aria-live="polite">${t("%(count)s pcs", { count: quantity })}</strong>
          <button type="button" class="key" aria-label=${t("More")} onClick=${() => setQuantity(Math.min(999, quantity + 1))}>+</button>
        </div>
      </div>
      <div class="found-side">
        <h3>${t("For which work?")}</h3>
        <ul class="found-for">${[...open, { id: null, text: t("The whole car") }].map((each) => html`<li key=${each.id}><button type="button" class="chip" aria-pressed=${operation === each.id ? "true" : "false"} onClick=${() => setOperation(each.id)}><span class="clip">${each.text}</span></button></li>`)}</ul>
        <${Asked} parts=${parts} />
      </div>
    </div>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
