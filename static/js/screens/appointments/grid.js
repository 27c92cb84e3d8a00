// The day: advisors side by side, half hours from eight to eight downwards, and a line where the time is now.

import { html, useComputed, useEffect, useRef } from "../../../vendor/preact.js";
import { serverNow } from "../../core/clock.js";
import { clockTime } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { memo } from "../../core/memo.js";
import { carried, over } from "../../parts/drag.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";
import { may, moving } from "./moves.js";
import { FIRST, LAST, SLOTS, STEP, clockOf, minuteOf, slotAt } from "./picture.js";
import { State, customerName, toneOf, workOf } from "./standing.js";

const HANDS_OFF_FOR = 120000;

function share(minute) {
  return ((minute - FIRST) / (LAST - FIRST)) * 100 + "%";
}

export function slotKey(advisor, minute) {
  return "slot:" + (advisor === null ? 0 : advisor) + ":" + minute;
}

export function slotOf(key) {
  const [, advisor, minute] = key.split(":").map(Number);
  return { advisor: advisor || null, minute };
}

const Slot = memo(function Slot({ advisor, minute, closed, past, onBook }) {
  const key = slotKey(advisor, minute);
  const under = useComputed(() => over.value === key);
  const classes = "slot" + (closed ? " is-closed" : "") + (past ? " is-past" : "") + (under.value ? " is-over" : "") + (onBook ? " is-bookable" : "");
  return html`<div class=${classes} data-drop=${key} onClick=${onBook ? () => onBook(advisor, minute) : undefined}>${under.value && html`<span>${clockOf(minute)}</span>`}</div>`;
});

function Marks({ appointment }) {
  return html`<span class="block-marks">
    ${appointment.made_by === "customer" && html`<${Icon} name="phone" label=${t("booked by the customer")} />`}
    ${appointment.waits && html`<${Icon} name="user" label=${t("waits here")} />`}
    ${appointment.lines.some(({ high_voltage }) => high_voltage) && html`<${Icon} name="zap" label=${t("High voltage")} />`}
  </span>`;
}

const Block = memo(function Block({ id, appointment, start, end, lane, lanes, acts }) {
  const key = "appointment:" + id;
  const tone = useNow((time) => toneOf(appointment, time), [appointment]).value;
  const words = useComputed(() => moving.value.get(id) || null).value;
  const inHand = useComputed(() => carried.value === key).value;
  const carries = may(appointment, "move_appointment");
  const onKeyDown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === "m" && carries) acts.move(id);
    else if (event.key === "Enter" || event.key === " ") acts.open(id);
    else return;
    event.preventDefault();
  };
  const place = { top: share(start), height: ((end - start) / (LAST - FIRST)) * 100 + "%", left: (lane / lanes) * 100 + "%", width: 100 / lanes + "%" };
  const classes = "block block-" + tone + (carries ? " is-movable" : "") + (inHand ? " is-in-hand" : "") + (words ? " is-moving" : "") + (lanes > 1 ? " is-narrow" : "");
  const text = [customerName(appointment), workOf(appointment), appointment.bay_kind && word("bay_kind", appointment.bay_kind)].filter(Boolean).join(" · ");
  return html`<div class=${classes} style=${place} data-appointment=${id} data-drag=${carries && !words ? key : undefined} tabindex="0" role="button"
    aria-busy=${words ? "true" : undefined} aria-keyshortcuts=${carries ? "M" : undefined} onClick=${() => acts.open(id)} onKeyDown=${onKeyDown}>
    <span class="block-in">
      <span class="visually-hidden">${clockTime(appointment.at)}</span>
      <span class="block-row"><${Plate} plate=${appointment.plate} size="small" /><${Marks} appointment=${appointment} /><${State} appointment=${appointment} /></span>
      <span class="block-row block-soft"><span class="clip" title=${text}>${text}</span></span>
      ${words && html`<span class="block-moving" role="status"><${Icon} name="refresh-cw" />${words}</span>`}
    </span>
  </div>`;
});

function useMinute(day) {
  return useNow((time) => (time >= slotAt(day, FIRST) && time < slotAt(day, LAST) ? minuteOf(time) : null), [day]).value;
}

function NowLine({ day }) {
  const minute = useMinute(day);
  return minute === null ? null : html`<div class="now-line" style=${{ top: share(minute) }}></div>`;
}

// The time that it is takes the place of an hour that is close by.
function Times({ day }) {
  const minute = useMinute(day);
  const hours = SLOTS.filter((each) => each % 60 === 0 && (minute === null || minute - each <= -12 || minute - each >= 26));
  return html`<div class="day-times" aria-hidden="true">
    ${hours.map((hour) => html`<span key=${hour} style=${{ top: share(hour) }}>${clockOf(hour)}</span>`)}
    ${minute !== null && html`<span class="now-time" style=${{ top: share(minute) }}>${clockOf(minute)}</span>`}
  </div>`;
}

function isClosed(told, day, minute) {
  if (!told) return false;
  if (!told.open) return true;
  const at = slotAt(day, minute);
  return at < told.opens_at || at >= told.closes_at;
}

// Where the day is longer than the screen, it rolls along with the time, until a hand takes it over.
function useFollowing(list, day) {
  const touched = useRef(0);
  const half = useNow((time) => Math.floor(time / 1800000), []).value;
  useEffect(() => {
    const note = () => (touched.current = performance.now());
    const types = ["wheel", "pointerdown", "keydown"];
    types.forEach((type) => list.current.addEventListener(type, note, { passive: true }));
    touched.current = -HANDS_OFF_FOR;
    return () => types.forEach((type) => list.current && list.current.removeEventListener(type, note));
  }, [day]);
  useEffect(() => {
    if (performance.now() - touched.current < HANDS_OFF_FOR) return;
    const minute = minuteOf(serverNow());
    const today = serverNow() >= slotAt(day, 0) && serverNow() < slotAt(day, 0) + 24 * 3600000;
    const line = today ? Math.max(0, Math.min(minute, LAST) - FIRST - 60) / (LAST - FIRST) : 0;
    list.current.scrollTop = line * list.current.scrollHeight;
  }, [day, half]);
}

function Column({ column, place, slots, acts }) {
  return html`<div class="day-column" style=${{ gridColumn: place }} role="group" aria-label=${column.id === null ? t("No advisor") : column.name}>
    <div class="slots" aria-hidden="true">${slots.map(({ minute, closed, past }) => html`<${Slot} key=${minute} advisor=${column.id} minute=${minute} closed=${closed} past=${past} onBook=${closed || past ? null : acts.book} />`)}</div>
    ${column.blocks.map((block) => html`<${Block} key=${block.id} ...${block} acts=${acts} />`)}
  </div>`;
}

export function DayGrid({ columns, day, told, acts }) {
  const list = useRef(null);
  const from = useNow((time) => Math.floor(time / 60000), []).value * 60000;
  useFollowing(list, day);
  const slots = SLOTS.map((minute) => ({ minute, closed: isClosed(told, day, minute), past: slotAt(day, minute) + STEP * 60000 <= from }));
  return html`<div class="day-scroll goes-stale" data-scrolls ref=${list} tabindex="0" role="region" aria-label=${t("The day by advisor")}>
    <div class="day-grid" style=${{ "--columns": columns.length }}>
      <div class="day-corner"></div>
      ${columns.map(({ id, name, blocks }) => html`<h3 key=${id} class=${"day-head" + (id === null ? " is-nobody" : "")}><span class="clip" title=${name}>${id === null ? t("No advisor") : name}</span><span class="day-count">${blocks.length || ""}</span></h3>`)}
      <${Times} day=${day} />
      ${columns.map((column, index) => html`<${Column} key=${column.id} column=${column} place=${index + 2} slots=${slots} acts=${acts} />`)}
      <div class="day-now"><${NowLine} day=${day} /></div>
    </div>
  </div>`;
}
