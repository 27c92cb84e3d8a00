// After a change of how one gets in, the sign-in is another one: its token counts, and who had a step missing goes on.

import { boot } from "../../core/boot.js";
import { setCsrf } from "../../core/api.js";

export function takeOver(answer) {
  setCsrf(answer.csrf);
  boot.csrf = answer.csrf;
}

// True when the page is left: for the next step, or for where one wanted to go.
export function goOn(answer) {
  if (!boot.needs) return false;
  location.assign(answer.next ? answer.next + "?next=" + encodeURIComponent(boot.next) : boot.next || "/");
  return true;
}
