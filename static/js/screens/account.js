// One's own account: the password, the second factor, where one is signed in, and the language. Who has not finished signing in
// sees the step that is missing, and nothing else.

import { html, useEffect, useState } from "../../vendor/preact.js";
import { get } from "../core/api.js";
import { boot } from "../core/boot.js";
import { t } from "../core/i18n.js";
import { mount } from "../core/mount.js";
import { Account, LanguageSwitch } from "../parts/account.js";
import { Icon } from "../parts/icon.js";
import { Notice } from "../parts/notice.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { Password } from "./account/password.js";
import { SecondFactor } from "./account/second_factor.js";
import { SignIns } from "./account/sign_ins.js";

const STEPS = {
  password: Password,
  second_factor: SecondFactor,
};

function useAccount() {
  const [state, setState] = useState({ account: null, failed: null });
  const load = async () => {
    try {
      setState({ account: await get("/account", { patience: 8000 }), failed: null });
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      if (refusal.code === "sign_in_first") location.assign("/sign-in?next=/account");
      else setState((before) => ({ account: before.account, failed: refusal.sentence }));
    }
  };
  useEffect(() => {
    load();
  }, []);
  return { ...state, load };
}

function Facts({ account }) {
  const ways = [account.has_password && account.login, account.has_pin && t("PIN")].filter(Boolean).join(" · ");
  return html`<section class="account-part account-who">
    <h2 class="clip" title=${account.name}>${account.name}</h2>
    <p class="soft">${t("Way in")}: ${ways || t("no way in")}</p>
    <${LanguageSwitch} />
  </section>`;
}

function Everything({ account, load }) {
  if (boot.needs) {
    const Step = STEPS[boot.needs];
    return html`<p class="account-step" role="status"><${Icon} name="info" /><span>${t("You have not finished signing in. Go on with the step that is still missing.")}</span></p>
      <${Step} account=${account} due load=${load} />`;
  }
  return html`<${Facts} account=${account} />
    ${account.has_password && html`<${Password} account=${account} load=${load} />`}
    ${account.has_password && html`<${SecondFactor} account=${account} load=${load} />`}
    <${SignIns} account=${account} load=${load} />`;
}

function Page() {
  const { account, failed, load } = useAccount();
  return html`<div class="account-page">
    <header class="bar"><h1 class="clip">${t("Your account")}</h1><p class="soft clip">${boot.site.name}</p><div class="bar-end"><${Account} /></div></header>
    <main class="account-main">
      ${failed && html`<${Notice} kind="error" icon="circle-alert" title=${t("Your account could not be read")} text=${failed}><button class="button button-main" onClick=${load}>${t("Try again")}</button><//>`}
      ${!account && !failed && html`<${Notice} loading icon="refresh-cw" title=${t("Loading…")} text="" />`}
      ${account && html`<${Everything} account=${account} load=${load} />`}
    </main>
    <${Waiting} /><${Toasts} />
  </div>`;
}

mount(html`<${Page} />`);
