// One line of a worklist: the part, the car it is for, who waits since when, and what can be done with it by one tap.
//
//   html`<${LineCard} item=${{ job, car, line }} acts=${{ order, cancel }} />`
//   html`<${FoundCard} item=${{ job, car, found }} acts=${{ price }} />`

import { html, useState } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { post } from "../../core/api.js";
import { dayAndTime, duration, hours, minutesSince } from "../../core/durations.js";
import { listed, t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { PhotoStrip } from "../../parts/photo.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";
import { toast } from "../../parts/toast.js";

const may = (action) => Boolean(boot.person) && boot.person.actions.includes(action);

function Car({ car, since }) {
  const waited = useNow((time) => duration(minutesSince(since, time)), [since]);
  const where = car.bay ? t("Bay %(bay)s", { bay: car.bay }) : word("stage", car.stage);
  const stands = car.pause && car.pause.reason === "parts";
  return html`<div class="item-car"><${Plate} plate=${car.plate} size="small" />
    <p class="clip"><strong>${where}</strong> · <span title=${car.model}>${car.model}</span></p>
    <p class=${"item-since" + (stands ? " is-standing" : "")}>${stands && html`<${Icon} name="pause" label=${t("The car stands still for it")} />`}${waited}</p>
  </div>
  <p class="item-who clip">${whoWaits(car)}</p>`;
}

function whoWaits(car) {
  const who = [car.waits ? t("The customer waits in the lounge") : null, listed(car.people) || null, car.advisor && t("Advisor %(name)s", { name: car.advisor })];
  return who.filter(Boolean).join(" · ");
}

function OneTap({ job, line, state, words, main }) {
  const [busy, setBusy] = useState(false);
  const tap = async () => {
    setBusy(true);
    try {
      await post("/jobs/" + job + "/set-part", { part: line.id, state });
      toast("ok", t("%(name)s: %(state)s", { name: line.name, state: word("part_state", state) }));
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      toast("error", refusal.sentence, { stay: true });
    } finally {
      setBusy(false);
    }
  };
  return html`<button class=${"button" + (main ? " button-main" : "")} data-state=${state} disabled=${busy} onClick=${tap}>${busy ? t("Saving…") : words}</button>`;
}

function Taps({ job, line, acts }) {
  if (!may("set_part")) return null;
  const order = (words) => html`<button class="button" data-state="ordered" onClick=${() => acts.order(line.id)}>${words}</button>`;
  const tap = (state, words, main) => html`<${OneTap} job=${job} line=${line} state=${state} words=${words} main=${main} />`;
  return html`<div class="item-acts">
    ${line.state === "wanted" && html`${tap("in_stock", word("part_state", "in_stock"), true)}${order(t("Order…"))}${tap("issued", t("Issue"))}`}
    ${line.state === "ordered" && html`${tap("arrived", word("part_state", "arrived"), true)}${order(t("Other time…"))}`}
    ${(line.state === "in_stock" || line.state === "arrived") && tap("issued", t("Issue"), true)}
  </div>`;
}

function Expected({ line }) {
  const at = line.expected_at;
  const late = useNow((time) => at !== null && at < time, [at]).value;
  const when = useNow((time) => (at === null ? t("no time known") : dayAndTime(at, time)), [at]);
  return html`<p class=${"item-expected" + (late ? " is-late" : "")}><${Icon} name=${late ? "triangle-alert" : "clock"} />
    <span>${late ? t("Should have come:") : t("Expected:")} <strong>${when}</strong></span></p>`;
}

export function LineCard({ item, acts }) {
  const { job, car, line } = item;
  return html`<li class="item" data-part=${line.id}>
    <div class="item-name"><strong title=${line.name}>${line.name}</strong><span>× ${line.quantity}</span>
      ${may("cancel_part") && html`<button class="button-quiet" aria-label=${t("%(name)s is not needed", { name: line.name })} title=${t("Not needed")} onClick=${() => acts.cancel(line.id)}><${Icon} name="x" /></button>`}</div>
    <p class="item-more clip">${[line.number, line.operation, line.note].filter(Boolean).join(" · ")}</p>
    ${line.state === "ordered" && html`<${Expected} line=${line} />`}
    <${Car} car=${car} since=${line.changed_at} />
    <${Taps} job=${job} line=${line} acts=${acts} />
  </li>`;
}

export function FoundCard({ item, acts }) {
  const { car, found } = item;
  const priced = found.priced_at !== null;
  return html`<li class=${"item" + (priced ? " is-priced" : "")} data-operation=${found.operation}>
    <p class="item-name"><strong title=${found.text}>${found.text}</strong><span>${hours(found.standard_minutes)}</span></p>
    ${(found.safety || found.high_voltage) && html`<p class="badges">
      ${found.safety && html`<span class="badge badge-late"><${Icon} name="triangle-alert" />${t("Safety")}</span>`}
      ${found.high_voltage && html`<span class="badge badge-hv"><${Icon} name="zap" />${t("High voltage")}</span>`}</p>`}
    ${found.note && html`<p class="item-note">${found.note}</p>`}
    <${PhotoStrip} ids=${found.photos} />
    <p class="item-more clip">${found.found_by && t("Found by %(name)s", { name: found.found_by })}</p>
    <${Car} car=${car} since=${priced ? found.priced_at : found.found_at} />
    ${may("price_add_on") && html`<div class="item-acts">
      ${priced && html`<span class="badge badge-ok"><${Icon} name="check" />${t("Priced; the customer decides")}</span>`}
      <button class=${"button" + (priced ? "" : " button-main")} onClick=${() => acts.price(found.operation)}>${priced ? t("Change the price…") : t("Price…")}</button></div>`}
  </li>`;
}
