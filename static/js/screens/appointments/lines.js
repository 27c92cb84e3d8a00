// The work that is booked: from the catalogue by typing a few letters of it, or in the customer's words.
//
//   const catalogue = useCatalogue();      [{code, text, hours, skill, high_voltage, service_type}], empty until it is there
//   html`<${Lines} lines=… onChange=… catalogue=… wrong=… />`

import { html, useEffect, useLayoutEffect, useRef, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { language, t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { emptyLine } from "./draft.js";

const SKILLS = ["express", "mechanic", "electrics", "diagnosis", "alignment", "high_voltage", "body", "paint"];

export function useCatalogue() {
  const [jobs, setJobs] = useState([]);
  useEffect(() => {
    const read = async () => {
      try {
        const told = await get("/catalogue", { patience: 8000 });
        setJobs(told.jobs.map((job) => ({ ...job, text: job.text[/^zh/.test(language) ? "zh_CN" : "en"] || job.text.zh_CN, hours: String(Math.round(job.standard_minutes / 6) / 10) })));
      } catch (refusal) {
        if (!refusal.sentence) throw refusal; // without a catalogue, work is typed
      }
    };
    read();
  }, []);
  return jobs;
}

function exactHours(job) {
  return Math.round(Number(job.hours) * 60) === job.standard_minutes ? job.hours : job.standard_minutes + "m";
}

function Line({ line, index, catalogue, wrong, onChange, onRemove }) {
  const type = (text) => {
    const job = catalogue.find((each) => each.text === text || each.code === text);
    onChange(job ? { code: job.code, text: job.text, hours: exactHours(job), skill: job.skill || "", high_voltage: job.high_voltage } : { ...line, code: null, text });
  };
  const sentence = ["text", "standard_minutes", "skill"].map((name) => wrong["lines." + index + "." + name]).find(Boolean);
  const invalid = sentence ? { "aria-invalid": "true", "aria-describedby": "line-wrong-" + index } : {};
  const number = { number: index + 1 };
  return html`<li class=${"line-row" + (sentence ? " field-wrong" : "")}>
    <input type="text" list="booked-work" maxlength="200" autocomplete="off" aria-label=${t("Work %(number)s", number)} placeholder=${t("What is to be done")} ...${invalid} value=${line.text} onInput=${(event) => type(event.currentTarget.value)} />
    <input type="text" class="line-hours" inputmode="decimal" maxlength="8" autocomplete="off" aria-label=${t("Hours of work %(number)s (1.5, or 90m)", number)} placeholder="1.0 h" value=${line.hours} onInput=${(event) => onChange({ ...line, hours: event.currentTarget.value })} />
    <select aria-label=${t("Skill for work %(number)s", number)} value=${line.skill} onChange=${(event) => onChange({ ...line, skill: event.currentTarget.value, high_voltage: event.currentTarget.value === "high_voltage" })}>
      <option value="">${t("any skill")}</option>${SKILLS.map((skill) => html`<option key=${skill} value=${skill}>${word("skill", skill)}</option>`)}
    </select>
    <button type="button" class="button-quiet" aria-label=${t("Remove work %(number)s", number)} onClick=${onRemove}><${Icon} name="x" /></button>
    ${sentence && html`<p class="field-sentence" id=${"line-wrong-" + index}>${sentence}</p>`}
  </li>`;
}

export function Lines({ lines, onChange, catalogue, wrong }) {
  const list = useRef(null);
  const added = useRef(false);
  useLayoutEffect(() => {
    if (added.current) list.current.lastElementChild.querySelector("input").focus();
    added.current = false;
  }, [lines.length]);
  const replace = (index, line) => onChange(lines.map((each, at) => (at === index ? line : each)));
  const remove = (index) => onChange(lines.length > 1 ? lines.filter((each, at) => at !== index) : [emptyLine]);
  const add = () => {
    added.current = true;
    onChange(lines.concat(emptyLine));
  };
  return html`<fieldset class="group"><legend>${t("Work")}</legend>
    <ol class="line-rows" ref=${list}>${lines.map((line, index) => html`<${Line} key=${index} line=${line} index=${index} catalogue=${catalogue} wrong=${wrong} onChange=${(changed) => replace(index, changed)} onRemove=${() => remove(index)} />`)}</ol>
    <button type="button" class="button add-line" onClick=${add}><${Icon} name="plus" /><span>${t("More work")}</span></button>
    <datalist id="booked-work">${catalogue.map(({ code, text }) => html`<option key=${code} value=${text}>${code}</option>`)}</datalist>
  </fieldset>`;
}
