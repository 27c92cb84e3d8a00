// A question in front of the screen. The focus stays inside and goes back where it was; Esc and the shade close it.
//
//   html`<${Dialog} title=${t("Why?")} onClose=${close} actions=${html`<button …>…</button>`}>…<//>`
//   wide: for lists and forms; onClose null: it can't be closed without an answer

import { html, useLayoutEffect, useRef } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

const FOCUSABLE = "button:not([disabled]), a[href], input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex='0']";

function keepFocus(event, panel) {
  const places = panel.querySelectorAll(FOCUSABLE);
  if (!places.length) return;
  const first = places[0];
  const last = places[places.length - 1];
  const leaving = event.shiftKey ? first : last;
  if (document.activeElement === leaving || !panel.contains(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}

export function Dialog({ title, onClose, actions, wide, children }) {
  const panel = useRef(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const first = panel.current.querySelector("[autofocus]") || panel.current.querySelector(".dialog-body " + FOCUSABLE.split(", ").join(", .dialog-body "));
    (first || panel.current).focus();
    return () => before && before.focus && before.focus();
  }, []);
  const onKey = (event) => {
    if (event.key === "Escape" && onClose) {
      event.stopPropagation();
      onClose();
    }
    if (event.key === "Tab") keepFocus(event, panel.current);
  };
  return html`<div class="dialog-shade" onMouseDown=${(event) => event.target === event.currentTarget && onClose && onClose()}>
    <section class=${"dialog" + (wide ? " dialog-wide" : "")} role="dialog" aria-modal="true" aria-label=${title}
      tabindex="-1" ref=${panel} onKeyDown=${onKey}>
      <div class="dialog-head">
        <h2>${title}</h2>
        ${onClose && html`<button class="button-quiet" aria-label=${t("Close")} onClick=${onClose}><${Icon} name="x" /></button>`}
      </div>
      <div class="dialog-body">${children}</div>
      ${actions && html`<footer class="dialog-actions">${actions}</footer>`}
    </section>
  </div>`;
}
