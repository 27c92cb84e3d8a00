// The way in behind one PIN pad: by the server, or without it for who held up a badge. Where a slip of the finger could not be
// noticed, the PIN is asked for twice.
//
//   const enter = wayIn({ id, name, badge });
//   await enter(pin)   "in", or "again": enter it once more; throws a Refusal

import { Refusal, reachable } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { unansweredBy } from "./look_here.js";
import { hasCheck, signIn, signInHere } from "./session.js";

export function wayIn(person) {
  let first = null;

  async function enterHere(pin) {
    if (!(await hasCheck(person.id, person.badge))) {
      if (first === null) {
        first = pin;
        return "again";
      }
      const same = first === pin;
      first = null;
      if (!same) throw new Refusal(0, { code: "wrong_pin", sentence: t("The two were not the same. Enter your PIN anew.") }, 0);
    }
    await signInHere(person, person.badge, pin);
    return "in";
  }

  return async (pin) => {
    if (person.badge && !reachable.value) return enterHere(pin);
    try {
      await signIn({ person: person.id, pin }, person.badge);
      return "in";
    } catch (refusal) {
      if (!person.badge || !unansweredBy(refusal)) throw refusal;
      return enterHere(pin);
    }
  };
}
