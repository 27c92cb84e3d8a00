// The work that is ordered: one row a line. Enter in a row goes on to the next one, and makes it where there is none.

import { html, useMemo, useRef, useLayoutEffect } from "../../../vendor/preact.js";
import { t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { commonWork } from "./common_work.js";
import { emptyOperation } from "./draft.js";

const SKILLS = ["express", "mechanic", "electrics", "diagnosis", "alignment", "high_voltage", "body", "paint"];

function Row({ operation, index, work, wrong, onChange, onRemove }) {
  const type = (text) => {
    const known = work.find((each) => each.text === text);
    onChange(known && !operation.hours ? { ...known } : { ...operation, text });
  };
  const invalid = (name) => (wrong["operations." + index + "." + name] ? { "aria-invalid": "true", "aria-describedby": "operation-wrong-" + index } : {});
  const sentence = ["text", "standard_minutes", "skill"].map((name) => wrong["operations." + index + "." + name]).find(Boolean);
  return html`<li class=${"operation-row" + (sentence ? " field-wrong" : "")}>
    <input type="text" list="common-work" maxlength="200" autocomplete="off" aria-label=${t("Operation %(number)s", { number: index + 1 })} placeholder=${t("What is to be done")}
      ...${invalid("text")} value=${operation.text} onInput=${(event) => type(event.currentTarget.value)} />
    <input type="text" class="operation-hours" inputmode="decimal" maxlength="8" autocomplete="off" aria-label=${t("Hours of operation %(number)s (1.5, or 90m)", { number: index + 1 })} placeholder="1.0 h"
      ...${invalid("standard_minutes")} value=${operation.hours} onInput=${(event) => onChange({ ...operation, hours: event.currentTarget.value })} />
    <select aria-label=${t("Skill for operation %(number)s", { number: index + 1 })} value=${operation.skill}
      onChange=${(event) => onChange({ ...operation, skill: event.currentTarget.value, high_voltage: operation.high_voltage || event.currentTarget.value === "high_voltage" })}>
      <option value="">${t("any skill")}</option>${SKILLS.map((skill) => html`<option key=${skill} value=${skill}>${word("skill", skill)}</option>`)}
    </select>
    <label class="tick" title=${t("High-voltage work: only for people with both certificates")}><input type="checkbox" checked=${operation.high_voltage} onChange=${(event) => onChange({ ...operation, high_voltage: event.currentTarget.checked })} /><span><${Icon} name="zap" />${t("HV")}</span></label>
    <button type="button" class="button-quiet" aria-label=${t("Remove operation %(number)s", { number: index + 1 })} onClick=${onRemove}><${Icon} name="x" /></button>
    ${sentence && html`<p class="field-sentence" id=${"operation-wrong-" + index}>${sentence}</p>`}
  </li>`;
}

export function OperationRows({ operations, onChange, wrong }) {
  const list = useRef(null);
  const work = useMemo(commonWork, []);
  const wanted = useRef(null);
  const focusRow = (index) => {
    const row = list.current.children[index];
    if (row) row.querySelector("input").focus();
    else wanted.current = index; // drawn next: who types on must type into the new row
  };
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const index = wanted.current;
    wanted.current = null;
    focusRow(index);
  }, [operations.length]);
  const add = () => (onChange(operations.concat(emptyOperation)), focusRow(operations.length));
  const replace = (index, operation) => onChange(operations.map((each, at) => (at === index ? operation : each)));
  const remove = (index) => {
    const left = operations.filter((each, at) => at !== index);
    focusRow(Math.max(0, index - 1));
    onChange(left.length ? left : [emptyOperation]);
  };
  const onKey = (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || !event.target.matches("input[type='text']")) return;
    event.preventDefault();
    const at = Array.from(list.current.children).indexOf(event.target.closest("li"));
    if (at === operations.length - 1) add();
    else focusRow(at + 1);
  };
  return html`<fieldset class="group"><legend>${t("Operations")}</legend>
    <ol class="operation-rows" ref=${list} onKeyDown=${onKey}>
      ${operations.map((operation, index) => html`<${Row} key=${index} operation=${operation} index=${index} work=${work} wrong=${wrong}
        onChange=${(changed) => replace(index, changed)} onRemove=${() => remove(index)} />`)}
    </ol>
    ${wrong.operations && html`<p class="field-sentence" role="alert">${wrong.operations}</p>`}
    <button type="button" class="button add-operation" onClick=${add}><${Icon} name="plus" /><span>${t("Add an operation")}</span></button>
    <datalist id="common-work">${work.map(({ text }) => html`<option key=${text} value=${text}></option>`)}</datalist>
  </fieldset>`;
}
