// How an appointment stands: its state, and once its time has passed and nobody has come, how late it is.
//
//   toneOf(appointment, now)    "booked" | "confirmed" | "coming" | "late" | "very-late" | "arrived" | "no-show" | "cancelled"
//   html`<${State} appointment=${…} />`   its sign and its word, drawn again when the minutes change

import { html } from "../../../vendor/preact.js";
import { clockTime, duration, minutesSince } from "../../core/durations.js";
import { listed, t, word } from "../../core/i18n.js";
import { customerName as called } from "../../parts/customer.js";
import { Icon } from "../../parts/icon.js";
import { useNow } from "../../parts/standing.js";
import { EXPECTED } from "./picture.js";

const VERY_LATE = 15;
const ICONS = {
  booked: "circle",
  confirmed: "check",
  coming: "check-check",
  late: "alarm-clock",
  "very-late": "triangle-alert",
  arrived: "circle-check",
  "no-show": "x",
  cancelled: "x",
};
const TONES = { booked: "booked", confirmed_day_before: "confirmed", confirmed_half_hour: "coming", arrived: "arrived", no_show: "no-show", cancelled: "cancelled" };

export function lateMinutes(appointment, time) {
  return EXPECTED.includes(appointment.state) ? Math.max(0, minutesSince(appointment.at, time)) : 0;
}

export function toneOf(appointment, time) {
  const late = lateMinutes(appointment, time);
  if (late >= VERY_LATE) return "very-late";
  return late > 0 ? "late" : TONES[appointment.state];
}

export function wordsOf(appointment, time) {
  const late = lateMinutes(appointment, time);
  if (late > 0) return t("%(time)s late", { time: duration(late) });
  if (appointment.state === "arrived") return appointment.arrived_at ? t("here since %(time)s", { time: clockTime(appointment.arrived_at) }) : word("appointment_state", "arrived");
  if (appointment.state === "confirmed_day_before") return t("confirmed");
  if (appointment.state === "confirmed_half_hour") return t("on the way");
  return word("appointment_state", appointment.state);
}

export function State({ appointment }) {
  const tone = useNow((time) => toneOf(appointment, time), [appointment]).value;
  const words = useNow((time) => wordsOf(appointment, time), [appointment]);
  return html`<span class=${"state state-" + tone}><${Icon} name=${ICONS[tone]} /><span class="clip">${words}</span></span>`;
}

export function workOf(appointment) {
  const lines = listed(appointment.lines.map(({ text }) => text));
  return lines || appointment.concern || word("service_type", appointment.service_type);
}

export function customerName(appointment) {
  return called(appointment.customer);
}
