// Where one is signed in: here, at other desks, on tablets; each can be ended, or all others at once.

import { html } from "../../../vendor/preact.js";
import { ask } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";

function SignIn({ signIn, load }) {
  const ending = useSending(() => ask("/account/sign-ins/" + signIn.id + "/end", {}, { patience: 8000 }), () => (toast("ok", t("That sign-in has ended.")), load()));
  const where = signIn.device || signIn.browser || t("A browser");
  const now = serverNow();
  return html`<li class="sign-in-row">
    <${Icon} name=${signIn.device ? "tablet" : "monitor"} />
    <div><strong>${where}</strong>${signIn.here && html` <span class="badge badge-ok">${t("this one")}</span>`}
      <span>${t("since %(began)s, last used %(seen)s", { began: dayAndTime(signIn.began_at, now), seen: dayAndTime(signIn.seen_at, now) })}${signIn.address ? " · " + signIn.address : ""}</span>
      <${RefusedHere} refusal=${ending.refusal} /></div>
    ${!signIn.here && html`<button class="button" aria-label=${t("End the sign-in: %(where)s", { where })} disabled=${ending.busy} onClick=${ending.go}>${t("End it")}</button>`}
  </li>`;
}

export function SignIns({ account, load }) {
  const others = account.sign_ins.filter((each) => !each.here).length;
  const ending = useSending(() => ask("/account/end-other-sign-ins", {}, { patience: 8000 }), () => (toast("ok", t("You are signed out everywhere else.")), load()));
  return html`<section class="account-part"><h2>${t("Where you are signed in")}</h2>
    <p class="soft">${t("Something here that is not you? End it, and change your password.")}</p>
    <ul class="sign-in-rows">${account.sign_ins.map((each) => html`<${SignIn} key=${each.id} signIn=${each} load=${load} />`)}</ul>
    <${RefusedHere} refusal=${ending.refusal} />
    ${others > 0 && html`<button class="button" disabled=${ending.busy} onClick=${ending.go}>${t("Sign out everywhere else")}</button>`}
  </section>`;
}
