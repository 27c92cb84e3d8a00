// A person: the first letter in a disc, and the name, which gives way when there is no room.
//
//   html`<${Person} name="孙伟" on=${true} />`   `on` (clocked on now) fills the disc

import { html } from "../../vendor/preact.js";

export function Person({ name, on }) {
  return html`<span class=${"person" + (on ? " is-on" : "")}><i class="person-disc" aria-hidden="true">${Array.from(name)[0]}</i><span class="person-name">${name}</span></span>`;
}
