// Teams of technicians.

import { html, useState } from "../../../vendor/preact.js";
import { t } from "../../core/i18n.js";
import { picture, change } from "./data.js";
import { TextField, useForm } from "./forms.js";
import { Add, Rows, Section } from "./list.js";
import { EditSheet, Sure } from "./sheet.js";

function Sheet({ team, members, onClose }) {
  const form = useForm({ name: team ? team.name : "" });
  const [removing, remove] = useState(false);
  const save = () => change(team ? "/set-up/teams/" + team.id + "/rename" : "/set-up/teams", form.values, t("Team saved"));
  const more = team && html`<section class="sheet-part"><button class="button button-danger" onClick=${() => remove(true)}>${t("Remove this team")}</button></section>`;
  const text = members.length ? t("%(count)s people are in it: they will be in no team.", { count: members.length }) : t("Nobody is in it.");
  return html`<${EditSheet} title=${team ? team.name : t("New team")} form=${form} save=${save} onClose=${onClose} more=${more}>${(wrong) => html`
    <${TextField} form=${form} wrong=${wrong} name="name" label=${t("What it is called")} autofocus />
    ${members.length > 0 && html`<p class="hint">${t("In it: %(names)s", { names: members.map((each) => each.name).join(t(", ")) })}</p>`}`}
  <//>
  ${removing && html`<${Sure} title=${t("Remove %(name)s?", { name: team.name })} text=${text} go=${t("Remove")} act=${() => change("/set-up/teams/" + team.id + "/remove", {}, t("Team removed"))} onClose=${() => remove(false)} onDone=${onClose} />`}`;
}

export function Teams() {
  const { teams, people } = picture.value;
  const [opened, open] = useState(null);
  const members = (team) => people.filter((person) => person.active && team && person.team === team.id);
  const sheet = teams.find((team) => team.id === opened);
  const rows = teams.map((team) => ({ key: team.id, onOpen: () => open(team.id), cells: [team.name, members(team).map((each) => each.name).join(t(", ")) || html`<span class="soft">${t("nobody")}</span>`] }));
  return html`<${Section} title=${t("Teams")} text=${t("Who works together. Somebody's team is chosen in their own sheet, under People.")} tools=${html`<${Add} text=${t("New team")} onClick=${() => open("new")} />`}>
    <${Rows} label=${t("Teams")} heads=${[t("What it is called"), t("People")]} rows=${rows} empty=${t("There are no teams yet. A small workshop needs none.")} />
    ${opened === "new" && html`<${Sheet} members=${[]} onClose=${() => open(null)} />`}
    ${sheet && html`<${Sheet} key=${sheet.id + sheet.name} team=${sheet} members=${members(sheet)} onClose=${() => open(null)} />`}
  <//>`;
}
