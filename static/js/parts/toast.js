// Short answers at the edge of the screen: taken, already done, refused.
//
//   toast("ok", t("Dispatched to bay 3"))     kinds "ok" | "info" | "warn" | "error"
//   toast("error", refusal.sentence, { stay: true })   stays until it is closed
//   toast("ok", t("Moved"), { act: { text: t("Undo"), run: () => … } })   with a button, twice as long
//   const close = toast("warn", …, { stay: true })     to take it away once it is no longer so
//   html`<${Toasts} />`                       once in each screen that uses toast()

import { html, signal } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

const SHOWN_FOR = 5000;
const AT_MOST = 4;
const ICONS = { ok: "circle-check", info: "info", warn: "triangle-alert", error: "circle-alert" };

const shown = signal([]);
let last = 0;

export function toast(kind, text, options) {
  last += 1;
  const id = last;
  const act = (options && options.act) || null;
  shown.value = shown.value.concat({ id, kind, text, act }).slice(-AT_MOST);
  if (!(options && options.stay)) setTimeout(() => close(id), act ? 2 * SHOWN_FOR : SHOWN_FOR);
  return () => close(id);
}

function close(id) {
  shown.value = shown.value.filter((each) => each.id !== id);
}

export function Toasts() {
  return html`<div class="toasts" role="log" aria-live="polite">
    ${shown.value.map(({ id, kind, text, act }) => html`<div key=${id} class=${"toast toast-" + kind}>
      <${Icon} name=${ICONS[kind]} /><span>${text}</span>
      ${act && html`<button class="toast-act" onClick=${() => (close(id), act.run())}>${act.text}</button>`}
      <button class="toast-close" aria-label=${t("Close")} onClick=${() => close(id)}><${Icon} name="x" /></button>
    </div>`)}
  </div>`;
}
