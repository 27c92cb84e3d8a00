// Finding a standard job: type some of its name or its code, arrows choose, Enter takes it; what is no standard job is
// taken as it was typed.

import { html, useEffect, useRef, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { hours } from "../../core/durations.js";
import { boot } from "../../core/boot.js";
import { language, t } from "../../core/i18n.js";
import { money } from "../../core/money.js";
import { Icon } from "../../parts/icon.js";

const SHOWN = 8;
const here = /^zh/.test(language) ? "zh_CN" : "en";

export function useCatalogue() {
  const [jobs, setJobs] = useState([]);
  useEffect(() => {
    get("/catalogue").then((told) => setJobs(told.jobs), (refusal) => {
      if (!refusal.sentence) throw refusal;
    });
  }, []);
  return jobs;
}

function fits(job, wanted) {
  const text = (job.code + " " + job.text.zh_CN + " " + job.text.en).toLowerCase();
  return wanted.split(/\s+/).every((each) => text.includes(each));
}

export function CatalogueSearch({ jobs, serviceType, onPick, onWrite }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const field = useRef(null);
  const wanted = typed.trim().toLowerCase();
  // What fits the service type stands first.
  const found = jobs.filter((job) => !wanted || fits(job, wanted)).sort((one, other) => (other.service_type === serviceType) - (one.service_type === serviceType)).slice(0, SHOWN);
  const close = () => (setTyped(""), setAt(0), setOpen(false));
  const pick = (job) => (onPick(job), close(), field.current.focus());
  const write = () => (onWrite(typed.trim()), close());
  const onKey = (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else if (event.key === "Enter") found[at] && open ? pick(found[at]) : wanted && write();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  };
  const shown = open && found.length > 0;
  return html`<div class="catalogue">
    <div class="catalogue-line">
      <label class="search"><${Icon} name="search" /><span class="visually-hidden">${t("Find work in the catalogue")}</span>
        <input type="text" ref=${field} name="catalogue" autocomplete="off" maxlength="200" placeholder=${jobs.length ? t("Find work in the catalogue, or write it") : t("What is to be done")} value=${typed}
          role="combobox" aria-expanded=${shown ? "true" : "false"} aria-controls="catalogue-found" aria-autocomplete="list" aria-activedescendant=${shown ? "catalogue-" + at : undefined}
          onFocus=${() => setOpen(true)} onBlur=${() => setTimeout(() => setOpen(false), 150)} onInput=${(event) => (setTyped(event.currentTarget.value), setAt(0), setOpen(true))} onKeyDown=${onKey} /></label>
      <button type="button" class="button" onMouseDown=${(event) => event.preventDefault()} onClick=${write}><${Icon} name="plus" /><span>${t("Write it freely")}</span></button>
    </div>
    <ul class="catalogue-found" id="catalogue-found" role="listbox" aria-label=${t("Standard jobs")} hidden=${!shown}>
      ${found.map((job, index) => html`<li key=${job.code} id=${"catalogue-" + index} role="option" aria-selected=${index === at ? "true" : "false"} class=${"catalogue-job" + (index === at ? " is-current" : "")}
        onMouseDown=${(event) => event.preventDefault()} onClick=${() => pick(job)}>
        <span class="catalogue-code">${job.code}</span><strong class="clip">${job.text[here]}</strong><span>${hours(job.standard_minutes)}</span><span>${job.price_cents === null ? "—" : money(job.price_cents, boot.site.currency)}</span></li>`)}
    </ul>
  </div>`;
}
