// Step 2, the concern: in the customer's own words, with the questions of the trade (5W2H) one tap away.

import { html, useEffect, useRef, useState } from "../../../vendor/preact.js";
import { N_, t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { Area } from "./fields.js";

const QUESTIONS = [
  ["what", N_("What happens?"), N_("What?")],
  ["when", N_("When did it begin, and when does it happen?"), N_("When?")],
  ["where", N_("Where on the car, and on which roads?"), N_("Where?")],
  ["who", N_("Who drives, and who noticed it?"), N_("Who?")],
  ["why", N_("What happened before: a repair, a knock, a change?"), N_("Why?")],
  ["how", N_("How does it show: sound, smell, a lamp?"), N_("How?")],
  ["how_much", N_("How often and how strongly?"), N_("How much?")],
];

export function ConcernStep({ picture }) {
  const walk = picture.walk.value;
  const wrong = picture.wrong.value.walk;
  const answers = walk.answers || {};
  const [opened, setOpened] = useState([]);
  const list = useRef(null);
  const wanted = useRef(null);
  const shown = QUESTIONS.filter(([key]) => opened.includes(key) || answers[key]);
  const open = (key) => {
    wanted.current = key;
    setOpened(opened.includes(key) ? opened : opened.concat(key));
  };
  useEffect(() => {
    const field = wanted.current && list.current.querySelector("[name='answer-" + wanted.current + "']");
    if (!field) return;
    wanted.current = null;
    field.focus();
  });
  return html`<div class="concern-step">
    <section class="group">
      <${Area} label=${t("What is wrong, in the customer's words")} name="concern" rows=${7} most=${2000} value=${walk.concern || ""} wrong=${wrong.concern} onInput=${(concern) => picture.note({ concern })} />
    </section>
    <section class="group" aria-label=${t("Questions to ask")} ref=${list}>
      <h2>${t("Questions to ask")}</h2>
      <div class="chips question-chips">
        ${QUESTIONS.map(([key, , short]) => html`<button key=${key} type="button" class="chip" aria-pressed=${answers[key] ? "true" : "false"} onClick=${() => open(key)}>${answers[key] ? html`<${Icon} name="check" /> ` : ""}${t(short)}</button>`)}
      </div>
      ${shown.length === 0 && html`<p class="soft">${t("Tap a question to write its answer down.")}</p>`}
      ${shown.map(([key, question]) => html`<${Area} key=${key} label=${t(question)} name=${"answer-" + key} rows=${2} value=${answers[key] || ""} wrong=${wrong["answers." + key]} onInput=${(answer) => picture.note({ answers: { ...answers, [key]: answer } })} />`)}
    </section>
  </div>`;
}
