// The start page is complete without this: here it gets the site's colour and its icons.

import { html, render } from "../../vendor/preact.js";
import { boot } from "../core/boot.js";
import { applyBrand } from "../core/brand.js";
import { Icon } from "../parts/icon.js";

applyBrand(boot.site.brand);
document.querySelectorAll("[data-icon]").forEach((place) => render(html`<${Icon} name=${place.dataset.icon} />`, place));
