// Puts a screen on the page: language and brand, the screen itself, and a designed state should drawing it fail.
//
//   const feed = createFeed({ view: "workshop" });
//   mount(html`<${Workshop} feed=${feed} />`, { feed, retrySeconds: 30 });
//
// `retrySeconds` (for unattended screens) loads the page again after a failure; without it, a button does.
// `self.board.feed` is for tests and for whoever looks at a screen from the developer tools; `self.board.health()` is for
// the watchdog of a screen's own machine (see core/health.js). `shows()` says what is shown now, where that changes.

import { Component, html, render } from "../../vendor/preact.js";
import { boot } from "./boot.js";
import { applyBrand } from "./brand.js";
import { describe, noteError } from "./health.js";
import { t } from "./i18n.js";

class Guard extends Component {
  componentDidCatch(failure) {
    console.error(failure);
    noteError(failure);
    this.setState({ failed: true });
    if (this.props.retrySeconds) setTimeout(() => location.reload(), this.props.retrySeconds * 1000);
  }

  render(props, state) {
    return state.failed ? html`<${Failed} unattended=${Boolean(props.retrySeconds)} />` : props.children;
  }
}

function Failed({ unattended }) {
  return html`<main class="notice notice-error" role="alert">
    <h1>${t("This screen could not be drawn")}</h1>
    <p>${unattended ? t("It loads again by itself in half a minute.") : t("Nothing you entered was lost on the server.")}</p>
    ${unattended ? null : html`<button class="button button-main" onClick=${() => location.reload()}>${t("Load again")}</button>`}
  </main>`;
}

export function mount(screen, options) {
  const given = options || {};
  applyBrand(boot.site.brand);
  const shows = given.shows || (() => ({ view: boot.view || boot.screen, feed: given.feed || null, asleep: false }));
  self.board = { feed: given.feed || null, health: () => describe(shows()) };
  const place = document.getElementById("screen");
  place.textContent = "";
  render(html`<${Guard} retrySeconds=${given.retrySeconds}>${screen}<//>`, place);
}
