// A customer as people here speak of them, and their number to be dialled.
//
//   customerName({name: "张伟", salutation: "mr"})   "张伟先生" · "Mr 张伟"
//   html`<${PhoneLink} phone=${"138…" or null} />`   dials where the device can; "—" without a number

import { html } from "../../vendor/preact.js";
import { locale, t, word } from "../core/i18n.js";
import { Icon } from "./icon.js";

export function customerName({ name, salutation }) {
  if (!name) return t("not known yet");
  if (salutation === "none") return name;
  const title = word("salutation", salutation);
  return locale === "zh-CN" ? name + title : title + " " + name;
}

export function PhoneLink({ phone }) {
  if (!phone) return html`<span class="soft">—</span>`;
  return html`<a class="phone-link" href=${"tel:" + phone.replace(/[^\d+]/g, "")}><${Icon} name="phone" /><span>${phone}</span></a>`;
}
