// A number plate that looks like the one on the car: that is what people look for.
//
//   html`<${Plate} plate=${job.plate} />`   plate is {text: "京A·6K218", kind: "blue"}
//   size="small" for lanes and lists, "large" for a page about one car

import { html } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";

const KINDS = ["blue", "green", "yellow", "white", "black"];

export function Plate({ plate, size }) {
  const kind = KINDS.indexOf(plate.kind) >= 0 ? plate.kind : "other";
  const classes = "plate plate-" + kind + (size ? " plate-" + size : "");
  const [place, number] = (plate.text || t("no plate")).split("·");
  if (number === undefined) return html`<span class=${classes} lang="zh-CN">${place}</span>`;
  return html`<span class=${classes} lang="zh-CN">${place}<i class="plate-dot">·</i>${number}</span>`;
}
