// One appointment: everything that is known of it, and what can be done with it now.

import { html } from "../../../vendor/preact.js";
import { clockTime, dayAndTime, hours, longDate } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Drawer } from "../../parts/drawer.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";
import { confirm, may, moving } from "./moves.js";
import { State, customerName } from "./standing.js";

function Fact({ name, children }) {
  return html`<div class="fact"><dt>${name}</dt><dd>${children}</dd></div>`;
}

function Acts({ feed, entry, acts }) {
  const { id, appointment } = entry;
  const passed = useNow((time) => time >= appointment.at, [appointment]).value;
  const busy = moving.value.has(id);
  const asks = may(appointment, "confirm_appointment") && !passed;
  const button = (text, icon, run, main) => html`<button class=${"button" + (main ? " button-main" : "")} disabled=${busy} onClick=${run}><${Icon} name=${icon} /><span>${text}</span></button>`;
  return html`<div class="drawer-acts">
    ${may(appointment, "move_appointment") && button(t("Move to…"), "calendar", () => acts.move(id))}
    ${asks && appointment.state === "booked" && button(t("Confirm: day before"), "check", () => confirm(feed, entry, "day_before", true))}
    ${asks && button(t("Confirm: half an hour before"), "check-check", () => confirm(feed, entry, "half_hour", true))}
    ${may(appointment, "mark_no_show") && passed && button(t("No-show"), "x", () => acts.noShow(id))}
    ${may(appointment, "cancel_appointment") && button(t("Cancel appointment"), "x", () => acts.cancel(id))}
  </div>`;
}

function History({ appointment }) {
  const at = (time) => useNow((now) => dayAndTime(time, now), [time]);
  const rows = [
    [appointment.booked_at, appointment.booked_by ? t("Booked by %(name)s", { name: appointment.booked_by }) : t("Booked")],
    [appointment.day_before_at, t("Confirmed the day before")],
    [appointment.half_hour_at, t("Confirmed half an hour before")],
    [appointment.tried_at, t("Called without an answer, %(tries)s times in all", { tries: appointment.tries })],
    [appointment.arrived_at, t("Arrived")],
  ].filter(([time]) => time !== null).sort(([one], [other]) => one - other);
  return html`<section class="drawer-part"><h3>${t("What happened")}</h3><ol class="happened">
    ${rows.map(([time, text]) => html`<li key=${text}><time>${at(time)}</time><div>${text}</div></li>`)}
    ${appointment.cancel_reason && html`<li><span class="happened-what">${t("Cancelled")}</span><div>${appointment.cancel_reason}</div></li>`}
  </ol></section>`;
}

function Work({ appointment }) {
  return html`<section class="drawer-part"><h3>${t("Work")} · ${hours(appointment.standard_minutes)}</h3>
    ${appointment.lines.length ? html`<ul>${appointment.lines.map((line, index) => html`<li key=${index} class="operation"><span class="clip" title=${line.text}>${line.text}</span>
        ${line.high_voltage && html`<${Icon} name="zap" label=${t("High voltage")} />`}<span class="operation-skill">${line.skill ? word("skill", line.skill) : ""}</span><span class="operation-time">${hours(line.standard_minutes)}</span></li>`)}</ul>`
      : html`<p class="soft">${t("No work was booked line by line.")}</p>`}
    ${appointment.concern && html`<p class="concern">${appointment.concern}</p>`}
  </section>`;
}

export function Details({ feed, entry, acts, onClose }) {
  const { appointment } = entry;
  const { phone } = appointment.customer;
  const head = html`<${Plate} plate=${appointment.plate} /><div class="drawer-names"><strong class="clip">${customerName(appointment)}</strong><span class="clip">${appointment.model}</span></div>`;
  return html`<${Drawer} title=${appointment.plate.text} onClose=${onClose} head=${head}>
    <p class="details-when"><strong>${longDate(appointment.at)} ${clockTime(appointment.at)}</strong><${State} appointment=${appointment} /></p>
    <${Acts} feed=${feed} entry=${entry} acts=${acts} />
    <dl class="facts">
      <${Fact} name=${t("Advisor")}>${appointment.advisor ? appointment.advisor.name : t("No advisor")}<//>
      <${Fact} name=${t("Phone")}>${phone ? html`<a href=${"tel:" + phone}>${phone}</a>` : "—"}<//>
      <${Fact} name=${t("Service type")}>${word("service_type", appointment.service_type)}<//>
      <${Fact} name=${t("Bay kind")}>${appointment.bay_kind ? word("bay_kind", appointment.bay_kind) : "—"}<//>
      <${Fact} name=${t("Meanwhile the customer")}>${appointment.waits ? t("waits in the lounge") : t("leaves the car")}<//>
      <${Fact} name=${t("Wash wanted")}>${appointment.wash_wanted ? t("yes") : t("no")}<//>
      <${Fact} name=${t("Energy")}>${word("energy", appointment.energy)}<//>
      <${Fact} name=${t("Made by")}>${word("made_by", appointment.made_by)}<//>
      <${Fact} name=${t("Advisor taken")}>${t("%(m)s min", { m: appointment.minutes })}<//>
    </dl>
    <${Work} appointment=${appointment} />
    <${History} appointment=${appointment} />
  <//>`;
}
