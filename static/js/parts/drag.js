// Carrying a card from one place to another, by mouse, pen or finger.
//
//   <div data-drag="job:17">              can be picked up
//   <section data-drop="bay:3">           can be dropped on
//   const stop = watchDrags(root, { begin: (key) => true, drop: (key, target) => {…} });
//   carried.value   key of the card in the hand, or null
//   over.value      what the hand is over, or null
//
// The page's own nodes never move: what follows the hand is a copy, so that a redraw can't pull it away. A mouse
// picks up after a few pixels; a finger holds still for a moment first, so that a list can still be scrolled. Esc puts back.

import { batch, signal } from "../../vendor/preact.js";

const MOUSE_SLACK = 6;
const FINGER_SLACK = 10;
const HOLD = 220;
const EDGE = 48;

export const carried = signal(null);
export const over = signal(null);

export function watchDrags(root, handlers) {
  const onDown = (event) => {
    const card = event.isPrimary && event.button === 0 && event.target.closest("[data-drag]");
    if (card && carried.peek() === null) new Drag(card, event, handlers);
  };
  // Has to be in place before the finger comes down, else the browser scrolls without asking.
  const onTouch = (event) => {
    if (carried.peek() !== null && event.cancelable) event.preventDefault();
  };
  root.addEventListener("pointerdown", onDown);
  root.addEventListener("touchmove", onTouch, { passive: false });
  return () => {
    root.removeEventListener("pointerdown", onDown);
    root.removeEventListener("touchmove", onTouch);
  };
}

class Drag {
  constructor(card, event, handlers) {
    this.card = card;
    this.key = card.dataset.drag;
    this.pointer = event.pointerId;
    this.finger = event.pointerType === "touch";
    this.handlers = handlers;
    this.start = { x: event.clientX, y: event.clientY };
    this.at = this.start;
    this.ghost = null;
    this.listeners = new AbortController();
    this.listen();
    if (this.finger) this.hold = setTimeout(() => this.pickUp(), HOLD);
  }

  listen() {
    const on = (type, act) => self.addEventListener(type, act, { capture: true, signal: this.listeners.signal });
    on("pointermove", (event) => event.pointerId === this.pointer && this.moved(event));
    on("pointerup", (event) => event.pointerId === this.pointer && this.letGo());
    on("pointercancel", (event) => event.pointerId === this.pointer && this.end());
    on("blur", (event) => event.target === self && this.end()); // the window, not a button that had the focus
    on("contextmenu", (event) => this.finger && event.preventDefault());
    on("keydown", (event) => this.ghost && event.key === "Escape" && (event.stopPropagation(), this.end()));
  }

  moved(event) {
    this.at = { x: event.clientX, y: event.clientY };
    const distance = Math.hypot(this.at.x - this.start.x, this.at.y - this.start.y);
    if (!this.ghost && this.finger && distance > FINGER_SLACK) this.end();
    if (!this.ghost && !this.finger && distance > MOUSE_SLACK) this.pickUp();
    if (this.ghost) this.follow();
  }

  pickUp() {
    if (!this.handlers.begin(this.key)) {
      this.end();
      return;
    }
    const place = this.card.getBoundingClientRect();
    this.grip = { x: this.start.x - place.left, y: this.start.y - place.top };
    this.ghost = this.card.cloneNode(true);
    ["data-drag", "id", "tabindex"].forEach((name) => this.ghost.removeAttribute(name));
    this.ghost.setAttribute("aria-hidden", "true");
    this.ghost.classList.add("drag-ghost");
    this.ghost.style.width = place.width + "px";
    document.body.append(this.ghost);
    document.documentElement.classList.add("is-dragging");
    carried.value = this.key;
    this.scrolling = setInterval(() => this.scrollAtEdge(), 16);
    if (this.finger && navigator.vibrate) navigator.vibrate(15);
    this.follow();
  }

  follow() {
    this.ghost.style.transform = "translate(" + (this.at.x - this.grip.x) + "px, " + (this.at.y - this.grip.y) + "px)";
    over.value = this.targetBelow();
  }

  targetBelow() {
    const below = document.elementFromPoint(this.at.x, this.at.y);
    const target = below && below.closest("[data-drop]");
    return target ? target.dataset.drop : null;
  }

  // A list that is longer than its place rolls on while the hand waits at its edge.
  scrollAtEdge() {
    const below = document.elementFromPoint(this.at.x, this.at.y);
    const list = below && below.closest("[data-scrolls]");
    if (!list) return;
    const place = list.getBoundingClientRect();
    if (this.at.y < place.top + EDGE) list.scrollTop -= 8;
    else if (this.at.y > place.bottom - EDGE) list.scrollTop += 8;
    else return;
    over.value = this.targetBelow();
  }

  letGo() {
    const dropped = this.ghost !== null;
    const target = over.peek();
    this.end();
    if (!dropped) return;
    swallowClick();
    if (target !== null) this.handlers.drop(this.key, target);
  }

  end() {
    clearTimeout(this.hold);
    clearInterval(this.scrolling);
    this.listeners.abort();
    if (this.ghost) this.ghost.remove();
    this.ghost = null;
    document.documentElement.classList.remove("is-dragging");
    batch(() => {
      carried.value = null;
      over.value = null;
    });
  }
}

// Letting go of a mouse button also clicks what is below; a drop is not a click.
function swallowClick() {
  const swallow = (event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  self.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => self.removeEventListener("click", swallow, { capture: true }), 50);
}
