// The live feed: keeps this page's cards equal to the server's, and knows when they are not.
//
//   const feed = createFeed({ view: "workshop", scope: {} });
//   feed.cards       signal: Map of key -> card ("job:17" -> {…}); a card nobody touched stays the same object
//   feed.status      signal: "loading" | "live" | "stale" | "refused"
//   feed.linked      signal: is the socket up? (a short cut shows here at once, and in `status` only when it lasts)
//   feed.lastGoodAt  signal: server time at which the cards were last known to be the present ones, or null
//   feed.beat        signal: counts pulses
//   feed.refusal     signal: {code, sentence} while status is "refused"
//   feed.revision    signal: the history's revision that the cards show
//   feed.brought     signal: the keys that the last change brought, also of cards that are as they were: what else is
//                    known of these things, and was read by a question of its own, may be another now
//   feed.stateHash() fingerprint of the cards; the server computes the same over its own
//   feed.reloadWhen(quiet)  a newer version of the pages is served: reload as soon as quiet() is true (at once by default)
//   feed.watch(scope)       dial again and start anew, e.g. after somebody signed in: the new session's cookie is sent
//   feed.close()
//
//   cardsOf(cards, "job")   [[17, card], …] of one kind
//
// The rules: a change is taken when it is of our epoch and from <= ours < to; one that we
// have is ignored; a gap, another epoch, or a pulse that is ahead of us for a second makes us ask again (`sync`). What
// arrives while a question is open is kept and taken after its answer. Nothing good for 9.5 s: the picture is stale.

import { batch, signal } from "../../vendor/preact.js";
import { io } from "../../vendor/socket.io.js";
import { boot } from "./boot.js";
import { serverNow, tellTime } from "./clock.js";
import { canonical, canonicalOfCard, sha256 } from "./hash.js";

const STALE_AFTER = 9500;
const GRACE = 1000;
const ANSWER_WITHIN = 5000;
const ASK_REFUSED_AGAIN = 30000;
const RELOADED_FOR = "board-reloaded-for";

export function cardsOf(cards, kind) {
  const found = [];
  const start = kind + ":";
  cards.forEach((card, key) => {
    if (key.startsWith(start)) found.push([Number(key.slice(start.length)), card]);
  });
  return found;
}

// The workshop's own card, whatever its id; null until it has come.
export function siteOf(cards) {
  const found = cardsOf(cards, "site");
  return found.length ? found[0][1] : null;
}

export function createFeed(options) {
  return new Feed(options.view, options.scope || {});
}

class Feed {
  constructor(view, scope) {
    this.view = view;
    this.scope = scope;
    // The cookie of a wall is named after the view of its page, whatever it shows in turn.
    this.surface = boot.view && boot.view !== view ? { surface: boot.view } : {};
    this.epoch = null;
    this.kept = [];
    this.asking = null;
    this.goodAt = performance.now();
    this.heardAt = performance.now();
    this.quiet = () => true;
    this.cards = signal(new Map());
    this.brought = signal([]);
    this.status = signal("loading");
    this.linked = signal(false);
    this.lastGoodAt = signal(null);
    this.beat = signal(0);
    this.refusal = signal(null);
    this.revision = signal(null);
    this.socket = this.connect();
    this.watchdog = setInterval(() => this.look(), 250);
  }

  connect() {
    const socket = io("/board", {
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 300,
      reconnectionDelayMax: 1500,
      randomizationFactor: 0.5,
      timeout: 3000,
    });
    socket.on("connect", () => {
      this.linked.value = true;
      this.heardAt = performance.now();
      this.ask("watch");
    });
    socket.on("disconnect", () => this.unlinked());
    socket.on("connect_error", (error) => {
      if (error.data && error.data.code) this.refused(error.data);
    });
    socket.on("change", (change) => this.changed(change));
    socket.on("pulse", (pulse) => this.pulsed(pulse));
    socket.on("gone", (reason) => this.gone(reason));
    return socket;
  }

  watch(scope) {
    this.scope = scope || {};
    this.epoch = null;
    batch(() => {
      this.revision.value = null;
      this.lastGoodAt.value = null;
      this.cards.value = new Map();
      this.refusal.value = null;
      this.status.value = "loading";
    });
    this.socket.disconnect();
    this.socket.connect();
  }

  close() {
    clearInterval(this.watchdog);
    this.socket.close();
  }

  stateHash() {
    const keys = Array.from(this.cards.peek().keys()).sort();
    return sha256("[" + keys.map((key) => "[" + JSON.stringify(key) + "," + canonicalOfCard(this.cards.peek().get(key)) + "]").join(",") + "]");
  }

  reloadWhen(quiet) {
    this.quiet = quiet;
  }

  // Asking, and what is answered

  ask(event) {
    const question = { event, since: performance.now() };
    this.asking = question;
    const where = event === "watch" ? Object.assign({ view: this.view, scope: this.scope }, this.surface) : {};
    const have = this.epoch === null ? {} : { epoch: this.epoch, revision: this.revision.peek() };
    this.socket.emit(event, Object.assign(where, have), (answer) => {
      if (this.asking !== question) return;
      this.asking = null;
      this.heardAt = performance.now();
      this.answered(answer);
    });
  }

  answered(answer) {
    if (!answer.ok) {
      this.kept = [];
      this.refused(answer);
      return;
    }
    this.refusal.value = null;
    if (answer.kind === "snapshot") this.replace(answer);
    else if (answer.epoch === this.epoch) this.apply(answer);
    const kept = this.kept;
    this.kept = [];
    kept.forEach((change) => this.changed(change));
  }

  changed(change) {
    tellTime(change.now);
    this.heardAt = performance.now();
    if (this.asking) {
      this.kept.push(change);
      return;
    }
    const mine = this.revision.peek();
    if (change.epoch === this.epoch && change.to <= mine) return;
    if (change.epoch === this.epoch && change.from <= mine) this.apply(change);
    else this.ask("sync");
  }

  pulsed(pulse) {
    tellTime(pulse.now);
    this.heardAt = performance.now();
    this.beat.value += 1;
    if (pulse.version && boot.version && pulse.version !== boot.version) this.reloadSoon(pulse.version);
    if (this.asking || this.refusal.peek()) return;
    if (pulse.epoch !== this.epoch) this.ask("sync");
    else if (pulse.revision <= this.revision.peek()) this.good(pulse.now);
    else setTimeout(() => this.askIfBehind(pulse), GRACE);
  }

  askIfBehind(pulse) {
    if (this.asking || !this.socket.connected || this.refusal.peek()) return;
    if (pulse.epoch === this.epoch && pulse.revision > this.revision.peek()) this.ask("sync");
  }

  // What the cards become

  replace(snapshot) {
    const before = this.cards.peek();
    const cards = new Map();
    Object.keys(snapshot.cards).forEach((key) => cards.set(key, unchanged(before.get(key), snapshot.cards[key])));
    this.show(cards, snapshot.epoch, snapshot.revision, snapshot.now);
  }

  apply(change) {
    const cards = new Map(this.cards.peek());
    Object.keys(change.set).forEach((key) => cards.set(key, unchanged(cards.get(key), change.set[key])));
    change.drop.forEach((key) => cards.delete(key));
    this.show(cards, change.epoch, change.to, change.now);
    this.brought.value = Object.keys(change.set).concat(change.drop);
  }

  show(cards, epoch, revision, time) {
    tellTime(time);
    batch(() => {
      this.epoch = epoch;
      this.revision.value = revision;
      this.cards.value = cards;
      this.good(time);
    });
  }

  good(time) {
    this.goodAt = performance.now();
    batch(() => {
      this.lastGoodAt.value = time;
      this.status.value = "live";
    });
  }

  // When something is wrong

  look() {
    const time = performance.now();
    if (this.status.peek() === "refused") {
      if (time - this.heardAt > ASK_REFUSED_AGAIN) this.tryAgain();
      return;
    }
    if (this.lastGoodAt.peek() !== null && time - this.goodAt > STALE_AFTER) this.status.value = "stale";
    const silent = time - this.heardAt > STALE_AFTER;
    const unanswered = this.asking && time - this.asking.since > ANSWER_WITHIN;
    if (this.socket.connected && (silent || unanswered)) this.cut();
  }

  // A link that is up but says nothing may be dead for minutes before TCP notices: drop it and dial again.
  cut() {
    this.heardAt = performance.now();
    this.socket.io.engine.close();
  }

  unlinked() {
    this.asking = null;
    this.kept = [];
    this.linked.value = false;
  }

  refused(answer) {
    this.heardAt = performance.now();
    if (answer.code === "unavailable") {
      setTimeout(() => this.socket.connected && !this.asking && this.ask("watch"), 1000 + Math.random() * 1000);
      return;
    }
    batch(() => {
      this.epoch = null;
      this.revision.value = null;
      this.cards.value = new Map();
      this.refusal.value = { code: answer.code, sentence: answer.sentence };
      this.status.value = "refused";
    });
  }

  gone(reason) {
    if (reason.code === "reload") {
      this.reloadSoon("asked at " + serverNow());
      return;
    }
    this.socket.disconnect();
    this.refused(reason);
  }

  tryAgain() {
    this.heardAt = performance.now();
    if (this.socket.connected) this.ask("watch");
    else this.socket.connect();
  }

  // Once for each version: a page that an old cache serves again must not reload for ever.
  reloadSoon(version) {
    if (this.reloading || sessionStorage.getItem(RELOADED_FOR) === version) return;
    this.reloading = setInterval(() => {
      if (!this.quiet()) return;
      clearInterval(this.reloading);
      sessionStorage.setItem(RELOADED_FOR, version);
      location.reload();
    }, 1000 + Math.random() * 2000);
  }
}

function unchanged(before, card) {
  return before && canonical(before) === canonical(card) ? before : card;
}
