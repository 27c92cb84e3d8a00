// What happened to this car so far, for whoever works on it: its checks with what failed, and its test drives.
//
//   History   an entry of extras.js

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { NeedsNetwork } from "../../parts/needs_network.js";
import { Notice } from "../../parts/notice.js";
import { PhotoStrip } from "../../parts/photo.js";
import { Plate } from "../../parts/plate.js";
import { openSheet } from "./floor.js";

const BEGAN = ["in_work", "paused", "self_check", "leader_check", "final_check", "wash_queue", "washing", "ready"];

export function History({ job, card }) {
  if (!BEGAN.includes(card.stage)) return null;
  return html`<button class="other-step" data-extra="history" onClick=${() => openSheet(job, HistorySheet)}>
    <${Icon} name="clock" /><span>${t("Checks and test drives")}</span></button>`;
}

function useTestDrives(job, card) {
  const [drives, setDrives] = useState(null);
  useEffect(() => {
    let wanted = true;
    get("/jobs/" + job + "/test-drives", { patience: 8000 }).then((told) => wanted && setDrives(told.test_drives), () => wanted && setDrives([]));
    return () => (wanted = false);
  }, [job, card]);
  return drives;
}

function HistorySheet({ job, card, close }) {
  const drives = useTestDrives(job, card);
  const checks = card.checks.map((each) => Object.assign({ kind: "check" }, each));
  const acts = checks.concat((drives || []).map((each) => Object.assign({ kind: "drive" }, each))).sort((a, b) => b.at - a.at);
  return html`<${Dialog} wide title=${t("Checks and test drives")} onClose=${close}>
    <p class="sheet-car"><${Plate} plate=${card.plate} size="small" /><span class="clip">${card.model}</span></p>
    <${NeedsNetwork} words=${t("What was checked before is as it was when there was network.")} />
    ${acts.length ? html`<ol class="history">${acts.map((act) => html`<${Act} key=${act.kind + act.at} act=${act} />`)}</ol>`
      : html`<${Notice} loading=${drives === null} icon=${drives === null ? "refresh-cw" : "clock"} title=${drives === null ? t("Looking it up…") : t("No check and no test drive yet")} />`}
  <//>`;
}

function Act({ act }) {
  const drive = act.kind === "drive";
  const title = drive ? t("Test drive: %(km)s km", { km: act.to_km - act.from_km }) : word("check", act.check) + " · " + (act.passed ? t("passed") : t("not passed"));
  return html`<li class=${"act" + (!drive && !act.passed ? " is-failed" : "")}>
    <${Icon} name=${drive ? "car" : act.passed ? "badge-check" : "undo-2"} />
    <div><strong>${title}</strong>
      ${drive && html`<p class="number">${act.from_km} – ${act.to_km} km</p>`}
      ${!drive && act.items.length > 0 && html`<p>${act.items.join(" · ")}</p>`}
      ${act.note && html`<p><q>${act.note}</q></p>`}
      ${!drive && act.photos.length > 0 && html`<${PhotoStrip} ids=${act.photos} />`}
      <small>${act.by} · ${dayAndTime(act.at, serverNow())}</small></div>
  </li>`;
}
