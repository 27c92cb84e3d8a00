// The paired screens: walls and tablets. A new one is opened once by its address, or by scanning its code with it.

import { html, useState } from "../../../vendor/preact.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { N_, t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { picture, change } from "./data.js";
import { Select, TextField, useForm } from "./forms.js";
import { Add, Rows, Section } from "./list.js";
import { EditSheet, Sure } from "./sheet.js";

const VIEWS = { workshop: N_("Workshop board"), lounge: N_("Lounge display"), tablet: N_("Workshop tablet") };
const LANGUAGES = { zh_CN: "中文", en: "English" };

function NewScreen({ onClose }) {
  const form = useForm({ name: "", view: "workshop", language: null });
  const [paired, pair] = useState(null);
  const save = () => change("/set-up/screens", form.values, t("%(name)s can be opened now", { name: form.values.name }));
  if (paired) return html`<${Dialog} title=${form.values.name} onClose=${onClose} actions=${html`<button class="button button-main" onClick=${onClose}>${t("Done")}</button>`}>
    <p>${t("Open this address on the screen, once. A tablet can scan the code with its camera.")}</p>
    <div class="pairing"><div class="pairing-code" dangerouslySetInnerHTML=${{ __html: paired.qr }}></div><p><a class="pairing-link" href=${paired.link} target="_blank" rel="noopener">${paired.link}</a></p></div>
    <p class="ask-warn"><${Icon} name="info" /><span>${t("It is shown only now. Whoever opens it sees what this screen sees.")}</span></p>
  <//>`;
  return html`<${EditSheet} title=${t("New screen")} form=${form} save=${save} go=${t("Make its address")} onClose=${onClose} onSaved=${pair}>${(wrong) => html`
    <${TextField} form=${form} wrong=${wrong} name="name" label=${t("What it is called")} hint=${t("Where it is, e.g. TV over bay 5.")} autofocus />
    <${Select} form=${form} wrong=${wrong} name="view" label=${t("It shows")} choices=${Object.keys(VIEWS).map((view) => [view, t(VIEWS[view])])} />
    <${Select} form=${form} wrong=${wrong} name="language" label=${t("Language")} choices=${[[null, t("the workshop's")], ...Object.entries(LANGUAGES)]} />`}
  <//>`;
}

export function Screens() {
  const { screens } = picture.value;
  const [adding, add] = useState(false);
  const [revoking, revoke] = useState(null);
  const rows = screens.map((screen) => ({
    key: screen.id,
    cells: [screen.name, t(VIEWS[screen.view] || screen.view), screen.language ? LANGUAGES[screen.language] : html`<span class="soft">${t("the workshop's")}</span>`, dayAndTime(screen.paired_at, serverNow()),
      html`<button class="button button-small" aria-label=${t("Take away: %(name)s", { name: screen.name })} onClick=${() => revoke(screen)}>${t("Take away")}</button>`],
  }));
  return html`<${Section} title=${t("Walls and tablets")} text=${t("The walls and tablets that belong to this workshop. Each is opened once by its own address.")} tools=${html`<${Add} text=${t("Add a screen")} onClick=${() => add(true)} />`}>
    <${Rows} label=${t("Walls and tablets")} heads=${[t("What it is called"), t("It shows"), t("Language"), t("Since"), ""]} rows=${rows} empty=${t("No screens yet. Add the wall in the workshop first.")} />
    ${adding && html`<${NewScreen} onClose=${() => add(false)} />`}
    ${revoking && html`<${Sure} title=${t("Take the access of %(name)s away?", { name: revoking.name })} text=${t("It goes dark within seconds. To use it again, add it as a new screen.")} go=${t("Take away")} act=${() => change("/set-up/screens/" + revoking.id + "/revoke", {}, t("%(name)s has no access any more", { name: revoking.name }))} onClose=${() => revoke(null)} />`}
  <//>`;
}
