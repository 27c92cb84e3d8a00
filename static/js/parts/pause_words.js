// Why a car stands still, in words: one of our reasons, or one of the site's own.
//
//   pauseWords(pause)     of a card's `pause`

import { language, t, word } from "../core/i18n.js";

export function pauseWords(pause) {
  if (!pause.text) return word("pause_reason", pause.reason);
  return pause.text[language] || pause.text.en || pause.text.zh_CN;
}

export function pauseAndOwner(pause) {
  return t("%(reason)s · %(owner)s", { reason: pauseWords(pause), owner: word("owner", pause.owner) });
}
