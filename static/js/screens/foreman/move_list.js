// "Move to…": every place this car could go, as a list to choose from by keyboard.

import { html } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { PickList } from "../../parts/pick_list.js";
import { landing } from "./landing.js";

// Places that take the car come first, those it usually goes to before the others; then, with the reason, those that don't.
function choices(car, picture) {
  const places = [
    { target: "queue", text: t("Back to the queue") },
    { target: "out", text: t("Out of its bay") },
    ...picture.bays.map(({ id, bay }) => ({ target: "bay:" + id, text: t("Bay %(bay)s", { bay: bay.number }) + " · " + word("bay_kind", bay.bay_kind) })),
  ];
  return places
    .map((place) => ({ ...place, ...landing(car, place.target, picture) }))
    .filter(({ verb, problem, target }) => verb || (problem && target.startsWith("bay:")))
    .map(({ target, text, verb, problem, advice }) => ({ key: target, text, note: problem || advice || (target.startsWith("bay:") ? t("free") : ""), disabled: !verb, last: verb ? (advice ? 1 : 0) : 2 }))
    .sort((one, other) => one.last - other.last);
}

export function MoveList({ car, picture, onPick, onClose }) {
  const title = t("Move %(plate)s to…", { plate: car.job.plate.text });
  return html`<${Dialog} title=${title} onClose=${onClose}><${PickList} label=${title} choices=${choices(car, picture)} onPick=${onPick} /><//>`;
}
