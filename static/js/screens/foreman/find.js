// "Find a car…": by plate, number, model or customer; takes the keyboard to its card.

import { html } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { PickList } from "../../parts/pick_list.js";
import { bayOf } from "./picture.js";

function choices(picture) {
  return picture.jobs.map(({ id, job }) => {
    const place = bayOf(picture, job.bay);
    const where = place ? t("bay %(bay)s", { bay: place.bay.number }) : job.stall;
    const note = [job.model, job.customer.name, job.number, word("stage", job.stage), where].filter(Boolean).join(" · ");
    return { key: id, text: job.plate.text, note, also: job.plate.text.replace("·", "") };
  });
}

export function showCar(id) {
  const card = document.querySelector("[data-job='" + id + "']");
  if (!card) return;
  card.scrollIntoView({ block: "nearest" });
  card.focus({ focusVisible: true });
}

export function FindCar({ picture, onPick, onClose }) {
  return html`<${Dialog} title=${t("Find a car")} onClose=${onClose}><${PickList} label=${t("Find a car")} choices=${choices(picture)} onPick=${onPick} /><//>`;
}
