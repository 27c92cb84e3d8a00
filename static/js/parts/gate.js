// What stands in for a screen until its feed has shown something, or when the feed is refused.
//
//   const standIn = useStandIn(feed);  if (standIn) return standIn;

import { html, useEffect } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { t } from "../core/i18n.js";
import { Notice } from "./notice.js";

const PAIR_AGAIN_AFTER = 20000;

// A wall has nobody to tap it: it goes on to its code by itself.
function Removed() {
  useEffect(() => {
    const timer = setTimeout(() => location.replace("/screen"), PAIR_AGAIN_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return html`<main class="stand-in">
    <${Notice} kind="error" icon="circle-alert" title=${t("This screen may not show the board any more")} text=${t("Its access was taken away. To use it again, the administrator pairs it anew: the code appears here by itself.")}>
      <a class="button button-large" href="/screen">${t("Pair it again")}</a>
    <//>
  </main>`;
}

function refusedNotice(refusal) {
  if (!boot.person) return html`<${Removed} />`;
  return html`<main class="stand-in">
    <${Notice} kind="error" icon="circle-alert" title=${t("This screen may not show the board")} text=${refusal.sentence}>
      <a class="button" href="/">${t("Go to the start page")}</a>
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
