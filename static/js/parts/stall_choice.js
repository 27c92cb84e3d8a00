// Where a ready car is parked: the site's ready stalls with what stands in each, to be tapped; any other place can be typed.
//
//   html`<${StallChoice} value=${"A-03"} onChange=${(stall) => …} />`   a field and the stalls
//   html`<${Stalls} value=${"A-03"} onChange=${(stall) => …} />`        the stalls alone; nothing where the site has set up none

import { html, useEffect, useState } from "../../vendor/preact.js";
import { get } from "../core/api.js";
import { t } from "../core/i18n.js";
import { Field } from "./field.js";

const FREE_SHOWN = 24;

function useStalls() {
  const [stalls, setStalls] = useState([]);
  useEffect(() => {
    // Without the list the place can still be typed.
    get("/stalls", { patience: 5000 }).then((told) => setStalls(told.stalls), () => undefined);
  }, []);
  return stalls;
}

function standing(stall) {
  if (stall.out_of_service) return t("out of service");
  if (stall.free > 0) return stall.cars.length ? t("%(count)s free", { count: stall.free }) : t("free");
  return stall.cars.map(({ plate }) => plate.text).join(" ");
}

export function Stalls({ value, onChange }) {
  const stalls = useStalls();
  const shown = stalls.filter((stall) => stall.free > 0).slice(0, FREE_SHOWN).concat(stalls.filter((stall) => stall.free === 0));
  if (!shown.length) return null;
  return html`<div class="stalls" role="group" aria-label=${t("Ready stalls")}>
    ${shown.map((stall) => html`<button key=${stall.number} type="button" class="stall-one" aria-pressed=${value === stall.number ? "true" : "false"}
      disabled=${stall.free === 0 && value !== stall.number} onClick=${() => onChange(stall.number)}><strong>${stall.number}</strong><span class="clip">${standing(stall)}</span></button>`)}
  </div>`;
}

export function StallChoice({ value, onChange }) {
  return html`<div class="stall-choice">
    <${Field} label=${t("Where does it stand?")}>${(ids) => html`<input ...${ids} type="text" maxlength="20" autofocus autocomplete="off" placeholder="A-03" value=${value} onInput=${(event) => onChange(event.currentTarget.value)} />`}<//>
    <${Stalls} value=${value} onChange=${onChange} />
  </div>`;
}
