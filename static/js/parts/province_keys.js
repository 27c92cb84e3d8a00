// The first sign of a Chinese plate, as keys: the one sign that a keyboard makes slow.
//
//   html`<${ProvinceKeys} onPick=${(province) => …} />`   shown while the plate is still empty

import { html } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";

const PROVINCES = Array.from("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼");

export function ProvinceKeys({ onPick }) {
  return html`<div class="province-keys" role="group" aria-label=${t("First sign of the plate")} lang="zh-CN">
    ${PROVINCES.map((province) => html`<button key=${province} type="button" tabindex="-1" onClick=${() => onPick(province)}>${province}</button>`)}
  </div>`;
}
