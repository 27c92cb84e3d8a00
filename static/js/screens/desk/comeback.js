// A car that was here within 30 days: whether it came back for what was not put right, and for which job.

import { html } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Moment } from "../../parts/job_sheet.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";

export function Comeback({ id, job }) {
  const before = job.comeback_of;
  const link = useSending(() => post("/jobs/" + id + "/link-comeback", { of: before.job }), () => toast("ok", t("%(plate)s: linked as a comeback", { plate: job.plate.text })));
  const part = useSending(() => post("/jobs/" + id + "/link-comeback", { of: null }), () => toast("ok", t("%(plate)s: no comeback", { plate: job.plate.text })));
  if (!before) return null;
  const may = job.may.includes("link_comeback");
  return html`<section class=${"comeback" + (before.linked ? " is-linked" : "")}>
    <p><${Icon} name="repeat" /><span>${before.linked ? t("Comeback of %(number)s", { number: before.number }) : t("Was here on job %(number)s", { number: before.number })}, ${t("delivered")} <${Moment} at=${before.delivered_at} /></span></p>
    ${may && !before.linked && html`<button class="button" disabled=${link.busy} onClick=${link.go}>${link.busy ? t("Saving…") : t("It is a comeback")}</button>`}
    ${may && before.linked && html`<button class="button" disabled=${part.busy} onClick=${part.go}>${part.busy ? t("Saving…") : t("Not a comeback")}</button>`}
    <${RefusedHere} refusal=${link.refusal || part.refusal} />
  </section>`;
}
