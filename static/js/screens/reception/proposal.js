// The time that could be promised, and why: asked of the server whenever the hours or the wash change.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { now } from "../../core/clock.js";
import { dayAndTime, duration } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";

const SETTLED = 400;

function useProposal(job, minutes, wash) {
  const [told, setTold] = useState(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      get("/jobs/" + job + "/promise-proposal?minutes=" + minutes + "&wash=" + (wash ? 1 : 0), { patience: 6000 })
        .then((proposal) => wanted && setTold({ ...proposal, minutes, wash }))
        .catch((refusal) => {
          if (!refusal.sentence) throw refusal;
          if (wanted) setTold(null);
        });
    }, SETTLED);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [job, minutes, wash]);
  return told && { ...told, fresh: told.minutes === minutes && told.wash === wash };
}

export function Proposal({ job, minutes, wash, chosen, onTake }) {
  const told = useProposal(job, minutes, wash);
  if (!told) return null;
  const reasons = [
    told.waiting_minutes > 0 && t("queue %(time)s (%(count)s technicians)", { time: duration(told.waiting_minutes), count: told.technicians }),
    t("dispatch %(time)s", { time: duration(told.dispatch_minutes) }),
    t("work %(time)s", { time: duration(told.work_minutes) }),
    t("checks %(time)s", { time: duration(told.check_minutes) }),
    told.wash_minutes > 0 && t("wash %(time)s", { time: duration(told.wash_minutes) }),
  ].filter(Boolean);
  return html`<div class="proposal">
    <p><${Icon} name="clock" /> <span>${t("Could be ready")}</span> <strong>${dayAndTime(told.promised_at, now.peek())}</strong></p>
    <button type="button" class="button" disabled=${!told.fresh || chosen === told.promised_at} onClick=${() => onTake(told.promised_at)}>${t("Promise this time")}</button>
    <p class="soft proposal-why">${reasons.join(" + ")}</p>
    ${chosen !== null && chosen < told.promised_at && html`<p class="proposal-early"><${Icon} name="triangle-alert" /> ${t("The promised time is %(time)s earlier than that.", { time: duration((told.promised_at - chosen) / 60000) })}</p>`}
  </div>`;
}
