// The car from above, its front to the left. A tap says which position it was, and where on it (in thousandths).
//
//   html`<${CarOutline} car=${boot.car} seen=${["front"]} marks=${marks} onTap=${(position, x, y) => …} />`
//   without onTap it is only looked at

import { html } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";

const THOUSAND = 1000;

function share(value, from, size) {
  return Math.min(THOUSAND, Math.max(0, Math.round(((value - from) / size) * THOUSAND)));
}

// Where on the drawing a pointer is: the picture may be shown at any size.
function pointOf(event) {
  const svg = event.currentTarget.ownerSVGElement;
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [point.x, point.y];
}

export function markPlace(car, mark) {
  const place = car.outlines[mark.position];
  return [place.x + (mark.x * place.width) / THOUSAND, place.y + (mark.y * place.height) / THOUSAND];
}

function Zone({ position, place, seen, onTap }) {
  const tap = (event) => {
    const [x, y] = pointOf(event);
    onTap(position, share(x, place.x, place.width), share(y, place.y, place.height));
  };
  return html`<rect class=${"zone" + (seen ? " is-seen" : "")} x=${place.x} y=${place.y} width=${place.width} height=${place.height} onClick=${onTap ? tap : undefined} />`;
}

// Names stand at the edge, where they hide nothing of the car.
const NAMES = { front: [12, 22, "start"], right_side: [280, 16, "middle"], rear: [548, 22, "end"], left_front: [210, 274, "middle"], left_rear: [350, 274, "middle"], interior: [312, 146, "middle"] };

export function CarOutline({ car, seen, marks, onTap }) {
  const [width, height] = car.drawing;
  return html`<svg class=${"car-outline" + (onTap ? " is-tapped" : "")} viewBox=${"0 0 " + width + " " + height} role="img" aria-label=${t("Outline of the car with %(count)s marks", { count: marks.length })}>
    <image href="/static/icons/car.svg" width=${width} height=${height} />
    ${Object.keys(car.outlines).map((position) => html`<${Zone} key=${position} position=${position} place=${car.outlines[position]} seen=${seen.includes(position)} onTap=${onTap} />`)}
    ${Object.keys(NAMES).map((position) => html`<text key=${position} class="zone-name" x=${NAMES[position][0]} y=${NAMES[position][1]} text-anchor=${NAMES[position][2]}>${word("walk_position", position)}</text>`)}
    ${marks.map((mark, index) => {
      const [x, y] = markPlace(car, mark);
      return html`<g key=${mark.id} class=${"outline-mark" + (mark.waiting ? " is-waiting" : "")} transform=${"translate(" + x + " " + y + ")"}><circle r="13" /><text y="5" text-anchor="middle">${index + 1}</text></g>`;
    })}
  </svg>`;
}
