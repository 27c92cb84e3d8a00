// Where a ready car is parked: any place that is typed, and the free stalls of the site to be tapped.
//
//   html`<${StallChoice} value=${"A-03"} onChange=${(stall) => …} />`

import { html, useEffect, useState } from "../../vendor/preact.js";
import { get } from "../core/api.js";
import { t } from "../core/i18n.js";
import { Field } from "./field.js";

const AT_MOST = 12;

export function StallChoice({ value, onChange }) {
  const [stalls, setStalls] = useState([]);
  useEffect(() => {
    // Without the list the place can still be typed.
    get("/stalls", { patience: 5000 }).then((told) => setStalls(told.stalls), () => undefined);
  }, []);
  const free = stalls.filter((stall) => stall.free > 0 || stall.number === value).slice(0, AT_MOST);
  return html`<div class="stall-choice">
    <${Field} label=${t("Where does it stand?")}>${(ids) => html`<input ...${ids} type="text" maxlength="20" autofocus autocomplete="off" placeholder="A-03" value=${value} onInput=${(event) => onChange(event.currentTarget.value)} />`}<//>
    ${free.length > 0 && html`<div class="chips" role="group" aria-label=${t("Free stalls")}>
      ${free.map(({ number }) => html`<button key=${number} type="button" class="chip" aria-pressed=${value === number ? "true" : "false"} onClick=${() => onChange(number)}>${number}</button>`)}
    </div>`}
  </div>`;
}
