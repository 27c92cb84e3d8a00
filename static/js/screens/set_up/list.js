// A section of the set-up: what it is for, its tools, and a list whose rows open a sheet.
//
//   html`<${Section} title=… text=… tools=${html`…`}>…<//>`
//   html`<${Rows} label=… heads=${[…]} rows=${[{ key, cells: […], quiet, onOpen }]} empty=${t("…")} />`
//   html`<${Search} value=${typed} onInput=${setTyped} label=… />`

import { html } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";

export function Section({ title, text, tools, children }) {
  return html`<section class="part" aria-labelledby="part-title">
    <div class="part-head"><div><h2 id="part-title">${title}</h2><p class="soft">${text}</p></div>${tools && html`<div class="part-tools">${tools}</div>`}</div>
    ${children}
  </section>`;
}

export function Add({ text, onClick }) {
  return html`<button class="button button-main" onClick=${onClick}><${Icon} name="plus" /><span>${text}</span></button>`;
}

export function Search({ value, onInput, label }) {
  return html`<label class="search"><${Icon} name="search" /><span class="visually-hidden">${label}</span>
    <input type="search" autocomplete="off" placeholder=${label} value=${value} onInput=${(event) => onInput(event.currentTarget.value)} /></label>`;
}

// The first cell is the row's name and opens it by keyboard; the whole row does so for a pointer.
export function Rows({ label, heads, rows, empty }) {
  if (!rows.length) return html`<p class="part-empty">${empty}</p>`;
  return html`<div class="table-frame"><table class="table" aria-label=${label}>
    <thead><tr>${heads.map((head, index) => html`<th key=${index} scope="col">${head}</th>`)}</tr></thead>
    <tbody>${rows.map(({ key, cells, quiet, onOpen }) => html`<tr key=${key} class=${(quiet ? "is-quiet" : "") + (onOpen ? " opens" : "")} onClick=${onOpen || undefined}>
      ${cells.map((cell, index) => html`<td key=${index}>${index === 0 && onOpen ? html`<button class="row-name" onClick=${(event) => (event.stopPropagation(), onOpen())}>${cell}</button>` : cell}</td>`)}
    </tr>`)}</tbody>
  </table></div>`;
}

export function Sign({ kind, children }) {
  return html`<span class=${"badge" + (kind ? " badge-" + kind : "")}>${children}</span>`;
}

export function found(typed, texts) {
  const wanted = typed.trim().toLowerCase();
  return !wanted || texts.some((text) => String(text || "").toLowerCase().includes(wanted));
}

export const ofEmptyList = () => t("Nothing fits what you typed.");
