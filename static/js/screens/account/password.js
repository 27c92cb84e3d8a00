// Another password: the present one, the new one, and what a good one is.

import { html, useState } from "../../../vendor/preact.js";
import { post } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { Field } from "../../parts/field.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";
import { goOn, takeOver } from "./going_on.js";

const ABOUT_NEW = ["password_short", "password_weak", "same_password"];

export function PresentPassword({ value, onInput, wrong }) {
  return html`<${Field} label=${t("Present password")} wrong=${wrong}>${(ids) => html`<input ...${ids} type="password" name="present" autocomplete="current-password" maxlength="200" value=${value} onInput=${(event) => onInput(event.currentTarget.value)} />`}<//>`;
}

export function Password({ due, load }) {
  const [values, setValues] = useState({ present: "", password: "" });
  const [shown, show] = useState(false);
  const put = (name) => (value) => setValues((before) => ({ ...before, [name]: value }));
  const sending = useSending(() => post("/account/password", values, { patience: 15000 }), (answer) => {
    takeOver(answer);
    if (goOn(answer)) return;
    setValues({ present: "", password: "" });
    toast("ok", t("Your password is changed. You are signed out everywhere else."));
    load();
  });
  const refusal = sending.refusal;
  const code = refusal && refusal.code;
  const wrongNew = ABOUT_NEW.includes(code) ? refusal.sentence : null;
  const wrongPresent = code === "old_password_wrong" ? refusal.sentence : null;
  return html`<section class="account-part"><h2>${due ? t("Choose a password of your own") : t("Password")}</h2>
    <p class="soft">${due ? t("The one you were given lets you in once. Nobody but you should know the next one.") : t("Changing it signs you out everywhere else.")}</p>
    <form onSubmit=${(event) => (event.preventDefault(), sending.go())} novalidate>
      <${PresentPassword} value=${values.present} onInput=${put("present")} wrong=${wrongPresent} />
      <${Field} label=${t("The new password")} wrong=${wrongNew}>${(ids) => html`<input ...${ids} type=${shown ? "text" : "password"} name="password" autocomplete="new-password" maxlength="200" spellcheck=${false} value=${values.password} onInput=${(event) => put("password")(event.currentTarget.value)} />
        <p class="hint">${t("At least 10 characters. Three or four words that do not belong together are good; your name and common words are not.")}</p>`}<//>
      <label class="tick"><input type="checkbox" checked=${shown} onChange=${(event) => show(event.currentTarget.checked)} /><span>${t("Show the new password")}</span></label>
      ${refusal && !wrongNew && !wrongPresent && html`<${RefusedHere} refusal=${refusal} />`}
      <button class="button button-main" type="submit" disabled=${sending.busy || !values.present || !values.password}>${sending.busy ? t("Saving…") : t("Change the password")}</button>
    </form>
  </section>`;
}
