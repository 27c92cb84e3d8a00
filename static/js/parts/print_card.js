// The way to a job's paper: its codes are issued (a reprint bears the same ones), then the page to print opens.
//
//   html`<${PrintCard} id=${17} text=${t("Job card")} main=${true} />`
//   paper="order?language=en": the order instead of the card

import { html, useState } from "../../vendor/preact.js";
import { post } from "../core/api.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";
import { toast } from "./toast.js";

function openPaper(id, paper) {
  const address = "/jobs/" + id + "/" + paper;
  if (!self.open(address, "_blank")) location.assign(address);
}

export function PrintCard({ id, text, main, paper }) {
  const [busy, setBusy] = useState(false);
  const print = async () => {
    setBusy(true);
    try {
      await post("/jobs/" + id + "/print-card", {});
      openPaper(id, paper || "card");
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      toast("error", refusal.sentence, { stay: true });
    } finally {
      setBusy(false);
    }
  };
  return html`<button class=${"button print-card" + (main ? " button-main" : "")} autofocus=${main} disabled=${busy} onClick=${print}>
    <${Icon} name="printer" /><span>${busy ? t("Opening…") : text}</span></button>`;
}
