// A sheet at the edge, beside the work and not in front of it: details of one thing. Esc closes it; the focus goes back.
//
//   html`<${Drawer} title=${plate} onClose=${close} head=${html`…`}>…<//>`

import { html, useLayoutEffect, useRef } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

export function Drawer({ title, onClose, head, children }) {
  const panel = useRef(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    panel.current.focus();
    return () => before && before.isConnected && before.focus();
  }, []);
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return html`<div class="drawer" role="dialog" aria-label=${title} tabindex="-1" ref=${panel} onKeyDown=${onKey}>
    <div class="drawer-head">
      <div class="drawer-title">${head}</div>
      <button class="button-quiet" aria-label=${t("Close")} onClick=${onClose}><${Icon} name="x" /></button>
    </div>
    <div class="drawer-body">${children}</div>
  </div>`;
}
