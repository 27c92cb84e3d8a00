// An icon of the one open set in static/vendor/icons.js, in the colour and size of the text around it.
//
//   html`<${Icon} name="pause" />`                      decoration: hidden from screen readers
//   html`<${Icon} name="pause" label=${t("Paused")} />`  says something that no text beside it says

import { html } from "../../vendor/preact.js";
import { icons } from "../../vendor/icons.js";

export function Icon({ name, label }) {
  return html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.25"
    stroke-linecap="round" stroke-linejoin="round" role=${label ? "img" : undefined} aria-label=${label}
    aria-hidden=${label ? undefined : "true"} focusable="false" dangerouslySetInnerHTML=${{ __html: icons[name] }}></svg>`;
}
