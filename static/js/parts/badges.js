// What is special about a job, as small signs with a word each. Nothing for an ordinary one.
//
//   html`<${Badges} job=${job} />`

import { html } from "../../vendor/preact.js";
import { t, word } from "../core/i18n.js";
import { Icon } from "./icon.js";

export function Badges({ job }) {
  const badges = [
    job.priority === "urgent" && ["late", "flag", word("priority", "urgent")],
    job.priority === "high" && ["warn", "flag", word("priority", "high")],
    job.service_type === "comeback" && ["warn", "repeat", word("service_type", "comeback")],
    job.high_voltage && ["hv", "zap", t("High voltage")],
    job.parts_missing && ["warn", "settings", t("Part missing")],
    job.appointment && ["plain", "calendar", t("Appointment")],
    job.waits && ["plain", "user", t("Waits in the lounge")],
    job.rework && ["late", "repeat", t("Rework %(times)s", { times: job.rework.times })],
  ].filter(Boolean);
  if (!badges.length) return null;
  return html`<p class="badges">${badges.map(([kind, icon, text]) => html`<span key=${text} class=${"badge badge-" + kind}><${Icon} name=${icon} />${text}</span>`)}</p>`;
}
