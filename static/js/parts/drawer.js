// A sheet at the edge, beside the work and not in front of it: details of one thing. Esc closes it, also from beside it, unless
// a question in front of it takes the key first; the focus goes back.
//
//   html`<${Drawer} title=${plate} onClose=${close} head=${html`…`}>…<//>`

import { html, useEffect, useLayoutEffect, useRef } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

export function Drawer({ title, onClose, head, children }) {
  const panel = useRef(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const before = document.activeElement;
    panel.current.focus();
    return () => before && before.isConnected && before.focus();
  }, []);
  useEffect(() => {
    const onKey = (event) => event.key === "Escape" && !event.defaultPrevented && !document.querySelector("[aria-modal='true']") && close.current();
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return html`<div class="drawer" role="dialog" aria-label=${title} tabindex="-1" ref=${panel}>
    <div class="drawer-head">
      <div class="drawer-title">${head}</div>
      <button class="button-quiet" aria-label=${t("Close")} onClick=${onClose}><${Icon} name="x" /></button>
    </div>
    <div class="drawer-body">${children}</div>
  </div>`;
}
