// What is damaged where somebody tapped: its kind in one more tap, and a word or a photo where that says more.

import { html, useState } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { PhotoButton, PhotoStrip } from "../../parts/photo.js";
import { Text } from "./fields.js";

const KINDS = ["scratch", "dent", "crack", "chip", "missing", "stain", "other"];

export function MarkDialog({ job, at, onMark, onClose }) {
  const [kind, setKind] = useState(null);
  const [note, setNote] = useState("");
  const [photo, setPhoto] = useState(null);
  const where = word("walk_position", at.position);
  const acts = html`<button type="button" class="button" onClick=${onClose}>${t("Close")}</button>
    <button type="button" class="button button-main" disabled=${kind === null} onClick=${() => onMark({ ...at, kind, note: note.trim(), photo })}>${t("Mark it")}</button>`;
  return html`<${Dialog} title=${t("What is damaged? %(position)s", { position: where })} onClose=${onClose} actions=${acts}>
    <div class="chips mark-kinds" role="group" aria-label=${t("Kind of damage")}>
      ${KINDS.map((each) => html`<button key=${each} type="button" class="chip" aria-pressed=${kind === each ? "true" : "false"} onClick=${() => setKind(each)}>${word("mark", each)}</button>`)}
    </div>
    <${Text} label=${t("More about it")} name="note" most=${200} value=${note} onInput=${setNote} />
    <div class="mark-photo"><${PhotoButton} job=${job} caption=${where} label=${photo ? t("Another photo") : t("Take a photo")} onTaken=${setPhoto} />${photo && html`<${PhotoStrip} ids=${[photo]} />`}</div>
  <//>`;
}
