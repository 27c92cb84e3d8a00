// What came of the last move, at the foot of the board: done, with a way back, or refused, with how things stand now.

import { html } from "../../../vendor/preact.js";
import { listed, t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { bayOf } from "./picture.js";
import { answer, closeAnswer, lastMove, undoLast } from "./moves.js";

function Present({ job, picture }) {
  const place = job.bay === null ? null : bayOf(picture, typeof job.bay === "object" ? job.bay.id : job.bay);
  const parts = [place ? t("bay %(bay)s", { bay: place.bay.number }) : t("no bay"), word("stage", job.stage), listed(job.people.map(({ name }) => name))];
  return html`<p class="answer-present"><span>${t("Now:")}</span><${Plate} plate=${job.plate} size="small" /><span class="clip">${parts.filter(Boolean).join(" · ")}</span></p>`;
}

export function Answer({ feed, picture }) {
  const shown = answer.value;
  if (!shown) return null;
  const jobs = Object.values(shown.present || {}).filter((card) => card && card.kind === "job");
  return html`<div class=${"answer answer-" + shown.kind} role=${shown.kind === "refused" ? "alert" : "status"}>
    <${Icon} name=${shown.kind === "refused" ? "circle-alert" : "circle-check"} />
    <div class="answer-text"><p>${shown.text}</p>${jobs.map((job) => html`<${Present} key=${job.number} job=${job} picture=${picture} />`)}</div>
    ${shown.kind === "done" && lastMove.value && html`<button class="answer-undo" onClick=${() => undoLast(feed)}>${t("Undo")}</button>`}
    <button class="toast-close" aria-label=${t("Close")} onClick=${closeAnswer}><${Icon} name="x" /></button>
  </div>`;
}
