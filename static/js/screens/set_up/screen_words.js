// What walls and tablets are called on the administrator's pages.

import { N_, t } from "../../core/i18n.js";

export const VIEWS = { workshop: N_("Workshop board"), lounge: N_("Lounge display"), tablet: N_("Workshop tablet") };
export const WALLS = ["workshop", "lounge"];
export const LANGUAGES = { zh_CN: "中文", en: "English" };

export function viewChoices() {
  return Object.keys(VIEWS).map((view) => [view, t(VIEWS[view])]);
}

export function shownInWords(screen) {
  if (!screen.playlist.length) return t(VIEWS[screen.view] || screen.view);
  return screen.playlist.map(({ view, seconds }) => t("%(view)s %(seconds)s s", { view: t(VIEWS[view]), seconds })).join(" → ");
}
