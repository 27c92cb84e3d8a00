// What stands in for a screen until its feed has shown something, or when the feed is refused.
//
//   const standIn = useStandIn(feed);  if (standIn) return standIn;

import { html } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { t } from "../core/i18n.js";
import { Notice } from "./notice.js";

// On a wall nobody has a role or a password: there it says what becomes of the display. A person is told the server's reason.
function refusedNotice(refusal) {
  return html`<main class="stand-in">
    <${Notice} kind="error" icon="circle-alert" title=${t("This screen may not show the board")} text=${boot.person ? refusal.sentence : t("Its access was taken away, or it was never given any.")}>
      ${boot.person
        ? html`<a class="button" href="/">${t("Go to the start page")}</a>`
        : html`<p>${t("Ask your administrator to add this display again, and open the address they give you.")}</p>`}
    <//>
  </main>`;
}

function loadingNotice(linked) {
  const text = linked ? t("The present state is on its way.") : t("The server does not answer yet. It is asked again by itself; check the network if this stays.");
  return html`<main class="stand-in"><${Notice} loading icon="refresh-cw" title=${t("Loading the board…")} text=${text} /></main>`;
}

export function useStandIn(feed) {
  if (feed.status.value === "refused") return refusedNotice(feed.refusal.value);
  return feed.status.value === "loading" ? loadingNotice(feed.linked.value) : null;
}
