// When the workshop works: opening hours, shifts, holidays and days worked in their place.

import { html, useState } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Field } from "../../parts/field.js";
import { readClock, siteDate } from "../../parts/time_of_day.js";
import { toast } from "../../parts/toast.js";
import { serverNow } from "../../core/clock.js";
import { picture, change } from "./data.js";
import { daysInWords, Select, TextField, Ticks, useForm, WEEK } from "./forms.js";
import { Add, Rows, Section, Sign } from "./list.js";
import { EditSheet, Sure } from "./sheet.js";

function Hours({ form, wrong }) {
  return html`<div class="pair">
    <${TextField} form=${form} wrong=${wrong} name="start" label=${t("From")} most=${5} inputmode="numeric" placeholder="08:00" />
    <${TextField} form=${form} wrong=${wrong} name="end" label=${t("Until")} most=${5} inputmode="numeric" placeholder="18:00" />
  </div>`;
}

// What cannot be read as a time is sent as it is: the server says what is wrong with it.
function clocks(values) {
  return { start: readClock(values.start) || values.start, end: readClock(values.end) || values.end };
}

function OpeningSheet({ opening, onClose }) {
  const form = useForm({ start: opening.start, end: opening.end, days: opening.open_days });
  const save = () => change("/set-up/opening", { ...clocks(form.values), open_days: form.values.days, seen: opening.seen }, t("Opening hours saved"));
  return html`<${EditSheet} title=${t("Opening hours")} form=${form} save=${save} onClose=${onClose}>${(wrong) => html`
    <${Hours} form=${form} wrong=${wrong} />
    <${Ticks} form=${form} wrong=${wrong} name="days" label=${t("Open on")} choices=${WEEK} />
    <p class="hint">${t("Forgotten clockings end when the workshop closes, and appointments are made within these hours.")}</p>`}
  <//>`;
}

function ShiftSheet({ shift, people, onClose }) {
  const form = useForm(shift ? { name: shift.name, start: shift.start, end: shift.end, days: shift.days } : { name: "", start: "08:00", end: "17:00", days: [0, 1, 2, 3, 4] });
  const [removing, remove] = useState(false);
  const path = shift ? "/set-up/shifts/" + shift.id + "/change" : "/set-up/shifts";
  const save = () => change(path, { ...form.values, ...clocks(form.values), ...(shift ? { seen: shift.seen } : {}) }, t("Shift saved"));
  const more = shift && html`<section class="sheet-part"><button class="button button-danger" onClick=${() => remove(true)}>${t("Remove this shift")}</button></section>`;
  return html`<${EditSheet} title=${shift ? shift.name : t("New shift")} form=${form} save=${save} onClose=${onClose} more=${more}>${(wrong) => html`
    <${TextField} form=${form} wrong=${wrong} name="name" label=${t("What it is called")} autofocus />
    <${Hours} form=${form} wrong=${wrong} />
    <${Ticks} form=${form} wrong=${wrong} name="days" label=${t("Works on")} choices=${WEEK} />
    <p class="hint">${t("Hours that end before they begin go on into the next day. Who is on a shift is chosen in people's own sheets.")}</p>`}
  <//>
  ${removing && html`<${Sure} title=${t("Remove %(name)s?", { name: shift.name })} text=${people.length ? t("%(count)s people are on it: they will have the workshop's own hours.", { count: people.length }) : t("Nobody is on it.")} go=${t("Remove")} act=${() => change("/set-up/shifts/" + shift.id + "/remove", {}, t("Shift removed"))} onClose=${() => remove(false)} onDone=${onClose} />`}`;
}

function SpecialDaySheet({ onClose }) {
  const today = siteDate(serverNow());
  const form = useForm({ day: "", name: "", open: false });
  const save = () => change("/set-up/special-days", form.values, t("%(day)s noted", { day: form.values.day }));
  const saved = ({ result }) => {
    if (!form.values.open && result.appointments) toast("warn", t("%(count)s appointments are booked on that day. Somebody has to call these customers.", { count: result.appointments }), { stay: true });
    onClose();
  };
  return html`<${EditSheet} title=${t("A day that is different")} form=${form} save=${save} go=${t("Add")} onClose=${onClose} onSaved=${saved}>${(wrong) => html`
    <${Field} label=${t("Day")} wrong=${wrong.day}>${(ids) => html`<input ...${ids} type="date" name="day" autofocus min=${today} max="2100-12-31" value=${form.values.day} onInput=${(event) => form.set({ day: event.currentTarget.value })} />`}<//>
    <${TextField} form=${form} wrong=${wrong} name="name" label=${t("What it is")} hint=${t("e.g. National Day, or a Sunday worked in its place")} />
    <${Select} form=${form} wrong=${wrong} name="open" label=${t("On that day the workshop is")} choices=${[[false, t("closed that day")], [true, t("open that day")]]} />`}
  <//>`;
}

function undo(day) {
  return { text: t("Undo"), run: () => change("/set-up/special-days", { day: day.day, name: day.name, open: day.open }, t("%(day)s noted", { day: day.day })) };
}

function Days() {
  const days = picture.value.special_days;
  const [adding, add] = useState(false);
  const rows = days.map((day) => ({
    key: day.id,
    quiet: day.day < siteDate(serverNow()),
    cells: [day.day, day.name, day.open ? html`<${Sign} kind="ok">${t("open that day")}<//>` : html`<${Sign}>${t("closed that day")}<//>`,
      html`<button class="button button-small" aria-label=${t("Remove %(name)s?", { name: day.day + " " + day.name })} onClick=${() => change("/set-up/special-days/" + day.id + "/remove", {}, t("%(day)s removed", { day: day.day }), undo(day))}>${t("Remove")}</button>`],
  }));
  return html`<div class="part-head part-head-small"><h3>${t("Days that are different")}</h3><${Add} text=${t("Add a day")} onClick=${() => add(true)} /></div>
    <${Rows} label=${t("Days that are different")} heads=${[t("Day"), t("What it is"), t("The workshop is"), ""]} rows=${rows} empty=${t("No holidays yet. On a closed day no appointments are made.")} />
    ${adding && html`<${SpecialDaySheet} onClose=${() => add(false)} />`}`;
}

export function Calendar() {
  const { opening, shifts, people } = picture.value;
  const [opened, open] = useState(null);
  const on = (shift) => people.filter((person) => person.active && shift && person.shift === shift.id);
  const sheet = shifts.find((shift) => shift.id === opened);
  const close = () => open(null);
  const rows = shifts.map((shift) => ({ key: shift.id, onOpen: () => open(shift.id), cells: [shift.name, shift.start + " – " + shift.end, daysInWords(shift.days), on(shift).map((each) => each.name).join(t(", ")) || html`<span class="soft">${t("nobody")}</span>`] }));
  return html`<${Section} title=${t("Shifts and holidays")} text=${t("When the workshop is open, who works when, and the days that are different.")}>
    <div class="card-line"><div><strong>${t("Opening hours")}</strong><p>${opening.start} – ${opening.end} · ${daysInWords(opening.open_days)}</p></div><button class="button" onClick=${() => open("opening")}>${t("Change")}</button></div>
    <div class="part-head part-head-small"><h3>${t("Shifts")}</h3><${Add} text=${t("New shift")} onClick=${() => open("new")} /></div>
    <${Rows} label=${t("Shifts")} heads=${[t("What it is called"), t("Hours"), t("Days"), t("People")]} rows=${rows} empty=${t("No shifts: everybody works while the workshop is open.")} />
    <${Days} />
    ${opened === "opening" && html`<${OpeningSheet} opening=${opening} onClose=${close} />`}
    ${opened === "new" && html`<${ShiftSheet} people=${[]} onClose=${close} />`}
    ${sheet && html`<${ShiftSheet} key=${sheet.seen} shift=${sheet} people=${on(sheet)} onClose=${close} />`}
  <//>`;
}
