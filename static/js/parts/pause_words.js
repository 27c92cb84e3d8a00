// Why a car stands still, in words: one of our reasons, or one of the site's own.
//
//   pauseWords(pause)               of a card's `pause`
//   clockOffWords(reason, text)     why somebody clocked off; null where the work just went on as planned

import { language, t, word } from "../core/i18n.js";

export function pauseWords(pause) {
  if (!pause.text) return word("pause_reason", pause.reason);
  return pause.text[language] || pause.text.en || pause.text.zh_CN;
}

const AS_PLANNED = ["finished", "next_operation"];

export function clockOffWords(reason, text) {
  if (!reason || AS_PLANNED.includes(reason)) return null;
  if (reason === "handed_over") return t("Handed over to a colleague");
  if (reason === "high_voltage") return t("High-voltage work was approved");
  if (reason === "cancelled") return word("stage", "cancelled");
  return pauseWords({ reason, text });
}

export function pauseAndOwner(pause) {
  return t("%(reason)s · %(owner)s", { reason: pauseWords(pause), owner: word("owner", pause.owner) });
}
