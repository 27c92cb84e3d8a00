// Whose car it is: handing it to another advisor.

import { html } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { PickList } from "../../parts/pick_list.js";
import { Plate } from "../../parts/plate.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";

export function AdvisorDialog({ id, job, people, onClose }) {
  const chosen = { id: null };
  const sending = useSending(
    () => post("/jobs/" + id + "/assign-advisor", { advisor: chosen.id }),
    () => (toast("ok", t("%(plate)s has another advisor now", { plate: job.plate.text })), onClose())
  );
  const choices = people
    .filter(({ roles }) => roles.includes("advisor"))
    .map((each) => ({ key: each.id, text: each.name, note: job.advisor && job.advisor.id === each.id ? t("looks after it now") : "", disabled: Boolean(job.advisor) && job.advisor.id === each.id }));
  const pick = (person) => {
    chosen.id = person;
    sending.go();
  };
  return html`<${Dialog} title=${t("Who looks after this car?")} onClose=${onClose}>
    <div class="ask-car"><${Plate} plate=${job.plate} /><p class="clip"><strong>${job.model}</strong> · ${job.number}</p></div>
    <${PickList} label=${t("Advisor")} choices=${choices} onPick=${pick} />
    <${RefusedHere} refusal=${sending.refusal} />
  <//>`;
}
