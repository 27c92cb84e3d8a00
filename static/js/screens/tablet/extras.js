// What stands beside a car's steps and is no step of the workshop's rules: add-on work, a call for help. Each is a component of
// its own module, in the order from top to bottom; it draws a `button.other-step`, or null where there is nothing to offer.
//
//   function FoundWork({ job, card, me }) { return html`<button class="other-step" onClick=${() => openSheet(job, FoundWorkSheet)}>…`; }
//   openSheet(job, View) of floor.js opens `View({ job, card, close })` in front of the car: a parts/dialog.js Dialog.

import { FoundWork, NeedPart } from "./add_on.js";
import { History } from "./history.js";

export const extras = [FoundWork, NeedPart, History];
