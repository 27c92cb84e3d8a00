// Bays and ready stalls: what they are for, what they hold, their order, and whether they can be used.

import { html, useState } from "../../../vendor/preact.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { WhenField } from "../../parts/time_of_day.js";
import { picture, change } from "./data.js";
import { Select, TextField, useForm } from "./forms.js";
import { Add, Rows, Section, Sign } from "./list.js";
import { EditSheet, Sure } from "./sheet.js";

const KINDS = ["express", "general", "lift", "diagnosis", "alignment", "ev", "body", "paint", "qc", "wash", "ready_stall"];
const HOLD_MORE = ["wash", "ready_stall"];

function Fields({ form, wrong }) {
  return html`
    <${TextField} form=${form} wrong=${wrong} name="number" label=${t("Number")} most=${16} hint=${t("As it is painted on the floor, e.g. 3 or A-03.")} autofocus />
    <${Select} form=${form} wrong=${wrong} name="kind" label=${t("Kind")} choices=${KINDS.map((kind) => [kind, word("bay_kind", kind)])} />
    ${HOLD_MORE.includes(form.values.kind) && html`<${TextField} form=${form} wrong=${wrong} name="capacity" label=${t("Cars at a time")} most=${2} inputmode="numeric" />`}
    ${wrong.capacity && !HOLD_MORE.includes(form.values.kind) && html`<p class="field-sentence" role="alert">${wrong.capacity}</p>`}`;
}

function body(values) {
  return { number: values.number, kind: values.kind, capacity: HOLD_MORE.includes(values.kind) ? Number(values.capacity) || 0 : 1 };
}

function NewBay({ onClose }) {
  const form = useForm({ number: "", kind: "lift", capacity: "1" });
  return html`<${EditSheet} title=${t("New bay")} form=${form} go=${t("Add")} save=${() => change("/set-up/bays", body(form.values), t("Bay %(number)s added", { number: form.values.number }))} onClose=${onClose}>${(wrong) => html`<${Fields} form=${form} wrong=${wrong} />`}<//>`;
}

function OutOfService({ bay, onClose }) {
  const form = useForm({ reason: "", until_at: null });
  const save = () => change("/bays/" + bay.id + "/take-out", form.values, t("Bay %(number)s is out of service", { number: bay.number }));
  return html`<${EditSheet} title=${t("Take bay %(number)s out of service", { number: bay.number })} form=${form} save=${save} go=${t("Take it out")} onClose=${onClose}>${(wrong) => html`
    ${bay.cars > 0 && html`<p class="ask-warn"><${Icon} name="car" /><span>${t("A car stands in it. It stays there until the foreman moves it.")}</span></p>`}
    <${TextField} form=${form} wrong=${wrong} name="reason" label=${t("Why")} hint=${t("Stands on the wall, e.g. lift inspection.")} autofocus />
    <${WhenField} label=${t("Expected back (may stay empty)")} value=${form.values.until_at} onChange=${(until_at) => form.set({ until_at })} wrong=${wrong.until_at} days=${[0, 1, 2, 3, 4, 5, 6, 7]} />`}
  <//>`;
}

function KnownBay({ bay, onClose, onOut }) {
  const form = useForm({ number: bay.number, kind: bay.kind, capacity: String(bay.capacity) });
  const [removing, remove] = useState(false);
  const back = useSending(() => change("/bays/" + bay.id + "/return", {}, t("Bay %(number)s can be used again", { number: bay.number })), onClose);
  const save = () => change("/set-up/bays/" + bay.id + "/change", { ...body(form.values), place: bay.place, seen: bay.seen }, t("Bay %(number)s saved", { number: form.values.number }));
  const more = html`<section class="sheet-part"><h3>${t("Use")}</h3><div class="drawer-acts">
      ${bay.out_of_service ? html`<button class="button" disabled=${back.busy} onClick=${back.go}>${t("It can be used again")}</button>` : html`<button class="button" onClick=${onOut}>${t("Take it out of service")}</button>`}
      <button class="button button-danger" onClick=${() => remove(true)}>${t("Remove this bay")}</button>
    </div><${RefusedHere} refusal=${back.refusal} /></section>`;
  return html`<${EditSheet} title=${t("Bay %(number)s", { number: bay.number })} form=${form} save=${save} onClose=${onClose} more=${more}>${(wrong) => html`<${Fields} form=${form} wrong=${wrong} />`}<//>
  ${removing && html`<${Sure} title=${t("Remove bay %(number)s?", { number: bay.number })} text=${t("Only a bay in which no car ever stood can be removed: the record of past days needs the others.")} go=${t("Remove")} act=${() => change("/set-up/bays/" + bay.id + "/remove", {}, t("Bay %(number)s removed", { number: bay.number }))} onClose=${() => remove(false)} onDone=${onClose} />`}`;
}

function Move({ bay, by, last }) {
  const sending = useSending(() => change("/set-up/bays/" + bay.id + "/change", { number: bay.number, kind: bay.kind, capacity: bay.capacity, place: bay.place + by, seen: bay.seen }), () => null);
  const label = by < 0 ? t("Bay %(number)s: further up", { number: bay.number }) : t("Bay %(number)s: further down", { number: bay.number });
  return html`<button class=${"button-quiet move " + (by < 0 ? "move-up" : "move-down")} disabled=${sending.busy || last} aria-label=${label} title=${label} onClick=${(event) => (event.stopPropagation(), sending.go())}><${Icon} name="arrow-right" /></button>`;
}

function State({ bay }) {
  if (!bay.out_of_service && bay.cars) return bay.capacity > 1 ? t("%(cars)s of %(places)s taken", { cars: bay.cars, places: bay.capacity }) : t("a car stands in it");
  if (!bay.out_of_service) return html`<span class="soft">${t("free")}</span>`;
  const { reason, until_at } = bay.out_of_service;
  return html`<${Sign} kind="warn"><${Icon} name="triangle-alert" />${t("out of service: %(reason)s", { reason })}${until_at ? " · " + t("until %(day)s", { day: dayAndTime(until_at, serverNow()) }) : ""}<//>`;
}

export function Bays() {
  const { bays } = picture.value;
  const [opened, open] = useState(null);
  const [out, takeOut] = useState(false);
  const sheet = bays.find((bay) => bay.id === opened);
  const close = () => (open(null), takeOut(false));
  const rows = bays.map((bay, index) => ({
    key: bay.id,
    onOpen: () => open(bay.id),
    cells: [bay.number, word("bay_kind", bay.kind), bay.capacity, html`<${State} bay=${bay} />`, html`<span class="moves"><${Move} bay=${bay} by=${-1} last=${index === 0} /><${Move} bay=${bay} by=${1} last=${index === bays.length - 1} /></span>`],
  }));
  return html`<${Section} title=${t("Bays")} text=${t("Where cars stand, in the order in which the wall shows them.")} tools=${html`<${Add} text=${t("New bay")} onClick=${() => open("new")} />`}>
    <${Rows} label=${t("Bays")} heads=${[t("Number"), t("Kind"), t("Cars at a time"), t("Now"), t("Place in the row")]} rows=${rows} empty=${t("There are no bays yet. Add them in the order in which they should stand on the wall.")} />
    ${opened === "new" && html`<${NewBay} onClose=${close} />`}
    ${sheet && (out ? html`<${OutOfService} bay=${sheet} onClose=${close} />` : html`<${KnownBay} key=${sheet.seen} bay=${sheet} onClose=${close} onOut=${() => takeOut(true)} />`)}
  <//>`;
}
