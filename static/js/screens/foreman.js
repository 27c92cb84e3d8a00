// The foreman's console: the queue, the bays, the lanes behind the work, and the people, on one screen, moved by hand.

import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../vendor/preact.js";
import { createFeed } from "../core/feed.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Announcer, announce } from "../parts/announce.js";
import { Calls } from "../parts/calls.js";
import { deskStandIn } from "../parts/desk_gate.js";
import { carried, watchDrags } from "../parts/drag.js";
import { StaleBand, screenClass } from "../parts/freshness.js";
import { CancelDialog, PromiseDialog } from "../parts/job_questions.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { Answer } from "./foreman/answer.js";
import { Decide } from "./foreman/decide.js";
import { Details } from "./foreman/details.js";
import { AssignDialog, DispatchDialog } from "./foreman/dispatching.js";
import { FindCar, showCar } from "./foreman/find.js";
import { Header, KeysDialog } from "./foreman/header.js";
import { landing } from "./foreman/landing.js";
import { LateScanSheet } from "./foreman/late_scans.js";
import { MoveList } from "./foreman/move_list.js";
import { moveTo, moving, recall, sayNo, undoLast } from "./foreman/moves.js";
import { Bays, Lane, Outside, Queue } from "./foreman/panels.js";
import { People } from "./foreman/people.js";
import { PauseDialog } from "./foreman/pausing.js";
import { carOf, keyId, pictureOf } from "./foreman/picture.js";

const feed = createFeed({ view: "foreman" });

// The card in the hand stays as it was when it was picked up.
let held = null;

function currentPicture() {
  return pictureOf(feed.cards.value, carried.value === null ? null : held);
}

function Asked({ question, picture, ask, place }) {
  const close = () => ask(null);
  const car = question && question.car !== undefined ? carOf(picture, question.car) || question.was : null;
  if (!question) return null;
  if (question.kind === "keys") return html`<${KeysDialog} onClose=${close} />`;
  if (question.kind === "find") return html`<${FindCar} picture=${picture} onPick=${(id) => (close(), setTimeout(() => showCar(id)))} onClose=${close} />`;
  if (question.kind === "settle") return html`<${Settling} id=${question.id} was=${question.was} onClose=${close} />`;
  if (question.kind === "move") return html`<${MoveList} car=${car} picture=${picture} onPick=${(target) => (close(), place(car, target))} onClose=${close} />`;
  if (question.kind === "dispatch") return html`<${DispatchDialog} feed=${feed} car=${car} picture=${picture} bay=${question.bay} person=${question.person} onClose=${close} />`;
  if (question.kind === "assign") return html`<${AssignDialog} feed=${feed} car=${car} picture=${picture} person=${question.person} onClose=${close} />`;
  if (question.kind === "promise") return html`<${PromiseDialog} id=${car.id} job=${car.job} onClose=${close} />`;
  if (question.kind === "pause") return html`<${PauseDialog} car=${car} picture=${picture} onClose=${close} />`;
  return html`<${CancelDialog} id=${car.id} job=${car.job} onClose=${close} />`;
}

// One that somebody else settled meanwhile stays as it was read, so that the answer says so.
function Settling({ id, was, onClose }) {
  const cards = feed.cards.value;
  const card = cards.get("late_scan:" + id) || was;
  return html`<${LateScanSheet} id=${id} card=${card} job=${card.job && cards.get("job:" + card.job.id)} onClose=${onClose} />`;
}

// Lets a car go over a place: asks what has to be asked first, or does it at once.
function usePlacing(ask) {
  return (car, target) => {
    const picture = currentPicture();
    const { verb, to, problem, person } = landing(car, target, picture);
    if (problem) sayNo(problem);
    else if (verb === "dispatch") ask({ kind: "dispatch", car: car.id, was: car, bay: to, person });
    else if (verb === "assign") ask({ kind: "assign", car: car.id, was: car, person });
    else if (verb === "move") moveTo(feed, picture, car, to);
    else if (verb === "recall") recall(feed, car);
  };
}

function typing(event) {
  return event.target.closest("input, textarea, select, [role='dialog'][aria-modal='true']");
}

function useKeys(ask) {
  useLayoutEffect(() => {
    const onKey = (event) => {
      if (typing(event)) return;
      const key = event.key.toLowerCase();
      const undo = (key === "u" && !event.ctrlKey && !event.metaKey) || (key === "z" && (event.ctrlKey || event.metaKey));
      if (undo) undoLast(feed);
      else if (event.key === "/") ask({ kind: "find" });
      else if (event.key === "?") ask({ kind: "keys" });
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function useDragging(root, place) {
  useEffect(
    () =>
      watchDrags(root.current, {
        begin: (key) => {
          const car = carOf(currentPicture(), keyId(key));
          if (!car || moving.peek().has(car.id)) return false;
          held = car;
          announce(t("%(plate)s in hand", { plate: car.job.plate.text }));
          return true;
        },
        drop: (key, target) => held && place(held, target),
      }),
    []
  );
}

// A card that moves elsewhere is drawn anew there: the focus goes with it.
function useFocusFollows(picture) {
  const last = useRef(null);
  useLayoutEffect(() => {
    const note = ({ target }) => {
      if (target.dataset.job) last.current = target.dataset.job;
      else if (!target.closest("[role='dialog']")) last.current = null;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useLayoutEffect(() => {
    if (last.current === null || document.activeElement !== document.body || document.querySelector("[aria-modal]")) return;
    const card = document.querySelector("[data-job='" + last.current + "']");
    if (card) card.focus({ preventScroll: true });
  }, [picture]);
}

function Board() {
  const root = useRef(null);
  const [question, ask] = useState(null);
  const [opened, open] = useState(null);
  const picture = currentPicture();
  const place = usePlacing(ask);
  const askAbout = (kind) => (id) => ask({ kind, car: id, was: carOf(currentPicture(), id) });
  const acts = useMemo(
    () => ({
      open,
      chooseMove: askAbout("move"),
      chooseTechnicians: askAbout("assign"),
      changePromise: askAbout("promise"),
      cancelJob: askAbout("cancel"),
      pauseCar: askAbout("pause"),
      settle: (id) => ask({ kind: "settle", id, was: feed.cards.peek().get("late_scan:" + id) }),
    }),
    []
  );
  useKeys(ask);
  useDragging(root, place);
  useFocusFollows(picture);
  useEffect(() => feed.reloadWhen(() => carried.peek() === null && !document.querySelector("[role='dialog']")), []);
  const shown = opened === null ? null : carOf(picture, opened);
  return html`<div class=${screenClass(feed, "foreman")} ref=${root}>
    <${StaleBand} feed=${feed} />
    <${Header} feed=${feed} picture=${picture} ask=${ask} />
    <main class="console">
      <${Queue} picture=${picture} acts=${acts} />
      <div class="floor">
        <${Bays} picture=${picture} acts=${acts} />
        <div class="lanes">
          <${Outside} picture=${picture} acts=${acts} />
          ${picture.lanes.map((lane) => html`<${Lane} key=${lane.key} lane=${lane} acts=${acts} />`)}
        </div>
      </div>
      <div class="console-side">
        <${Decide} feed=${feed} picture=${picture} acts=${acts} />
        <${People} picture=${picture} />
      </div>
    </main>
    <${Calls} feed=${feed} all />
    ${shown && html`<${Details} key=${opened} id=${opened} job=${shown.job} picture=${picture} acts=${acts} onClose=${() => open(null)} />`}
    <${Asked} question=${question} picture=${picture} ask=${ask} place=${place} />
    <${Answer} feed=${feed} picture=${picture} />
    <${Waiting} /><${Toasts} /><${Announcer} />
  </div>`;
}

function Foreman() {
  return deskStandIn(feed) || html`<${Board} />`;
}

mount(html`<${Foreman} />`, { feed });
