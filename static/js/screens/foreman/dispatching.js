// The questions before a car goes to work: which bay, who, and from when. Filled in beforehand; one more tap confirms.

import { html, useState } from "../../../vendor/preact.js";
import { serverNow } from "../../core/clock.js";
import { hours } from "../../core/durations.js";
import { listed, t, word } from "../../core/i18n.js";
import { Badges } from "../../parts/badges.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { TimeField, timeToday } from "../../parts/time_of_day.js";
import { skillsWanted, suited } from "./crew.js";
import { bayAdvice, bayProblem } from "./landing.js";
import { assignTo, dispatchTo } from "./moves.js";
import { HighVoltage } from "./people.js";
import { bayOf } from "./picture.js";

function firstChoice(choices, wished) {
  if (wished !== undefined) return [wished];
  const best = choices.find(({ barred }) => !barred);
  return best ? [best.id] : [];
}

function why({ barred, lacking, busy }) {
  if (barred) return t("no valid high-voltage qualification");
  if (lacking.length) return t("without %(skills)s", { skills: listed(lacking.map((skill) => word("skill", skill))) });
  return busy ? t("on another car") : t("free");
}

function Technicians({ choices, chosen, onChange }) {
  const toggle = (id) => onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : chosen.concat(id));
  return html`<fieldset class="choose-people"><legend>${t("Technicians")}</legend>
    ${choices.map((choice) => html`<label key=${choice.id} class=${"choose-person" + (choice.barred ? " is-barred" : "")}>
      <input type="checkbox" name="technician" value=${choice.id} checked=${chosen.includes(choice.id)} disabled=${choice.barred} onChange=${() => toggle(choice.id)} />
      <strong class="clip">${choice.person.name}</strong><${HighVoltage} person=${choice.person} />
      <span class=${"clip " + (choice.busy || choice.lacking.length || choice.barred ? "is-less" : "is-free-hand")}>${why(choice)}</span>
      <span class="choose-load">${Math.round(choice.load * 100)}%</span>
    </label>`)}
    ${choices.length === 0 && html`<p>${t("There are no technicians yet.")}</p>`}
  </fieldset>`;
}

function CarHead({ car }) {
  const skills = listed(skillsWanted(car.job).map((skill) => word("skill", skill)));
  return html`<div class="ask-car"><${Plate} plate=${car.job.plate} /><div>
      <p class="clip"><strong>${car.job.model}</strong> · ${word("service_type", car.job.service_type)} · ${hours(car.job.standard_minutes)}</p>
      ${skills && html`<p class="clip">${t("Skills wanted: %(skills)s", { skills })}</p>`}
    </div></div><${Badges} job=${car.job} />`;
}

function BayChoice({ car, picture, bay, onChange }) {
  const places = picture.bays.filter((place) => !bayProblem(car, place) || place.id === bay);
  return html`<label class="field"><span>${t("Bay")}</span><select value=${bay === null ? "" : String(bay)} onChange=${(event) => onChange(Number(event.currentTarget.value))}>
    ${bay === null && html`<option value="">${t("No bay is free")}</option>`}
    ${places.map((place) => html`<option key=${place.id} value=${String(place.id)}>${place.bay.number} · ${word("bay_kind", place.bay.bay_kind)}</option>`)}
  </select></label>`;
}

export function firstFreeBay(car, picture) {
  const free = picture.bays.filter((place) => !bayProblem(car, place));
  const best = free.find((place) => !bayAdvice(car, place)) || free[0];
  return best ? best.id : null;
}

export function DispatchDialog({ feed, car, picture, bay: wishedBay, person, onClose }) {
  const time = serverNow();
  const choices = suited(car.job, picture, time);
  const [bay, setBay] = useState(wishedBay === null ? firstFreeBay(car, picture) : wishedBay);
  const [chosen, setChosen] = useState(() => firstChoice(choices, person));
  const [start, setStart] = useState("");
  const sending = useSending(() => dispatchTo(feed, picture, car, bay, chosen, start ? timeToday(start, time) : null), onClose);
  const place = bayOf(picture, bay);
  const advice = place && bayAdvice(car, place);
  const taken = place && bayProblem(car, place);
  const title = place ? t("Dispatch to bay %(bay)s", { bay: place.bay.number }) : t("Dispatch");
  const actions = html`<button class="button" onClick=${onClose}>${t("Cancel")}</button>
    <button class="button button-main" autofocus disabled=${sending.busy || !chosen.length || bay === null || Boolean(start && timeToday(start, time) === null)} onClick=${sending.go}>
      ${sending.busy ? t("Dispatching…") : t("Dispatch")}</button>`;
  return html`<${Dialog} title=${title} onClose=${onClose} actions=${actions}>
    <${CarHead} car=${car} />
    ${wishedBay === null && html`<${BayChoice} car=${car} picture=${picture} bay=${bay} onChange=${setBay} />`}
    ${taken && !sending.busy && html`<p class="ask-warn"><${Icon} name="triangle-alert" />${taken}</p>`}
    ${advice && html`<p class="ask-warn"><${Icon} name="info" />${advice}</p>`}
    <${Technicians} choices=${choices} chosen=${chosen} onChange=${setChosen} />
    <${Field} label=${t("Planned start (empty: now)")} wrong=${start && timeToday(start, time) === null ? t("Type a time like 14:30.") : null}>
      ${(ids) => html`<${TimeField} ...${ids} value=${start} onInput=${setStart} />`}<//>
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}

export function AssignDialog({ feed, car, picture, person, onClose }) {
  const choices = suited(car.job, picture, serverNow());
  const [chosen, setChosen] = useState(() => Array.from(new Set(car.job.assigned.concat(person === undefined ? [] : person))));
  const sending = useSending(() => assignTo(feed, car, chosen), onClose);
  const actions = html`<button class="button" onClick=${onClose}>${t("Cancel")}</button>
    <button class="button button-main" autofocus disabled=${sending.busy || !chosen.length} onClick=${sending.go}>
      ${sending.busy ? t("Saving…") : t("Save")}</button>`;
  return html`<${Dialog} title=${t("Who works on this car")} onClose=${onClose} actions=${actions}>
    <${CarHead} car=${car} />
    <${Technicians} choices=${choices} chosen=${chosen} onChange=${setChosen} />
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
