// The day as a list, by the time at which each is expected.

import { html } from "../../../vendor/preact.js";
import { clockTime, hours } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";
import { State, customerName, toneOf, workOf } from "./standing.js";

function Row({ id, appointment, acts }) {
  const tone = useNow((time) => toneOf(appointment, time), [appointment]).value;
  const onKey = (event) => {
    if (event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
    acts.move(id);
    event.preventDefault();
  };
  return html`<tr class=${"arrival arrival-" + tone} data-appointment=${id} onClick=${() => acts.open(id)}>
    <td class="arrival-time"><button class="arrival-open" aria-keyshortcuts="M" onClick=${(event) => (event.stopPropagation(), acts.open(id))} onKeyDown=${onKey}>${clockTime(appointment.at)}</button></td>
    <td><${Plate} plate=${appointment.plate} size="small" /></td>
    <td><span class="clip">${customerName(appointment)}</span><span class="clip soft">${appointment.model}</span></td>
    <td><span class="clip">${workOf(appointment)}</span><span class="clip soft">${[word("service_type", appointment.service_type), appointment.standard_minutes ? hours(appointment.standard_minutes) : "", appointment.bay_kind && word("bay_kind", appointment.bay_kind)].filter(Boolean).join(" · ")}</span></td>
    <td><span class="clip">${appointment.advisor ? appointment.advisor.name : t("No advisor")}</span></td>
    <td class="arrival-marks">${appointment.waits && html`<${Icon} name="user" label=${t("waits here")} />`}${appointment.wash_wanted && html`<${Icon} name="droplets" label=${t("Wash wanted")} />`}</td>
    <td><${State} appointment=${appointment} /></td>
  </tr>`;
}

const RANK = { cancelled: 2, no_show: 1 };

export function Arrivals({ found, acts, onBook }) {
  if (!found.length)
    return html`<${Notice} icon="calendar" title=${t("Nobody is expected on this day")} text=${t("What is booked for it stands here, by time.")}>
      ${onBook && html`<button class="button button-main" onClick=${onBook}><${Icon} name="plus" /><span>${t("Book an appointment")}</span></button>`}<//>`;
  const ordered = found.slice().sort((one, other) => (RANK[one.appointment.state] || 0) - (RANK[other.appointment.state] || 0));
  const heads = [t("Time"), t("Plate"), t("Customer"), t("Work"), t("Advisor"), t("Notes"), t("State")];
  return html`<div class="arrivals goes-stale"><table>
    <thead><tr>${heads.map((head) => html`<th key=${head} scope="col">${head}</th>`)}</tr></thead>
    <tbody>${ordered.map(({ id, appointment }) => html`<${Row} key=${id} id=${id} appointment=${appointment} acts=${acts} />`)}</tbody>
  </table></div>`;
}
