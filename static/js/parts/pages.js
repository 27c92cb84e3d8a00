// Pages that turn by themselves, where a wall has more to show than fits. All screens turn together, by the server's clock.
//
//   const page = usePage(cards.length, 20, 15);   a page's number, how many there are, from and to for slice()
//   html`<${PageDots} page=${page} />`            nothing when there is one page
//
// Pages are filled evenly: 21 things on two pages are 11 and 10, not 20 and 1.

import { html } from "../../vendor/preact.js";
import { t } from "../core/i18n.js";
import { useNow } from "./standing.js";

export function usePage(count, limit, seconds) {
  const pages = Math.max(1, Math.ceil(count / limit));
  const size = pages === 1 ? count : Math.ceil(count / pages);
  const number = useNow((time) => Math.floor(time / 1000 / seconds) % pages, [pages, seconds]).value;
  return { number, pages, size, from: number * size, to: Math.min(count, (number + 1) * size) };
}

export function PageDots({ page }) {
  if (page.pages === 1) return null;
  const dots = [];
  for (let i = 0; i < page.pages; i += 1) dots.push(html`<i key=${i} class=${i === page.number ? "dot is-here" : "dot"}></i>`);
  return html`<div class="dots" role="img" aria-label=${t("Page %(page)s of %(pages)s", { page: page.number + 1, pages: page.pages })}>${dots}</div>`;
}
