// A state of a screen or of a panel, designed: empty, loading, refused, offline. Says what is so, and what to do next.
//
//   html`<${Notice} icon="car" title=${t("No cars here yet")} text=${t("…what to do next…")}>${button}<//>`
//   kind "error" colours it; `loading` shows a quiet sign of life

import { html } from "../../vendor/preact.js";
import { Icon } from "./icon.js";

export function Notice({ icon, title, text, kind, loading, children }) {
  const classes = "notice" + (kind ? " notice-" + kind : "") + (loading ? " notice-loading" : "");
  return html`<div class=${classes} role=${kind === "error" ? "alert" : "status"}>
    ${icon && html`<${Icon} name=${icon} />`}
    <h2>${title}</h2>
    ${text && html`<p>${text}</p>`}
    ${children}
  </div>`;
}
