// Step 1, the walk round the car: six positions, what is seen on them, and how the car came.

import { html, useState } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { PhotoButton, PhotoStrip } from "../../parts/photo.js";
import { CarOutline } from "./car_outline.js";
import { Area, Text, Tick } from "./fields.js";
import { MarkDialog } from "./mark_dialog.js";

export const POSITIONS = ["interior", "left_front", "front", "right_side", "rear", "left_rear"];
const EIGHTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const MIDDLE = 500;

function Positions({ seen, onSeen, onMark }) {
  const turn = (position) => onSeen(seen.includes(position) ? seen.filter((each) => each !== position) : seen.concat(position));
  return html`<ol class="positions" aria-label=${t("Positions of the walk-round")}>
    ${POSITIONS.map((position, index) => html`<li key=${position} class=${"position" + (seen.includes(position) ? " is-seen" : "")}>
      <button type="button" class="position-seen" aria-pressed=${seen.includes(position) ? "true" : "false"} onClick=${() => turn(position)}>
        <span class="position-number" aria-hidden="true">${seen.includes(position) ? html`<${Icon} name="check" />` : index + 1}</span><span class="clip">${word("walk_position", position)}</span></button>
      <button type="button" class="button-quiet" aria-label=${t("Mark something: %(position)s", { position: word("walk_position", position) })} onClick=${() => onMark(position)}><${Icon} name="plus" /></button>
    </li>`)}
  </ol>`;
}

function Marks({ marks, onRemove }) {
  if (!marks.length) return html`<p class="soft">${t("Nothing marked. Tap the car where something is damaged.")}</p>`;
  return html`<ol class="marks">
    ${marks.map((mark, index) => html`<li key=${mark.id} class="mark">
      <span class="mark-number" aria-hidden="true">${index + 1}</span>
      <div class="mark-words"><p class="clip"><strong>${word("mark", mark.kind)}</strong> · ${word("walk_position", mark.position)}</p>${mark.note && html`<p class="clip soft" title=${mark.note}>${mark.note}</p>`}</div>
      ${mark.photo && html`<${PhotoStrip} ids=${[mark.photo]} />`}
      <button type="button" class="button-quiet" aria-label=${t("Remove mark %(number)s", { number: index + 1 })} onClick=${() => onRemove(mark)}><${Icon} name="x" /></button>
    </li>`)}
  </ol>`;
}

// A gauge as in the car, to be set with a finger or with the arrow keys.
function Fuel({ value, onChange }) {
  return html`<fieldset class="fuel"><legend>${t("Fuel or charge")}</legend>
    <div class="fuel-scale">
      ${EIGHTHS.map((eighths) => html`<label key=${eighths} class=${"fuel-step" + (value !== null && eighths <= value ? " is-full" : "")}>
        <input type="radio" name="fuel" value=${eighths} checked=${value === eighths} aria-label=${t("%(eighths)s eighths", { eighths })} onChange=${() => onChange(eighths)} />
        <span aria-hidden="true">${eighths === 0 ? "E" : eighths === 8 ? "F" : eighths === 4 ? "½" : ""}</span></label>`)}
    </div>
    <p class="fuel-words"><strong>${value === null ? "—" : value + "/8"}</strong></p>
  </fieldset>`;
}

function Mileage({ value, wrong, onChange }) {
  const [typed, setTyped] = useState(null);
  const shown = typed === null ? (value === null ? "" : String(value)) : typed;
  const type = (text) => {
    setTyped(text);
    const digits = text.normalize("NFKC").replace(/[\s.,，]/g, "");
    if (/^\d{1,7}$/.test(digits)) onChange(Number(digits));
  };
  const bad = typed !== null && typed.trim() !== "" && !/^\d{1,7}$/.test(typed.normalize("NFKC").replace(/[\s.,，]/g, ""));
  return html`<${Text} label=${t("Mileage (km)")} name="mileage" inputmode="numeric" most=${10} value=${shown} wrong=${bad ? t("Kilometres in digits, as on the dashboard.") : wrong} onInput=${type} onBlur=${() => bad || setTyped(null)} />`;
}

export function WalkStep({ picture }) {
  const walk = picture.walk.value;
  const marks = picture.marks.value;
  const [asked, ask] = useState(null);
  const file = picture.file.value.file;
  const marked = marks.map((mark) => mark.photo).filter(Boolean);
  const others = file.photos.filter(({ id }) => !marked.includes(id));
  const wrong = picture.wrong.value.walk;
  return html`<div class="walk">
    <section class="walk-car" aria-label=${t("The car")}>
      <${CarOutline} car=${boot.car} seen=${walk.seen} marks=${marks} onTap=${(position, x, y) => ask({ position, x, y })} />
      <${Positions} seen=${walk.seen} onSeen=${(seen) => picture.note({ seen })} onMark=${(position) => ask({ position, x: MIDDLE, y: MIDDLE })} />
      <div class="walk-all"><p role="status"><strong>${t("%(seen)s of 6 positions seen", { seen: walk.seen.length })}</strong></p>
        ${walk.seen.length < POSITIONS.length && html`<button type="button" class="button" onClick=${() => picture.note({ seen: POSITIONS })}><${Icon} name="check-check" /><span>${t("All seen")}</span></button>`}</div>
    </section>
    <section class="walk-facts">
      <div class="group"><div class="pair walk-gauges"><${Mileage} value=${walk.mileage_km} wrong=${wrong.mileage_km} onChange=${(mileage_km) => picture.note({ mileage_km })} />
        <${Fuel} value=${walk.fuel_eighths} onChange=${(fuel_eighths) => picture.note({ fuel_eighths })} /></div>
        <${Area} label=${t("Valuables left in the car")} name="valuables" rows=${2} value=${walk.valuables} wrong=${wrong.valuables} onInput=${(valuables) => picture.note({ valuables })} />
        <${Tick} label=${t("Seat, floor and steering wheel are covered")} value=${walk.seat_covers} onChange=${(seat_covers) => picture.note({ seat_covers })} />
      </div>
      <div class="group"><h2>${t("Marks")}</h2><${Marks} marks=${marks} onRemove=${picture.unmark} /></div>
      <div class="group"><div class="walk-photos"><h2>${t("Photos")}</h2><${PhotoButton} job=${file.job} label=${t("Take a photo")} onTaken=${picture.reload} /></div>
        <${PhotoStrip} ids=${others.map(({ id }) => id)} captions=${Object.fromEntries(others.map(({ id, caption }) => [id, caption]))} empty=${t("No photos yet.")} /></div>
    </section>
    ${asked && html`<${MarkDialog} job=${file.job} at=${asked} onClose=${() => ask(null)} onMark=${(mark) => (picture.mark(mark), ask(null))} />`}
  </div>`;
}
