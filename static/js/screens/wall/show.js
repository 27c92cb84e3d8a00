// A wall's page: the view that it is named after, or several in turn where its administrator has set that. What is shown next is
// loaded and live before its turn comes, so that nothing flashes between; all screens turn together, by the server's clock.
//
//   showWall("workshop")

import { html, signal, useComputed, useEffect, useLayoutEffect } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { now } from "../../core/clock.js";
import { createFeed } from "../../core/feed.js";
import { createLink } from "../../core/link.js";
import { mount } from "../../core/mount.js";
import { asleepAt, Tended } from "../../parts/tended.js";
import { Lounge } from "./lounge.js";
import { Workshop } from "./workshop.js";

const WALLS = { workshop: { part: Workshop, theme: "dark" }, lounge: { part: Lounge, theme: "light" } };

export function viewAt(playlist, time) {
  const whole = playlist.reduce((sum, turn) => sum + turn.seconds, 0);
  let left = Math.floor(time / 1000) % whole;
  for (let i = 0; i < playlist.length; i += 1) {
    if (left < playlist[i].seconds) return playlist[i].view;
    left -= playlist[i].seconds;
  }
  return null;
}

const feeds = {};

function feedOf(view) {
  if (!feeds[view]) feeds[view] = createFeed({ view });
  return feeds[view];
}

// Stylesheets

const sheets = {};
const loaded = signal([]);

function fetchSheet(view) {
  if (sheets[view]) return;
  const there = document.querySelector("link[href='/static/css/" + view + ".css']");
  const sheet = there || document.createElement("link");
  sheets[view] = sheet;
  if (there) {
    loaded.value = loaded.value.concat([view]);
    return;
  }
  sheet.rel = "stylesheet";
  sheet.media = "not all";
  sheet.href = "/static/css/" + view + ".css";
  sheet.onload = () => {
    loaded.value = loaded.value.concat([view]);
  };
  sheet.onerror = () => {
    sheet.remove();
    delete sheets[view];
  };
  document.head.appendChild(sheet);
}

function dress(view) {
  Object.keys(sheets).forEach((name) => {
    sheets[name].media = name === view ? "all" : "not all";
  });
  document.documentElement.className = "screen-" + view;
  document.documentElement.dataset.theme = WALLS[view].theme;
}

function turnsOf(link) {
  const told = link && link.told.value;
  return told ? told.playlist.filter((turn) => WALLS[turn.view]) : [];
}

function isReady(view) {
  return loaded.value.indexOf(view) >= 0 && feeds[view] && feeds[view].status.value !== "loading";
}

function useView(surface, link) {
  useEffect(() => {
    turnsOf(link).forEach((turn) => {
      fetchSheet(turn.view);
      feedOf(turn.view);
    });
  }, [link && link.told.value]);
  return useComputed(() => {
    const turn = viewAt(turnsOf(link), now.value);
    return turn && isReady(turn) ? turn : surface;
  }).value;
}

const shown = signal(null);

function Wall({ surface, link }) {
  const view = useView(surface, link);
  shown.value = view;
  useLayoutEffect(() => dress(view), [view]);
  const Part = WALLS[view].part;
  return html`<${Tended} link=${link}><${Part} key=${view} feed=${feedOf(view)} /><//>`;
}

export function showWall(surface) {
  fetchSheet(surface);
  const feed = feedOf(surface);
  const shows = () => {
    const view = shown.peek() || surface;
    return { view, feed: feedOf(view), asleep: Boolean(link) && asleepAt(link.told.peek()) };
  };
  const link = boot.device && boot.device.told ? createLink({ surface, socket: feed.socket, shows }) : null;
  mount(html`<${Wall} surface=${surface} link=${link} />`, { feed, retrySeconds: 30, shows });
}
