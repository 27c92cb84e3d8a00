// The way from one screen to the others of the same person: a button that opens a short list. Esc, a choice, a click beside
// it, or the focus that leaves it closes it again.
//
//   html`<${ScreensMenu} />`

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

const screens = (boot.screens || []).filter((screen) => screen.in_menu);

function Way({ href, icon, name }) {
  const here = href === location.pathname;
  return html`<li><a href=${href} aria-current=${here ? "page" : undefined}><${Icon} name=${icon} /><span>${name}</span></a></li>`;
}

function useClosing(place, open, close) {
  useEffect(() => {
    if (!open) return undefined;
    const onPointer = (event) => place.current.contains(event.target) || close();
    document.addEventListener("pointerdown", onPointer, true);
    return () => document.removeEventListener("pointerdown", onPointer, true);
  }, [open]);
}

export function ScreensMenu() {
  const place = useRef(null);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  useClosing(place, open, close);
  const onKey = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    close();
    place.current.querySelector("button").focus();
  };
  const onFocusOut = (event) => event.relatedTarget && !place.current.contains(event.relatedTarget) && close();
  return html`<div class="screens-menu" ref=${place} onKeyDown=${onKey} onFocusOut=${onFocusOut}>
    <button class="bar-button" aria-expanded=${open ? "true" : "false"} aria-label=${t("Pages")} title=${t("Pages")} onClick=${() => setOpen(!open)}><${Icon} name="monitor" /><span>${t("Pages")}</span></button>
    ${open && html`<ul class="screens-list">
      <${Way} href="/" icon="house" name=${t("Home")} />
      ${screens.map((screen) => html`<${Way} key=${screen.href} ...${screen} />`)}
    </ul>`}
  </div>`;
}
