// The second factor: setting it up with a picture for the app, its recovery codes, and giving it up.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get, post } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";
import { goOn, takeOver } from "./going_on.js";
import { PresentPassword } from "./password.js";

function wrongOf(refusal, code) {
  return refusal && refusal.code === code ? refusal.sentence : null;
}

function apartFrom(refusal, ...codes) {
  return refusal && !codes.includes(refusal.code) ? refusal : null;
}

// Shown once; closing it is what goes on.
function Codes({ codes, onClose }) {
  const [kept, keep] = useState(false);
  return html`<${Dialog} title=${t("Your recovery codes")} onClose=${null} actions=${html`
    <button class="button" onClick=${() => self.print()}><${Icon} name="printer" /><span>${t("Print")}</span></button>
    <button class="button button-main" disabled=${!kept} onClick=${onClose}>${t("Done")}</button>`}>
    <p>${t("Each of them lets you in once, when the phone is lost. They are shown only now: print them or write them down, and keep them where you keep your keys.")}</p>
    <ol class="recovery-codes">${codes.map((code) => html`<li key=${code}><code>${code}</code></li>`)}</ol>
    <label class="tick"><input type="checkbox" checked=${kept} onChange=${(event) => keep(event.currentTarget.checked)} /><span>${t("I have kept them")}</span></label>
  <//>`;
}

function useOffer() {
  const [offer, setOffer] = useState({ told: null, failed: null });
  useEffect(() => {
    get("/account/second-factor", { patience: 8000 }).then(
      (told) => setOffer({ told, failed: null }),
      (refusal) => {
        if (!refusal.sentence) throw refusal;
        setOffer({ told: null, failed: refusal });
      },
    );
  }, []);
  return offer;
}

function SetUp({ due, onSet }) {
  const { told, failed } = useOffer();
  const [values, setValues] = useState({ present: "", code: "" });
  const put = (name) => (value) => setValues((before) => ({ ...before, [name]: value }));
  const sending = useSending(() => post("/account/second-factor", values, { patience: 15000 }), onSet);
  if (failed) return html`<${RefusedHere} refusal=${failed} />`;
  if (!told) return html`<p role="status">${t("Loading…")}</p>`;
  const { refusal } = sending;
  return html`<form class="factor" onSubmit=${(event) => (event.preventDefault(), sending.go())} novalidate>
    <ol class="factor-steps">
      <li><p>${t("Scan this picture with an authenticator app on your phone (any app for six-digit codes will do).")}</p>
        <div class="factor-qr" role="img" aria-label=${t("QR code for the authenticator app")} dangerouslySetInnerHTML=${{ __html: told.qr }}></div>
        <details><summary>${t("The app cannot scan? Type this instead")}</summary><code class="factor-secret">${told.secret}</code></details></li>
      <li><p>${t("Type the six digits that the app shows now.")}</p>
        <${Field} label=${t("Code from the app")} wrong=${wrongOf(refusal, "wrong_code")}>${(ids) => html`<input ...${ids} type="text" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10" value=${values.code} onInput=${(event) => put("code")(event.currentTarget.value)} />`}<//></li>
      ${!due && html`<li><p>${t("Say that it is you.")}</p><${PresentPassword} value=${values.present} onInput=${put("present")} wrong=${wrongOf(refusal, "old_password_wrong")} /></li>`}
    </ol>
    <${RefusedHere} refusal=${apartFrom(refusal, "wrong_code", "old_password_wrong")} />
    <button class="button button-main" type="submit" disabled=${sending.busy || !values.code.trim() || (!due && !values.present)}>${sending.busy ? t("Saving…") : t("Use it from now on")}</button>
  </form>`;
}

function WithPassword({ title, text, go, danger, act, onClose, onDone }) {
  const [present, setPresent] = useState("");
  const sending = useSending(() => act({ present }), onDone);
  const submit = (event) => (event.preventDefault(), sending.go());
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <form onSubmit=${submit} novalidate><p>${text}</p>
      <${PresentPassword} value=${present} onInput=${setPresent} wrong=${wrongOf(sending.refusal, "old_password_wrong")} />
      <${RefusedHere} refusal=${apartFrom(sending.refusal, "old_password_wrong")} />
      <button class=${"button " + (danger ? "button-danger" : "button-main")} type="submit" disabled=${sending.busy || !present}>${sending.busy ? t("Saving…") : go}</button>
    </form>
  <//>`;
}

function There({ factor, onCodes, onGone }) {
  const [asked, ask] = useState(null);
  const close = () => ask(null);
  return html`<p><${Icon} name="circle-check" /> ${t("Set up since %(time)s.", { time: dayAndTime(factor.since, serverNow()) })} ${t("%(count)s recovery codes left.", { count: factor.codes_left })}</p>
    ${factor.codes_left < 3 && html`<p class="ask-warn"><${Icon} name="triangle-alert" /><span>${t("Few recovery codes are left. Make new ones.")}</span></p>`}
    <div class="drawer-acts">
      <button class="button" onClick=${() => ask("codes")}>${t("New recovery codes")}</button>
      ${!factor.required && html`<button class="button button-danger" onClick=${() => ask("off")}>${t("Give up the second factor")}</button>`}
    </div>
    ${factor.required && html`<p class="hint">${t("Administrators of this workshop need a second factor.")}</p>`}
    ${asked === "codes" && html`<${WithPassword} title=${t("New recovery codes?")} text=${t("The old ones open nothing from now on.")} go=${t("New recovery codes")} act=${(body) => post("/account/recovery-codes", body, { patience: 15000 })} onClose=${close} onDone=${(answer) => (close(), onCodes(answer))} />`}
    ${asked === "off" && html`<${WithPassword} danger title=${t("Give up the second factor?")} text=${t("Your password alone lets you in then. Whoever finds it out gets in too.")} go=${t("Give up the second factor")} act=${(body) => post("/account/second-factor/give-up", body, { patience: 15000 })} onClose=${close} onDone=${(answer) => (close(), onGone(answer))} />`}`;
}

export function SecondFactor({ account, due, load }) {
  const [opened, open] = useState(Boolean(due));
  const [told, tell] = useState(null);
  const onSet = (answer) => (takeOver(answer), tell(answer));
  const onKept = () => {
    const answer = told;
    if (goOn(answer)) return;
    tell(null);
    open(false);
    load();
  };
  const onGone = (answer) => (takeOver(answer), toast("ok", t("Your password alone lets you in now.")), load());
  const factor = account.second_factor;
  return html`<section class="account-part"><h2>${due ? t("Set up your second factor") : t("Second factor")}</h2>
    <p class="soft">${due ? t("Administrators of this workshop sign in with their password and a code from their phone.") : t("A code from your phone, asked for after the password: a password that somebody found out opens nothing by itself.")}</p>
    ${factor ? html`<${There} factor=${factor} onCodes=${(answer) => tell(answer)} onGone=${onGone} />`
      : opened ? html`<${SetUp} due=${due} onSet=${onSet} />`
        : html`<button class="button" onClick=${() => open(true)}>${t("Set it up")}</button>`}
    ${told && html`<${Codes} codes=${told.recovery_codes} onClose=${onKept} />`}
  </section>`;
}
