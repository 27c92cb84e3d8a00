// What stands in for a desk's screen until its feed has shown something, or when the feed is refused.
//
//   const standIn = deskStandIn(feed);  if (standIn) return standIn;

import { html } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";
import { Notice } from "./notice.js";

export function deskStandIn(feed) {
  if (feed.status.value === "refused") return html`<main class="desk-stand-in"><${Refused} refusal=${feed.refusal.value} /></main>`;
  if (feed.status.value !== "loading") return null;
  const text = feed.linked.value ? t("The present state is on its way.") : t("The server does not answer yet. It is asked again by itself; check the network if this stays.");
  return html`<main class="desk-stand-in"><${Notice} loading icon="refresh-cw" title=${t("Loading the board…")} text=${text} /></main>`;
}

function Refused({ refusal }) {
  const signedOut = refusal.code === "sign_in_first";
  const href = signedOut ? "/sign-in?next=" + encodeURIComponent(location.pathname) : "/";
  return html`<${Notice} kind="error" icon="circle-alert" title=${signedOut ? t("You are signed out") : t("You may not see this screen")} text=${refusal.sentence}>
    <a class="button button-main" href=${href}>${signedOut ? t("Sign in") : t("To my screens")}</a>
  <//>`;
}
