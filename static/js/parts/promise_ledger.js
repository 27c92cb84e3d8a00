// Every time that a customer was promised, newest first: what it was before, why, and who told them.
//
//   html`<${PromiseLedger} id=${17} job=${job} />`   read when it is shown, and again when the car's card changes

import { html, useEffect, useState } from "../../vendor/preact.js";
import { get } from "../core/api.js";
import { boot } from "../core/boot.js";
import { serverNow } from "../core/clock.js";
import { dayAndTime } from "../core/durations.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

const mayRead = Boolean(boot.person) && boot.person.actions.includes("read_journal");

function Entry({ entry, first }) {
  const now = serverNow();
  return html`<li>
    <p><strong>${dayAndTime(entry.promised_at, now)}</strong>${entry.was_at !== null && html` <span class="ledger-was">${t("instead of %(time)s", { time: dayAndTime(entry.was_at, now) })}</span>`}</p>
    <p class="soft">${first ? t("First promise") : entry.reason || "—"}</p>
    <p class="soft">${[entry.told && t("Told: %(whom)s", { whom: entry.told }), entry.by, dayAndTime(entry.at, now)].filter(Boolean).join(" · ")}</p>
  </li>`;
}

export function PromiseLedger({ id, job }) {
  const [told, setTold] = useState({ promises: null, refused: null });
  useEffect(() => {
    if (!mayRead) return undefined;
    let wanted = true;
    get("/jobs/" + id + "/promises", { patience: 8000 })
      .then(({ promises }) => wanted && setTold({ promises, refused: null }))
      .catch((refusal) => {
        if (!refusal.sentence) throw refusal;
        if (wanted) setTold({ promises: null, refused: refusal.sentence });
      });
    return () => {
      wanted = false;
    };
  }, [id, job.promised_at]);
  if (!mayRead || (told.promises && !told.promises.length)) return null;
  return html`<section class="drawer-part promise-ledger"><h3>${t("Promised so far")}</h3>
    ${told.refused && html`<p class="soft">${told.refused}</p>`}
    ${!told.promises && !told.refused && html`<p class="soft"><${Icon} name="refresh-cw" /> ${t("Reading…")}</p>`}
    ${told.promises && html`<ol>${told.promises.slice().reverse().map((entry, index, all) => html`<${Entry} key=${entry.at} entry=${entry} first=${index === all.length - 1} />`)}</ol>`}
  </section>`;
}
