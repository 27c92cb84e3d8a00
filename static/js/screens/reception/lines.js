// The lines of the order: each work with its hours and price, and under it the parts that it takes.

import { html } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { hours } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { money } from "../../core/money.js";
import { Icon } from "../../parts/icon.js";
import { CatalogueSearch } from "./catalogue.js";
import { centsIn, emptyLine, emptyPart, linesOf, minutesIn, placesOf } from "./order_draft.js";

const SKILLS = ["express", "mechanic", "electrics", "diagnosis", "alignment", "high_voltage", "body", "paint"];

function Cell({ label, value, wrong, onInput, most, className, ...more }) {
  const invalid = wrong ? { "aria-invalid": "true", title: wrong } : {};
  return html`<input type="text" class=${className} aria-label=${label} maxlength=${most || 200} autocomplete="off" ...${more} ...${invalid} value=${value} onInput=${(event) => onInput(event.currentTarget.value)} />`;
}

function Wrong({ sentences }) {
  const said = sentences.filter(Boolean);
  return said.length ? html`<p class="field-sentence" role="alert">${said.join(" ")}</p>` : null;
}

function Line({ line, number, wrong, onChange, onRemove, onPart }) {
  return html`<div class=${"line" + (Object.keys(wrong).length ? " field-wrong" : "")}>
    <span class="line-number" aria-hidden="true">${number}</span>
    <${Cell} className="line-text" label=${t("Operation %(number)s", { number })} placeholder=${t("What is to be done")} value=${line.text} wrong=${wrong.text} onInput=${(text) => onChange({ text })} />
    <${Cell} className="line-hours" label=${t("Hours of operation %(number)s (1.5, or 90m)", { number })} placeholder="1.0 h" inputmode="decimal" most=${8} value=${line.hours} wrong=${wrong.standard_minutes} onInput=${(typed) => onChange({ hours: typed })} />
    <${Cell} className="line-price" label=${t("Price of operation %(number)s", { number })} placeholder="0.00" inputmode="decimal" most=${12} value=${line.price} wrong=${wrong.price_cents} onInput=${(price) => onChange({ price })} />
    <button type="button" class="button-quiet" aria-label=${t("Remove operation %(number)s", { number })} onClick=${onRemove}><${Icon} name="x" /></button>
    <div class="line-more">
      <select aria-label=${t("Skill for operation %(number)s", { number })} value=${line.skill} onChange=${(event) => onChange({ skill: event.currentTarget.value, high_voltage: line.high_voltage || event.currentTarget.value === "high_voltage" })}>
        <option value="">${t("any skill")}</option>${SKILLS.map((skill) => html`<option key=${skill} value=${skill}>${word("skill", skill)}</option>`)}
      </select>
      <label class="tick" title=${t("High-voltage work: only for people with both certificates")}><input type="checkbox" checked=${line.high_voltage} onChange=${(event) => onChange({ high_voltage: event.currentTarget.checked })} /><span><${Icon} name="zap" />${t("HV")}</span></label>
      <button type="button" class="button-quiet line-part" onClick=${onPart}><${Icon} name="plus" /><span>${t("Part")}</span></button>
    </div>
    <${Wrong} sentences=${Object.values(wrong)} />
  </div>`;
}

function Part({ part, wrong, onChange, onRemove }) {
  return html`<div class=${"part" + (Object.keys(wrong).length ? " field-wrong" : "")}>
    <${Cell} className="part-name" label=${t("Part")} placeholder=${t("Part")} value=${part.name} wrong=${wrong.name} onInput=${(name) => onChange({ name })} />
    <${Cell} className="part-number" label=${t("Part number")} placeholder=${t("Part number")} most=${40} value=${part.number} wrong=${wrong.number} onInput=${(number) => onChange({ number })} />
    <${Cell} className="part-quantity" label=${t("Quantity")} inputmode="numeric" most=${3} value=${part.quantity} wrong=${wrong.quantity} onInput=${(quantity) => onChange({ quantity })} />
    <${Cell} className="line-price" label=${t("Price of one")} placeholder="0.00" inputmode="decimal" most=${12} value=${part.price} wrong=${wrong.price_cents} onInput=${(price) => onChange({ price })} />
    <button type="button" class="button-quiet" aria-label=${t("Remove the part")} onClick=${onRemove}><${Icon} name="x" /></button>
    <${Wrong} sentences=${Object.values(wrong)} />
  </div>`;
}

function wrongAt(wrong, start) {
  const found = {};
  Object.keys(wrong).forEach((field) => {
    if (field.startsWith(start)) found[field.slice(start.length)] = wrong[field];
  });
  return found;
}

export function Lines({ draft, change, wrong, jobs }) {
  const linePlaces = placesOf(draft.lines, "operations");
  const partPlaces = placesOf(draft.parts, "parts");
  const setLine = (line, some) => change({ lines: draft.lines.map((each) => (each === line ? { ...each, ...some } : each)) });
  const setPart = (part, some) => change({ parts: draft.parts.map((each) => (each === part ? { ...each, ...some } : each)) });
  const removeLine = (line) => change({ lines: draft.lines.filter((each) => each !== line), parts: draft.parts.filter((part) => part.line !== line.key) });
  const pick = (job) => {
    const { line, parts } = linesOf(job);
    change({ lines: draft.lines.concat(line), parts: draft.parts.concat(parts) });
  };
  const write = (text) => change({ lines: draft.lines.concat({ ...emptyLine(), text }) });
  const partRows = (key) => draft.parts.filter((part) => (part.line || null) === key).map((part) => html`<${Part} key=${part.key} part=${part} wrong=${part.key in partPlaces ? wrongAt(wrong, "parts." + partPlaces[part.key] + ".") : {}}
    onChange=${(some) => setPart(part, some)} onRemove=${() => change({ parts: draft.parts.filter((each) => each !== part) })} />`);
  return html`<section class="group lines" aria-label=${t("Operations")}>
    <h2>${t("Operations")}</h2>
    <${CatalogueSearch} jobs=${jobs} serviceType=${draft.service_type} onPick=${pick} onWrite=${write} />
    ${draft.lines.length === 0 && html`<p class="soft">${t("Nothing is ordered yet. Find the work above, or write it freely.")}</p>`}
    ${draft.lines.length > 0 && html`<p class="line-heads" aria-hidden="true"><span>${t("Standard")}</span><span>${t("Price")}</span></p>`}
    <ol class="line-list">
      ${draft.lines.map((line, index) => html`<li key=${line.key}>
        <${Line} line=${line} number=${index + 1} wrong=${line.key in linePlaces ? wrongAt(wrong, "operations." + linePlaces[line.key] + ".") : {}} onChange=${(some) => setLine(line, some)} onRemove=${() => removeLine(line)} onPart=${() => change({ parts: draft.parts.concat(emptyPart(line.key)) })} />
        ${partRows(line.key)}
      </li>`)}
      ${draft.parts.some((part) => !part.line) && html`<li key="others"><p class="soft">${t("Parts of no particular work")}</p>${partRows(null)}</li>`}
    </ol>
    <${Totals} draft=${draft} />
  </section>`;
}

function Totals({ draft }) {
  const { labour, parts, total, unpriced } = centsIn(draft);
  const say = (cents) => money(cents, boot.site.currency);
  return html`<dl class="totals">
    <div><dt>${t("Standard")}</dt><dd>${hours(minutesIn(draft))}</dd></div>
    <div><dt>${t("Labour")}</dt><dd>${say(labour)}</dd></div>
    <div><dt>${t("Parts")}</dt><dd>${say(parts)}</dd></div>
    <div class="total"><dt>${t("Total")}</dt><dd>${say(total)}${unpriced ? " +" : ""}</dd></div>
    ${unpriced && html`<p class="soft">${t("Not everything is priced yet; the total is of what is.")}</p>`}
  </dl>`;
}
