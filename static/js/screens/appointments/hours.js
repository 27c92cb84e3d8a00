// The workshop's hours of a day: sold against there, by skill. The server counts them; here they are asked for and shown.
//
//   const hours = useHours(day, cards);   {told: the server's answer for that day or null, failed}
//   html`<${HoursStrip} hours=${hours} />`                  one line, for the board
//   html`<${HoursPanel} hours=${hours} draft=${lines} />`   a list, with what a booking would add

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { clockTime, hours as inHours } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { useNow } from "../../parts/standing.js";

const QUIET_FOR = 400;
const NEARLY = 0.85;
const ORDER = ["express", "mechanic", "electrics", "diagnosis", "alignment", "high_voltage", "body", "paint"];

// Asked again when an appointment changes, and each minute: of today the hours run down, and cars in the shop count too.
export function useHours(day, cards) {
  const [state, setState] = useState({ day: null, told: null, failed: false });
  const minute = useNow((time) => Math.floor(time / 60000), []).value;
  useEffect(() => {
    let wanted = true;
    const ask = async () => {
      try {
        const told = await get("/appointments/capacity?day=" + day, { patience: 8000 });
        if (wanted) setState({ day, told, failed: false });
      } catch (refusal) {
        if (wanted) setState((before) => ({ day, told: before.day === day ? before.told : null, failed: true }));
        if (!refusal.sentence) throw refusal;
      }
    };
    const timer = setTimeout(ask, state.day === day ? QUIET_FOR : 0);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [day, cards, minute]);
  return state.day === day ? state : { day, told: null, failed: false };
}

function levelOf({ there_minutes, sold_minutes, free_minutes }) {
  if (sold_minutes > there_minutes || free_minutes < 0) return "over";
  return sold_minutes > NEARLY * there_minutes || (sold_minutes > 0 && free_minutes < (1 - NEARLY) * there_minutes) ? "nearly" : "fine";
}

function wordsOf(load, level) {
  if (level === "over") return t("over by %(hours)s", { hours: inHours(Math.max(-load.free_minutes, load.sold_minutes - load.there_minutes)) });
  if (load.free_minutes === 0) return t("full");
  return level === "nearly" ? t("only %(hours)s free", { hours: inHours(load.free_minutes) }) : t("%(hours)s free", { hours: inHours(load.free_minutes) });
}

function Load({ name, load, total }) {
  const level = levelOf(load);
  const share = load.there_minutes ? Math.min(1, load.sold_minutes / load.there_minutes) : load.sold_minutes ? 1 : 0;
  return html`<li class=${"load load-" + level + (total ? " load-total" : "")}>
    <span class="load-name clip" title=${name}>${name}</span>
    <span class="load-figures">${t("%(sold)s of %(there)s", { sold: (load.sold_minutes / 60).toFixed(1), there: inHours(load.there_minutes) })}</span>
    <span class="load-bar" aria-hidden="true"><i style=${{ width: Math.round(share * 100) + "%" }}></i></span>
    <span class="load-words clip">${level !== "fine" && html`<${Icon} name=${level === "over" ? "triangle-alert" : "info"} />`}${wordsOf(load, level)}</span>
  </li>`;
}

// Skills that are asked for come first.
function Loads({ told, wanted = [] }) {
  const rank = (skill) => (wanted.includes(skill) ? 0 : 100) + ((ORDER.indexOf(skill) + ORDER.length + 1) % (ORDER.length + 1));
  const skills = Object.keys(told.skills).sort((one, other) => rank(one) - rank(other));
  return html`<ul class="loads">
    <${Load} total name=${t("All together")} load=${told.total} />
    ${skills.map((skill) => html`<${Load} key=${skill} name=${word("skill", skill)} load=${told.skills[skill]} />`)}
  </ul>`;
}

export function openingWords(told) {
  if (!told.open) return told.name ? t("Closed: %(name)s", { name: told.name }) : t("Closed on this day");
  const open = t("Open %(begin)s–%(end)s", { begin: clockTime(told.opens_at), end: clockTime(told.closes_at) });
  return told.name ? told.name + " · " + open : open;
}

export function HoursStrip({ hours, today }) {
  const { told, failed } = hours;
  return html`<section class="hours-strip goes-stale" aria-label=${t("Hours sold")}>
    <p class="hours-title"><strong>${today ? t("Hours left today") : t("Hours of the day")}</strong><span>${told ? openingWords(told) : failed ? t("not known at the moment") : "…"}</span></p>
    ${told && told.open && html`<${Loads} told=${told} />`}
    ${told && !told.open && html`<p class="hours-closed"><${Icon} name="info" />${t("Nothing can be booked for this day.")}</p>`}
  </section>`;
}

// What the day would look like with this booking: the people of a skill are the same, so what it takes from one skill
// it takes from the total too.
function withDraft(told, lines) {
  const skills = { ...told.skills };
  let total = { ...told.total };
  lines.forEach(({ minutes, skill }) => {
    total = { ...total, sold_minutes: total.sold_minutes + minutes, free_minutes: total.free_minutes - minutes };
    if (!skill) return;
    const load = skills[skill] || { there_minutes: 0, sold_minutes: 0, free_minutes: 0 };
    skills[skill] = { ...load, sold_minutes: load.sold_minutes + minutes, free_minutes: load.free_minutes - minutes };
  });
  Object.keys(skills).forEach((skill) => (skills[skill] = { ...skills[skill], free_minutes: Math.min(skills[skill].free_minutes, total.free_minutes) }));
  return { ...told, skills, total };
}

export function HoursPanel({ hours, day, draft }) {
  const { told, failed } = hours;
  const minutes = draft.reduce((sum, each) => sum + each.minutes, 0);
  return html`<section class="hours-panel" aria-label=${t("Hours of that day")} aria-live="polite">
    <h3>${day}</h3>
    <p class="soft">${told ? openingWords(told) : failed ? t("The hours of this day are not known at the moment.") : t("Asking for the hours of this day…")}</p>
    ${told && !told.open && html`<p class="ask-refused"><${Icon} name="circle-alert" /><span>${t("The workshop is closed on this day. Choose another one.")}</span></p>`}
    ${told && told.open && html`<p class="soft">${minutes ? t("With this booking of %(hours)s:", { hours: inHours(minutes) }) : t("As it stands now:")}</p><${Loads} told=${withDraft(told, draft)} wanted=${draft.map(({ skill }) => skill)} />`}
  </section>`;
}
