// A table taken over into the catalogue: chosen, looked at with everything it would do, then taken over as a whole.

import { html, useState } from "../../../vendor/preact.js";
import { sendFile } from "../../core/api.js";
import { language, t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";
import { load, loadCatalogue } from "./data.js";

const MOST_SHOWN = 100;

function Jobs({ title, jobs }) {
  if (!jobs.length) return null;
  const names = jobs.slice(0, MOST_SHOWN).map((job) => job.code + " " + (job.text[language] || job.text.en));
  return html`<details class="import-jobs"><summary>${title}</summary><ul>${names.map((name) => html`<li key=${name} class="clip">${name}</li>`)}</ul>
    ${jobs.length > MOST_SHOWN && html`<p class="soft">${t("and %(count)s more", { count: jobs.length - MOST_SHOWN })}</p>`}</details>`;
}

function Mistakes({ mistakes }) {
  if (!mistakes.length) return null;
  return html`<div role="alert"><p class="ask-refused"><${Icon} name="circle-alert" /><span>${t("%(count)s mistakes. Put them right in the spreadsheet and choose the file again; nothing was taken over.", { count: mistakes.length })}</span></p>
    <div class="table-frame"><table class="table" aria-label=${t("Mistakes")}><thead><tr><th scope="col">${t("Line")}</th><th scope="col">${t("Column")}</th><th scope="col">${t("What is wrong")}</th></tr></thead>
    <tbody>${mistakes.slice(0, MOST_SHOWN).map((mistake, index) => html`<tr key=${index}><td>${mistake.line}</td><td>${mistake.column}</td><td>${mistake.sentence}</td></tr>`)}</tbody></table></div></div>`;
}

function Preview({ preview }) {
  const { added, changed, unchanged, mistakes } = preview;
  return html`<ul class="import-counts">
    <li><strong>${added.length}</strong> ${t("new")}</li><li><strong>${changed.length}</strong> ${t("changed")}</li><li><strong>${unchanged}</strong> ${t("as they are")}</li><li class=${mistakes.length ? "is-wrong" : ""}><strong>${mistakes.length}</strong> ${t("mistakes")}</li>
  </ul>
  <${Mistakes} mistakes=${mistakes} />
  ${!mistakes.length && html`<${Jobs} title=${t("New: %(count)s", { count: added.length })} jobs=${added} /><${Jobs} title=${t("Changed: %(count)s", { count: changed.length })} jobs=${changed} />`}`;
}

export function ImportDialog({ onClose }) {
  const [file, setFile] = useState(null);
  const [preview, setPreview] = useState(null);
  const [refusal, setRefusal] = useState(null);
  const taking = useSending(async () => {
    const answer = await sendFile("/set-up/catalogue/import", file);
    await Promise.all([load(), loadCatalogue()]);
    return answer;
  }, ({ result }) => (toast("ok", t("%(added)s added, %(changed)s changed", result)), onClose()));
  const choose = async (event) => {
    const chosen = event.currentTarget.files[0];
    event.currentTarget.value = "";
    if (!chosen) return;
    setPreview(null);
    setRefusal(null);
    setFile(chosen);
    try {
      setPreview(await sendFile("/set-up/catalogue/preview", chosen, { patience: 8000 }));
    } catch (refused) {
      if (!refused.sentence) throw refused;
      setRefusal(refused);
    }
  };
  const ready = preview && !preview.mistakes.length && preview.added.length + preview.changed.length > 0;
  return html`<${Dialog} wide title=${t("Take a table over")} onClose=${onClose} actions=${html`
    <button class="button" onClick=${onClose}>${t("Close")}</button>
    <button class="button button-main" disabled=${!ready || taking.busy} onClick=${taking.go}>${taking.busy ? t("Saving…") : t("Take it over")}</button>`}>
    <p>${t("A CSV file as the export writes it: one standard job a line, known by its code. Lines that are not in the file stay as they are, and nothing is changed before you say so.")}</p>
    <label class="file-field"><span class="button"><${Icon} name="plus" /><span>${file ? t("Another file") : t("Choose a file")}</span></span><input type="file" accept=".csv,text/csv,text/plain" onChange=${choose} /><strong class="clip">${file ? file.name : ""}</strong></label>
    ${file && !preview && !refusal && html`<p role="status">${t("Reading the table…")}</p>`}
    <${RefusedHere} refusal=${refusal || taking.refusal} />
    ${preview && html`<${Preview} preview=${preview} />`}
    ${preview && !preview.mistakes.length && !ready && html`<p class="ask-note">${t("Everything in this table is in the catalogue already.")}</p>`}
  <//>`;
}
