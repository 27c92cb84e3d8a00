// The button of one step: takes it at once, or asks first what it needs.

import { html, useState } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { toast } from "../../parts/toast.js";
import { questionOf, stepDone, stepWords, takeStep } from "./steps.js";

export function Step({ id, job, step, main, onAsk }) {
  const [busy, setBusy] = useState(false);
  const take = async () => {
    if (questionOf(step)) return onAsk(id, step);
    setBusy(true);
    try {
      await takeStep(id, step);
      toast("ok", stepDone(step, job));
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      toast("error", refusal.sentence, { stay: true });
    } finally {
      setBusy(false);
    }
  };
  return html`<button class=${"button" + (main ? " button-main" : "")} disabled=${busy} onClick=${take}>${busy ? t("Saving…") : stepWords(step)}</button>`;
}
