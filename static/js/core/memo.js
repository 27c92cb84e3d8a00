// Draws a component again only when one of its props is another object: a change on the feed replaces the cards it
// touches and leaves the others as they are, so only their tiles are drawn. Signals read inside still update it.
//
//   const Tile = memo(function Tile({ bay, job }) { … });

import { Component, h } from "../../vendor/preact.js";

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
