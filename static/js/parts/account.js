// Who is signed in, the way to their other screens, the language, and out: the right end of every desk's header.
//
//   html`<${Account} />`

import { html, useState } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { ask } from "../core/api.js";
import { language, t } from "../core/i18n.js";
import { Icon } from "./icon.js";
import { ScreensMenu } from "./screens_menu.js";
import { toast } from "./toast.js";

const other = /^zh/.test(language) ? { code: "en", name: "English" } : { code: "zh_CN", name: "中文" };

async function signOut() {
  try {
    await ask("/sign-out", {}, { patience: 8000 });
    location.assign("/");
  } catch (refusal) {
    toast("error", refusal.sentence);
  }
}

// A form, since the answer is this page again in another language. `instead(code)`: may do it without the server, and says whether
// it did.
export function LanguageSwitch({ instead }) {
  const choose = (event) => instead && instead(other.code) && event.preventDefault();
  return html`<form method="post" action="/language" class="language-switch" onSubmit=${choose}>
    <input type="hidden" name="csrf" value=${boot.csrf} />
    <input type="hidden" name="language" value=${other.code} />
    <input type="hidden" name="next" value=${location.pathname + location.search} />
    <button class="bar-button" type="submit" aria-label=${other.name} title=${other.name} lang=${other.code.replace("_", "-")}><${Icon} name="languages" /><span>${other.name}</span></button>
  </form>`;
}

export function Account() {
  const [leaving, setLeaving] = useState(false);
  return html`<nav class="account" aria-label=${t("Account")}>
    <${ScreensMenu} />
    <${LanguageSwitch} />
    ${boot.person && html`<a class="account-name clip" href="/account" title=${t("Your account: %(name)s", { name: boot.person.name })}>${boot.person.name}</a>
      <button class="bar-button" disabled=${leaving} aria-label=${t("Sign out")} title=${t("Sign out")}
        onClick=${() => (setLeaving(true), signOut().finally(() => setLeaving(false)))}><${Icon} name="log-out" /></button>`}
  </nav>`;
}
