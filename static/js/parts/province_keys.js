// The first sign of a Chinese plate, as keys: the one sign that a keyboard makes slow.
//
//   html`<${ProvinceKeys} onPick=${(province) => …} />`       shown while the plate is still empty
//   html`<${ProvinceKeys} usual=${["京", "冀"]} onPick=… />`   only these, until the others are asked for

import { html, useState } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";

const PROVINCES = Array.from("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼");

// The provinces of some plates, the most frequent first.
export function usualProvinces(plates, most) {
  const counts = {};
  plates.forEach(({ text }) => PROVINCES.includes(text[0]) && (counts[text[0]] = (counts[text[0]] || 0) + 1));
  return Object.keys(counts).sort((one, other) => counts[other] - counts[one]).slice(0, most);
}

export function ProvinceKeys({ usual, onPick }) {
  const [all, setAll] = useState(false);
  const few = usual && !all;
  return html`<div class="province-keys" role="group" aria-label=${t("First sign of the plate")} lang="zh-CN">
    ${(few ? usual : PROVINCES).map((province) => html`<button key=${province} type="button" tabindex="-1" onClick=${() => onPick(province)}>${province}</button>`)}
    ${few && html`<button key="all" type="button" tabindex="-1" aria-label=${t("All provinces")} onClick=${() => setAll(true)}>…</button>`}
  </div>`;
}
