// A paired screen's link to the board: what its administrator set it to, live, and its own reports of how it is.
//
//   const link = createLink({ surface: "workshop", socket: feed.socket, shows: () => ({ view, feed, asleep }) });
//   link.told         signal: {name, number, view, playlist, sleep, identify_until_at, …} as the server tells it
//   quiet: () => …    asked before the page goes: false while somebody is in the middle of something
//
// Without a socket (no feed on the page) it opens one. What a page can only show after loading anew raises `reloads`: then it goes
// to /screen, which leads to what the screen shows now. A screen that was away is told when it connects.

import { signal } from "../../vendor/preact.js";
import { io } from "../../vendor/socket.io.js";
import { boot } from "./boot.js";
import { serverNow, tellTime } from "./clock.js";
import { describe } from "./health.js";

const REPORT_EVERY = 30000;
const FIRST_REPORT_AFTER = 3000;
const LOOK_EVERY = 5000;
const MOVED_FOR = "board-moved-for";

export function createLink(options) {
  return new Link(options);
}

class Link {
  constructor(options) {
    this.surface = options.surface;
    this.shows = options.shows;
    this.quiet = options.quiet || (() => true);
    this.told = signal(boot.device.told);
    this.moving = null;
    this.asked = false;
    this.socket = options.socket || this.own();
    this.socket.on("connect", () => this.ask());
    this.socket.on("screen", (told) => this.hear(told));
    if (this.socket.connected) this.ask();
    setTimeout(() => this.report(), FIRST_REPORT_AFTER + Math.random() * FIRST_REPORT_AFTER);
    setInterval(() => this.wake(), LOOK_EVERY);
  }

  // A page without a feed has nobody else to say that the screen was taken off: loaded anew, it shows what is left to it.
  own() {
    const socket = io("/board", { transports: ["websocket", "polling"], tryAllTransports: true, reconnectionDelayMax: 3000 });
    socket.on("gone", () => this.leave(() => location.reload()));
    return socket;
  }

  ask() {
    this.asked = true;
    this.socket.emit("screen", { surface: this.surface }, (answer) => {
      this.asked = false;
      if (!answer.ok) return;
      tellTime(answer.now);
      this.hear(answer.screen);
    });
  }

  hear(told) {
    this.told.value = told;
    if (told.reloads !== boot.device.told.reloads) this.moveOn(told.reloads);
  }

  // When a sleep is over, the next one is asked for.
  wake() {
    const told = this.told.peek();
    if (told.sleep && serverNow() >= told.sleep.until_at && this.socket.connected && !this.asked) this.ask();
  }

  report() {
    setTimeout(() => this.report(), REPORT_EVERY + Math.random() * 1000);
    if (this.socket.connected) this.socket.emit("health", describe(this.shows()));
  }

  // Once for each time it was asked to: an old page out of a cache must not load itself for ever.
  moveOn(reloads) {
    const asked = boot.device.name + " " + reloads;
    if (sessionStorage.getItem(MOVED_FOR) === asked) return;
    this.leave(() => {
      sessionStorage.setItem(MOVED_FOR, asked);
      location.replace("/screen?from=" + this.surface);
    });
  }

  // Never away from a page that works to a server that does not answer.
  leave(go) {
    if (this.moving) return;
    const look = () => {
      if (!this.quiet()) return;
      fetch("/healthz", { cache: "no-store" }).then((answer) => {
        if (!answer.ok || !this.moving) return;
        clearInterval(this.moving);
        go();
      }, () => null);
    };
    this.moving = setInterval(look, 1000);
    look();
  }
}
