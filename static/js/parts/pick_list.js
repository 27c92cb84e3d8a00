// One of many, by keyboard or pointer: type to narrow, arrows to choose, Enter to take.
//
//   html`<${PickList} label=${t("Move to")} choices=${[{ key, text, note, disabled }]} onPick=${(key) => …} />`
//   `note` is what else to know, in words, and `also` what else it can be found by; a disabled choice is shown, with its
//   note, and can't be taken

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";

function fits(choice, typed) {
  const wanted = typed.trim().toLowerCase();
  return !wanted || [choice.text, choice.note, choice.also].join(" ").toLowerCase().includes(wanted);
}

function step(shown, from, by) {
  for (let at = from + by; at >= 0 && at < shown.length; at += by) if (!shown[at].disabled) return at;
  return from;
}

export function PickList({ label, choices, onPick }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(null);
  const list = useRef(null);
  const shown = choices.filter((choice) => fits(choice, typed));
  const first = shown.findIndex((choice) => !choice.disabled);
  const current = at !== null && at < shown.length && !shown[at].disabled ? at : first;
  useEffect(() => {
    const row = list.current.children[current];
    if (row) row.scrollIntoView({ block: "nearest" });
  }, [current]);
  const onKey = (event) => {
    if (event.key === "ArrowDown") setAt(step(shown, current, 1));
    else if (event.key === "ArrowUp") setAt(step(shown, current, -1));
    else if (event.key === "Enter" && current >= 0) onPick(shown[current].key);
    else return;
    event.preventDefault();
  };
  return html`<div class="pick">
    <input class="pick-field" type="text" autofocus autocomplete="off" placeholder=${t("Type to narrow the list")} value=${typed}
      role="combobox" aria-expanded="true" aria-label=${label} aria-controls="pick-list" aria-autocomplete="list"
      aria-activedescendant=${current >= 0 ? "pick-" + current : undefined}
      onInput=${(event) => (setTyped(event.currentTarget.value), setAt(null))} onKeyDown=${onKey} />
    <ul class="pick-choices" id="pick-list" role="listbox" aria-label=${label} ref=${list}>
      ${shown.map((choice, index) => html`<li key=${choice.key} id=${"pick-" + index} role="option"
        class=${"pick-choice" + (index === current ? " is-current" : "")}
        aria-selected=${index === current ? "true" : "false"} aria-disabled=${choice.disabled ? "true" : undefined}
        onClick=${() => !choice.disabled && onPick(choice.key)}>
        <strong class="clip">${choice.text}</strong><span class="clip">${choice.note}</span>
      </li>`)}
    </ul>
    ${shown.length === 0 && html`<p class="pick-none" role="status">${t("Nothing fits what you typed.")}</p>`}
  </div>`;
}
