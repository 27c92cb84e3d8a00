// Draws a component again only when one of its props is another object: a change on the feed replaces the cards it
// touches and leaves the others as they are, so only their tiles are drawn. Signals read inside still update it.
//
//   const Tile = memo(function Tile({ bay, job }) { … });
//   const queue = useSteady(entries);   a list of [id, card]: the same array as before while its cards are the same

import { Component, h, useRef } from "../../vendor/preact.js";

function differs(before, after) {
  return Object.keys(after).some((name) => before[name] !== after[name]) || Object.keys(before).some((name) => !(name in after));
}

export function memo(draw) {
  return class Memo extends Component {
    shouldComponentUpdate(next) {
      return differs(this.props, next);
    }

    render(props) {
      return h(draw, props);
    }
  };
}

export function useSteady(entries) {
  const kept = useRef(entries);
  const before = kept.current;
  const same = before.length === entries.length && entries.every((entry, i) => entry[0] === before[i][0] && entry[1] === before[i][1]);
  if (!same) kept.current = entries;
  return kept.current;
}
