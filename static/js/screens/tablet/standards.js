// What the workshop has set up for the floor, from the feed's site card: lists to tick at each check, and its own pause reasons.
//
//   listFor(feed, step, card)    what has to be ticked to pass this check on this car; [] where there is no list
//   ownReasons(feed)             the site's own pause reasons that can be given now: [{code, text, owner}]
//   reasonWords(feed, code)      why somebody clocked off, in words; null where the work just went on as planned

import { cardsOf } from "../../core/feed.js";
import { clockOffWords, pauseWords } from "../../parts/pause_words.js";

const OCCASIONS = { pass_self_check: "self", pass_leader_check: "leader", pass_final_check: "final", fail_self_check: "self", fail_leader_check: "leader", fail_final_check: "final" };

function site(feed) {
  const found = cardsOf(feed.cards.value, "site")[0];
  return found ? found[1] : { pause_reasons: [], checklists: {} };
}

export function listFor(feed, step, card) {
  const lists = site(feed).checklists[OCCASIONS[step.step]] || {};
  return lists[card.service_type] || lists[""] || [];
}

export function ownReasons(feed) {
  return site(feed).pause_reasons.filter((each) => each.active).map((each) => Object.assign({}, each, { text: pauseWords(each) }));
}

export function reasonWords(feed, code) {
  const own = site(feed).pause_reasons.find((each) => each.code === code);
  return clockOffWords(code, own && own.text);
}
