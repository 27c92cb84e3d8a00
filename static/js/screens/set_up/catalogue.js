// The catalogue of standard jobs, with the way out to a spreadsheet and back.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { language, t, word } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { useSending } from "../../parts/sending.js";
import { SERVICE_TYPES } from "../../parts/service_types.js";
import { catalogue, change, loadCatalogue, picture } from "./data.js";
import { AreaField, Select, TextField, Tick, useForm } from "./forms.js";
import { ImportDialog } from "./catalogue_import.js";
import { SKILLS } from "./certificates.js";
import { Add, found, ofEmptyList, Rows, Search, Section, Sign } from "./list.js";
import { EditSheet } from "./sheet.js";

const MOST_SHOWN = 200;
const EMPTY = { code: "", text_zh: "", text_en: "", service_type: null, standard_minutes: "", skill: null, high_voltage: false, safety: false, price: "", checklist: "", parts: "", active: true };

export function money(cents) {
  return cents === null ? "" : (cents / 100).toFixed(2);
}

// NaN for what is no amount: the server then says what is wrong with the field.
function cents(typed) {
  const text = typed.trim().replace(",", ".");
  if (!text) return null;
  return /^\d{1,8}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : -1;
}

function lines(typed) {
  return typed.split("\n").map((each) => each.trim()).filter(Boolean);
}

function part(line) {
  const cells = line.split("|").map((each) => each.trim());
  if (cells.length === 1) return { name: cells[0] };
  return { number: cells[0], name: cells[1], quantity: cells[2] ? Number(cells[2]) || 0 : 1, price_cents: cents(cells[3] || "") };
}

function partLine({ number, name, quantity, price_cents }) {
  return [number, name, quantity, money(price_cents)].join(" | ").replace(/ \| $/, "");
}

function values(job) {
  const { code, text_zh, text_en, service_type, standard_minutes, skill, high_voltage, safety, active } = job;
  return { code, text_zh, text_en, service_type, standard_minutes: String(standard_minutes), skill, high_voltage, safety, active, price: money(job.price_cents), checklist: job.checklist.join("\n"), parts: job.parts.map(partLine).join("\n") };
}

function body({ price, standard_minutes, checklist, parts, ...rest }) {
  return { ...rest, standard_minutes: Number(standard_minutes) || 0, price_cents: cents(price), checklist: lines(checklist), parts: lines(parts).map(part) };
}

// The server speaks of parts one by one; here they are lines of one field.
function gathered(wrong) {
  const told = { ...wrong, text_zh: wrong.text_zh || wrong.zh, price: wrong.price_cents, checklist: wrong.checklist || wrong.items };
  const inParts = Object.keys(wrong).find((field) => field.startsWith("parts."));
  if (inParts) told.parts = t("Line %(line)s: %(sentence)s", { line: Number(inParts.split(".")[1]) + 1, sentence: wrong[inParts] });
  return told;
}

function Sheet({ job, onClose }) {
  const form = useForm(job ? values(job) : EMPTY);
  const save = async () => {
    const path = job ? "/set-up/catalogue/change" : "/set-up/catalogue";
    const answer = await change(path, { ...body(form.values), ...(job ? { seen: job.seen } : {}) }, t("%(code)s saved", { code: form.values.code }));
    await loadCatalogue();
    return answer;
  };
  return html`<${EditSheet} title=${job ? job.code : t("New standard job")} form=${form} save=${save} onClose=${onClose}>${(told) => {
    const wrong = gathered(told);
    return html`
    ${!job && html`<${TextField} form=${form} wrong=${wrong} name="code" label=${t("Code")} most=${40} autofocus />`}
    <${TextField} form=${form} wrong=${wrong} name="text_zh" label=${t("Text in Chinese")} lang="zh-CN" />
    <${TextField} form=${form} wrong=${wrong} name="text_en" label=${t("Text in English")} lang="en" hint=${t("If one is left empty, the other is shown.")} />
    <div class="pair">
      <${TextField} form=${form} wrong=${wrong} name="standard_minutes" label=${t("Standard minutes")} most=${4} inputmode="numeric" />
      <${TextField} form=${form} wrong=${wrong} name="price" label=${t("Labour price (%(currency)s)", { currency: picture.value.workshop.currency })} most=${12} inputmode="decimal" />
    </div>
    <div class="pair">
      <${Select} form=${form} wrong=${wrong} name="service_type" label=${t("Service type")} choices=${[[null, t("any")], ...SERVICE_TYPES.map((each) => [each, word("service_type", each)])]} />
      <${Select} form=${form} wrong=${wrong} name="skill" label=${t("Skill")} choices=${[[null, t("none needed")], ...SKILLS.map((each) => [each, word("skill", each)])]} />
    </div>
    <div class="ticks">
      <${Tick} label=${t("High-voltage work")} value=${form.values.high_voltage} onChange=${(high_voltage) => form.set({ high_voltage })} />
      <${Tick} label=${t("Concerns safety")} value=${form.values.safety} onChange=${(safety) => form.set({ safety })} />
      <${Tick} label=${t("Offered")} value=${form.values.active} onChange=${(active) => form.set({ active })} />
    </div>
    <${AreaField} form=${form} wrong=${wrong} name="checklist" label=${t("Checklist, one item on each line")} rows=${4} />
    <${AreaField} form=${form} wrong=${wrong} name="parts" label=${t("Parts, one on each line")} rows=${3} hint=${t("number | name | quantity | price of one; or the name alone")} />`;
  }}<//>`;
}

export function Catalogue() {
  const [typed, setTyped] = useState("");
  const [opened, open] = useState(null);
  const [importing, setImporting] = useState(false);
  const reading = useSending(loadCatalogue, () => null);
  useEffect(() => void reading.go(), []);
  const jobs = catalogue.value;
  if (!jobs) return html`<${Section} title=${t("Catalogue")} text=${reading.refusal ? reading.refusal.sentence : t("Loading…")} />`;
  const fitting = jobs.filter((job) => found(typed, [job.code, job.text_zh, job.text_en]));
  const sheet = jobs.find((job) => job.code === opened);
  const rows = fitting.slice(0, MOST_SHOWN).map((job) => ({
    key: job.code,
    quiet: !job.active,
    onOpen: () => open(job.code),
    cells: [job.code, html`<span>${job.text[language] || job.text.en} ${job.safety && html`<${Sign} kind="late">${t("safety")}<//>`} ${job.high_voltage && html`<${Sign} kind="hv">${t("high voltage")}<//>`} ${!job.active && html`<${Sign}>${t("not offered")}<//>`}</span>`,
      job.service_type ? word("service_type", job.service_type) : "", job.standard_minutes, money(job.price_cents), job.parts.length || ""],
  }));
  return html`<${Section} title=${t("Catalogue")} text=${t("Jobs that are sold often, with their hours, price, checklist and parts. Advisors can always write free text as well.")} tools=${html`
    <${Search} value=${typed} onInput=${setTyped} label=${t("Code or text")} />
    <a class="button" href="/set-up/catalogue.csv" download><${Icon} name="arrow-up-right" /><span>${t("Export CSV")}</span></a>
    <button class="button" onClick=${() => setImporting(true)}><${Icon} name="corner-down-left" /><span>${t("Import CSV")}</span></button>
    <${Add} text=${t("New standard job")} onClick=${() => open("")} />`}>
    <${Rows} label=${t("Catalogue")} heads=${[t("Code"), t("Text"), t("Service type"), t("Minutes"), t("Labour price"), t("Parts")]} rows=${rows} empty=${jobs.length ? ofEmptyList() : t("The catalogue is empty. Add the jobs you sell most, or take them over from a spreadsheet.")} />
    ${fitting.length > MOST_SHOWN && html`<p class="soft">${t("%(count)s more: type to narrow the list.", { count: fitting.length - MOST_SHOWN })}</p>`}
    ${opened === "" && html`<${Sheet} onClose=${() => open(null)} />`}
    ${sheet && html`<${Sheet} key=${sheet.seen} job=${sheet} onClose=${() => open(null)} />`}
    ${importing && html`<${ImportDialog} onClose=${() => setImporting(false)} />`}
  <//>`;
}
