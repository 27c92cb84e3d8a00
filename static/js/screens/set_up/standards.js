// Service types as they are offered, and the minutes that a car may spend in each stage.

import { html, useState } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { SERVICE_TYPES } from "../../parts/service_types.js";
import { toast } from "../../parts/toast.js";
import { picture, change } from "./data.js";
import { leaveUnsaved, Tick, useForm } from "./forms.js";
import { Rows, Section } from "./list.js";


async function decide(service_type, before, different) {
  const name = word("service_type", service_type);
  const undo = { text: t("Undo"), run: () => change("/set-up/service-types", { service_type, ...before }, t("%(name)s saved", { name })) };
  try {
    await change("/set-up/service-types", { service_type, ...before, ...different }, t("%(name)s saved", { name }), undo);
  } catch (refusal) {
    if (!refusal.sentence) throw refusal;
    toast("error", refusal.sentence);
    picture.value = { ...picture.value };
  }
}

function ServiceTypes() {
  const offers = picture.value.service_types;
  const rows = SERVICE_TYPES.map((each) => ({
    key: each,
    quiet: !offers[each].active,
    cells: [word("service_type", each),
      html`<${Tick} label=${t("offered")} value=${offers[each].active} onChange=${(active) => decide(each, offers[each], { active })} />`,
      html`<${Tick} label=${t("with a wash")} value=${offers[each].wash} onChange=${(wash) => decide(each, offers[each], { wash })} />`],
  }));
  return html`<${Rows} label=${t("Service types")} heads=${[t("Service type"), t("For new jobs"), t("Wash")]} rows=${rows} />`;
}

// What counts for a service type without minutes of its own: the site's, else the trade's.
function inherited(standards, chosen, stage) {
  const own = chosen === "" ? undefined : (standards.own[""] || {})[stage];
  return own === undefined ? standards.usual[stage] : own;
}

function Minutes({ standards, chosen }) {
  const stages = Object.keys(standards.usual);
  const start = {};
  stages.forEach((stage) => (start[stage] = String((standards.own[chosen] || {})[stage] || "")));
  const form = useForm(start);
  const [wrong, setWrong] = useState({});
  const save = () => {
    const minutes = {};
    stages.filter((stage) => form.values[stage].trim()).forEach((stage) => (minutes[stage] = Number(form.values[stage])));
    return change("/set-up/time-standards", { standards: { ...standards.own, [chosen]: minutes }, seen: standards.seen }, t("Time standards saved: all screens count with them"));
  };
  const sending = useSending(save, () => form.reset(form.values));
  const submit = (event) => {
    event.preventDefault();
    const unread = {};
    stages.forEach((stage) => {
      const typed = form.values[stage].trim();
      if (typed && !(/^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 1440)) unread[stage] = t("1 to 1440 minutes");
    });
    setWrong(unread);
    if (Object.keys(unread).length === 0) sending.go();
  };
  return html`<form class="minutes" onSubmit=${submit} novalidate>
    <ul>${stages.map((stage) => html`<li key=${stage} class=${wrong[stage] ? "field-wrong" : ""}>
      <label for=${"minutes-" + stage}>${word("stage", stage)}</label>
      <span><input id=${"minutes-" + stage} type="text" inputmode="numeric" maxlength="4" placeholder=${inherited(standards, chosen, stage)} value=${form.values[stage]} aria-invalid=${wrong[stage] ? "true" : undefined} aria-describedby=${"usual-" + stage}
        onInput=${(event) => form.set({ [stage]: event.currentTarget.value })} /> ${t("min")}</span>
      <span class="soft" id=${"usual-" + stage}>${wrong[stage] ? html`<span class="field-sentence" role="alert">${wrong[stage]}</span>` : t("without an entry: %(minutes)s min", { minutes: inherited(standards, chosen, stage) })}</span>
    </li>`)}</ul>
    <${RefusedHere} refusal=${sending.refusal} />
    <div class="sheet-acts"><button class="button button-main" type="submit" disabled=${sending.busy || !form.dirty}>${sending.busy ? t("Saving…") : t("Save")}</button></div>
  </form>`;
}

export function Standards() {
  const standards = picture.value.time_standards;
  const [chosen, choose] = useState("");
  const changed = (each) => Object.keys(standards.own[each] || {}).length > 0;
  return html`<${Section} title=${t("Service types and standards")} text=${t("Which kinds of jobs are taken in, and how long a car may stand at each stage before the screens say so.")}>
    <${ServiceTypes} />
    <div class="part-head part-head-small"><h3>${t("Time standards")}</h3></div>
    <div class="chips" role="group" aria-label=${t("For which jobs")}>
      ${["", ...SERVICE_TYPES].map((each) => html`<button key=${each} class="chip" aria-pressed=${chosen === each ? "true" : "false"} onClick=${() => leaveUnsaved(() => choose(each))}>${each ? word("service_type", each) : t("All jobs")}${changed(each) ? " •" : ""}</button>`)}
    </div>
    <${Minutes} key=${chosen + standards.seen} standards=${standards} chosen=${chosen} />
  <//>`;
}
