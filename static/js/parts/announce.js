// Says something to people who listen to the screen instead of looking at it.
//
//   announce(t("Moved to bay 3"))
//   html`<${Announcer} />`   once in each screen that announces

import { html, signal } from "../../vendor/preact.js";

const said = signal({ text: "", turn: 0 });

export function announce(text) {
  said.value = { text, turn: said.value.turn + 1 };
}

// Two regions in turn: the same sentence twice is read twice.
export function Announcer() {
  const { text, turn } = said.value;
  return html`<div class="visually-hidden" aria-live="polite">${turn % 2 ? text : ""}</div>
    <div class="visually-hidden" aria-live="polite">${turn % 2 ? "" : text}</div>`;
}
