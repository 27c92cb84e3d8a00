// The appointment board: who comes when and to whom, whom to call, and how many hours of the day are sold.

import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../vendor/preact.js";
import { createFeed } from "../core/feed.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Announcer, announce } from "../parts/announce.js";
import { deskStandIn } from "../parts/desk_gate.js";
import { carried, watchDrags } from "../parts/drag.js";
import { StaleBand, screenClass } from "../parts/freshness.js";
import { Icon } from "../parts/icon.js";
import { useNow } from "../parts/standing.js";
import { siteDate } from "../parts/time_of_day.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { BookDialog } from "./appointments/booking.js";
import { Calls, callsCount, callsOf } from "./appointments/calls.js";
import { Details } from "./appointments/details.js";
import { DayGrid, slotOf } from "./appointments/grid.js";
import { DayPicker, Header, KeysDialog, Tabs } from "./appointments/header.js";
import { HoursStrip, useHours } from "./appointments/hours.js";
import { Arrivals } from "./appointments/list.js";
import { lastMove, may, moveTo, moving, permitted, undoLast } from "./appointments/moves.js";
import { STEP, columnsOf, dayAfter, entryOf, minuteOf, ofDay, pictureOf, slotAt } from "./appointments/picture.js";
import { CancelDialog, MoveDialog, NoShowDialog } from "./appointments/questions.js";

const PAGES = ["day", "list", "calls"];
const feed = createFeed({ view: "appointments" });
const books = permitted("book");

// The page is in the address, so that a reload stays on it and the browser's way back leaves it.
function usePage() {
  const read = () => PAGES.find((page) => location.hash === "#" + page) || "day";
  const [page, setPage] = useState(read);
  useEffect(() => {
    const onHash = () => setPage(read());
    self.addEventListener("hashchange", onHash);
    return () => self.removeEventListener("hashchange", onHash);
  }, []);
  return [page, (wanted) => (location.hash = "#" + wanted)];
}

// Where a carried appointment was let go: another advisor keeps the time, another half hour begins at its begin.
function landing(entry, target, picture, day) {
  const { advisor, minute } = slotOf(target);
  const { appointment } = entry;
  const start = minuteOf(appointment.at);
  const at = start >= minute && start < minute + STEP ? appointment.at : slotAt(day, minute);
  const from = appointment.advisor ? appointment.advisor.id : null;
  if (at === appointment.at && advisor === from) return null;
  const known = advisor === from ? appointment.advisor : picture.advisors.find(({ id }) => id === advisor);
  return { at, advisor: known || null };
}

function useDragging(root, shown) {
  useEffect(
    () =>
      watchDrags(root.current, {
        begin: (key) => {
          const entry = entryOf(shown.current.picture, Number(key.split(":")[1]));
          if (!entry || !may(entry.appointment, "move_appointment") || moving.peek().has(entry.id)) return false;
          announce(t("%(plate)s in hand", { plate: entry.appointment.plate.text }));
          return true;
        },
        drop: (key, target) => {
          const { picture, day } = shown.current;
          const entry = entryOf(picture, Number(key.split(":")[1]));
          const to = entry && landing(entry, target, picture, day);
          if (to) moveTo(feed, entry, to);
        },
      }),
    []
  );
}

function typing(event) {
  return event.target.closest("input, textarea, select, [role='dialog'][aria-modal='true']");
}

function useKeys(act) {
  const latest = useRef(act);
  latest.current = act;
  useLayoutEffect(() => {
    const onKey = (event) => {
      if (typing(event) || event.altKey) return;
      const key = event.key.toLowerCase();
      const command = event.ctrlKey || event.metaKey;
      if ((key === "u" && !command) || (key === "z" && command)) undoLast(feed);
      else if (command) return;
      else if (key === "n" && books) latest.current.book();
      else if (key === "?") latest.current.keys();
      else if (key === "arrowleft") latest.current.turn(-1);
      else if (key === "arrowright") latest.current.turn(1);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

// An appointment that goes to another column is drawn anew there: the focus goes with it.
function useFocusFollows(picture) {
  const last = useRef(null);
  useLayoutEffect(() => {
    const note = ({ target }) => {
      if (target.dataset.appointment) last.current = target.dataset.appointment;
      else if (!target.closest("[role='dialog']")) last.current = null;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useLayoutEffect(() => {
    if (last.current === null || document.activeElement !== document.body || document.querySelector("[aria-modal]")) return;
    const block = document.querySelector(".block[data-appointment='" + last.current + "']");
    if (block) block.focus({ preventScroll: true });
  }, [picture]);
}

function Asked({ question, picture, ask, onBooked }) {
  if (!question) return null;
  const close = () => ask(null);
  if (question.kind === "keys") return html`<${KeysDialog} onClose=${close} />`;
  if (question.kind === "book") return html`<${BookDialog} cards=${feed.cards.value} picture=${picture} wish=${question.wish} onClose=${close} onBooked=${onBooked} />`;
  const entry = entryOf(picture, question.id) || question.was;
  if (question.kind === "move") return html`<${MoveDialog} feed=${feed} entry=${entry} advisors=${picture.advisors} onClose=${close} />`;
  if (question.kind === "cancel") return html`<${CancelDialog} entry=${entry} onClose=${close} />`;
  return html`<${NoShowDialog} feed=${feed} entry=${entry} onClose=${close} />`;
}

function useActs(ask, open, shown) {
  return useMemo(() => {
    const askAbout = (kind) => (id) => ask({ kind, id, was: entryOf(shown.current.picture, id) });
    const book = books ? (advisor, minute) => ask({ kind: "book", wish: { at: slotAt(shown.current.day, minute), advisor } }) : null;
    return { open, book, move: askAbout("move"), cancel: askAbout("cancel"), noShow: askAbout("no_show") };
  }, []);
}

function Board() {
  const root = useRef(null);
  const [page, showPage] = usePage();
  const [chosen, choose] = useState(null);
  const [question, ask] = useState(null);
  const [opened, open] = useState(null);
  const today = useNow((time) => siteDate(time), []).value;
  const cards = feed.cards.value;
  const picture = useMemo(() => pictureOf(cards), [cards]);
  const day = chosen || today;
  const found = useMemo(() => ofDay(picture, day), [picture, day]);
  const columns = useMemo(() => columnsOf(picture, found), [picture, found]);
  const quarter = useNow((time) => Math.floor(time / 15000) * 15000, []).value;
  const called = useMemo(() => callsOf(picture, quarter), [picture, quarter]);
  const shown = useRef(null);
  shown.current = { picture, day };
  const hours = useHours(day, cards);
  const acts = useActs(ask, open, shown);
  const onBook = books ? () => ask({ kind: "book", wish: { day: chosen } }) : null;
  const turn = (by) => {
    const wanted = dayAfter(day, by);
    if (page !== "calls" && wanted >= dayAfter(today, -1)) choose(wanted === today ? null : wanted);
  };
  useKeys({ book: onBook, keys: () => ask({ kind: "keys" }), turn });
  useDragging(root, shown);
  useFocusFollows(picture);
  useEffect(() => feed.reloadWhen(() => carried.peek() === null && !document.querySelector("[role='dialog']")), []);
  const entry = opened === null ? null : entryOf(picture, opened);
  const booked = (onDay) => (ask(null), choose(onDay === today ? null : onDay));
  return html`<div class=${screenClass(feed, "appointments")} ref=${root}>
    <${StaleBand} feed=${feed} />
    <${Header} feed=${feed} found=${found}>
      ${books && html`<button class="bar-button undo-button" disabled=${!lastMove.value} onClick=${() => undoLast(feed)}><${Icon} name="corner-down-left" /><span>${t("Undo")}</span></button>`}
      <button class="bar-button" aria-label=${t("By keyboard")} title=${t("By keyboard")} onClick=${() => ask({ kind: "keys" })}><${Icon} name="keyboard" /></button>
    <//>
    <div class="board-tools">
      <${Tabs} shown=${page} onShow=${showPage} calls=${callsCount(called)} />
      ${page !== "calls" && html`<${DayPicker} day=${day} onDay=${choose} />`}
      ${onBook && html`<button class="button button-main book-button" onClick=${onBook}><${Icon} name="plus" /><span>${t("Book an appointment")}</span></button>`}
    </div>
    <main class="board-main">
      ${page !== "calls" && html`<${HoursStrip} hours=${hours} today=${day === today} />`}
      ${page === "day" && html`<${Day} columns=${columns} found=${found} day=${day} told=${hours.told} acts=${acts} />`}
      ${page === "list" && html`<${Arrivals} found=${found} acts=${acts} onBook=${onBook} />`}
      ${page === "calls" && html`<${Calls} feed=${feed} calls=${called} any=${picture.all.length > 0} acts=${acts} onBook=${onBook} />`}
    </main>
    ${entry && html`<${Details} key=${opened} feed=${feed} entry=${entry} acts=${acts} onClose=${() => open(null)} />`}
    <${Asked} question=${question} picture=${picture} ask=${ask} onBooked=${booked} />
    <${Waiting} /><${Toasts} /><${Announcer} />
  </div>`;
}

function Day({ columns, found, day, told, acts }) {
  const hint = found.length ? null : acts.book ? t("Nothing is booked for this day. Click a free half hour to book it.") : t("Nothing is booked for this day.");
  return html`<div class="day">
    ${hint && html`<p class="day-hint" role="status"><${Icon} name="calendar" />${hint}</p>`}
    <${DayGrid} columns=${columns} day=${day} told=${told} acts=${acts} />
  </div>`;
}

function Screen() {
  return deskStandIn(feed) || html`<${Board} />`;
}

mount(html`<${Screen} />`, { feed });
