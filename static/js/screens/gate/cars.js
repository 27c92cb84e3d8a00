// What the gate says of a car and of whoever brings it.
//
//   called({surname: "欧阳", salutation: "ms"})   "欧阳女士" · "Ms 欧阳"; "" when nothing is known
//   look({model, colour})                         "ID.4 · white"
//   fits(plate, typed)                            what was typed so far is part of the plate

import { t, word } from "../../core/i18n.js";

export function called({ surname, salutation }) {
  if (!surname || salutation === "none") return surname;
  return t("%(title)s %(surname)s", { title: word("salutation", salutation), surname });
}

export function look({ model, colour }) {
  return [model, colour].filter(Boolean).join(" · ");
}

function plain(text) {
  return text.normalize("NFKC").toUpperCase().replace(/[\s·•・\-_.]+/g, "");
}

export function fits(plate, typed) {
  return plain(plate.text).includes(plain(typed));
}

export function lettersOf(typed) {
  return plain(typed);
}
