// Why a car waits: the trade's reasons, and the workshop's own.

import { html, useState } from "../../../vendor/preact.js";
import { language, t, word } from "../../core/i18n.js";
import { picture, change } from "./data.js";
import { Select, TextField, Tick, useForm } from "./forms.js";
import { Add, Rows, Section, Sign } from "./list.js";
import { EditSheet } from "./sheet.js";

const OWNERS = ["parts", "advisor", "foreman", "technician"];

function Sheet({ reason, seen, onClose }) {
  const form = useForm(reason ? { zh: reason.zh_CN, en: reason.en, owner: reason.owner, active: reason.active } : { zh: "", en: "", owner: "foreman" });
  const save = () => (reason ? change("/set-up/pause-reasons/change", { ...form.values, code: reason.code, seen }, t("Reason saved")) : change("/set-up/pause-reasons", form.values, t("Reason added")));
  return html`<${EditSheet} title=${reason ? reason[language] || reason.en : t("New reason")} form=${form} save=${save} onClose=${onClose}>${(wrong) => html`
    <${TextField} form=${form} wrong=${wrong} name="zh" label=${t("In Chinese")} lang="zh-CN" autofocus />
    <${TextField} form=${form} wrong=${wrong} name="en" label=${t("In English")} lang="en" hint=${t("If one is left empty, the other is shown.")} />
    <${Select} form=${form} wrong=${wrong} name="owner" label=${t("Who has to see to it")} choices=${OWNERS.map((owner) => [owner, word("owner", owner)])} hint=${t("While a car waits for this, its clock runs against them.")} />
    ${reason && html`<${Tick} label=${t("Can be chosen")} value=${form.values.active} onChange=${(active) => form.set({ active })} />
      <p class="hint">${t("Cars that wait for it now go on doing so.")}</p>`}`}
  <//>`;
}

export function Reasons() {
  const { own, usual, seen } = picture.value.pause_reasons;
  const [opened, open] = useState(null);
  const sheet = own.find((reason) => reason.code === opened);
  const mine = own.map((reason) => ({
    key: reason.code,
    quiet: !reason.active,
    onOpen: () => open(reason.code),
    cells: [reason[language] || reason.en, word("owner", reason.owner), reason.active ? html`<${Sign} kind="ok">${t("your own")}<//>` : html`<${Sign}>${t("not offered")}<//>`],
  }));
  const trade = usual.filter(({ code }) => code !== "other_job").map(({ code, owner }) => ({ key: code, cells: [word("pause_reason", code), word("owner", owner), html`<span class="soft">${t("always there")}</span>`] }));
  return html`<${Section} title=${t("Pause reasons")} text=${t("What a technician can say when the work stops. Each reason has somebody who has to see to it.")} tools=${html`<${Add} text=${t("New reason")} onClick=${() => open("new")} />`}>
    <${Rows} label=${t("Pause reasons")} heads=${[t("Reason"), t("Who has to see to it"), ""]} rows=${[...mine, ...trade]} />
    ${opened === "new" && html`<${Sheet} onClose=${() => open(null)} />`}
    ${sheet && html`<${Sheet} key=${sheet.code + seen} reason=${sheet} seen=${seen} onClose=${() => open(null)} />`}
  <//>`;
}
