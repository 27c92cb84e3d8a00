// What the server said when it served this page: view, language, site, person, device, csrf, version.
//
//   import { boot } from "../core/boot.js";
//   boot.site.timezone, boot.person && boot.person.name
//
// The block is JSON in <script type="application/json" id="boot"> (see templates/base.html). A page without one
// (an error page, a print page) gets the defaults below, so that parts can be used there too. A tablet's page that was opened
// without network (`shell`) says of its site and device what `rememberPlace()` kept when there was one.

const defaults = {
  view: null,
  language: "en",
  site: { name: "", timezone: "UTC", brand: "#0b6e69", currency: "CNY" },
  csrf: "",
  person: null,
  device: null,
  demo: false,
  epoch: null,
  version: "",
  shell: false,
};
const PLACE = "board-tablet-place";

function readBoot() {
  const block = document.getElementById("boot");
  const told = block ? JSON.parse(block.textContent) : {};
  if (told.shell) Object.assign(told, JSON.parse(localStorage.getItem(PLACE) || "{}"));
  return Object.assign({}, defaults, told, { site: Object.assign({}, defaults.site, told.site) });
}

export const boot = readBoot();

export function rememberPlace() {
  localStorage.setItem(PLACE, JSON.stringify({ site: boot.site, device: boot.device, demo: boot.demo, epoch: boot.epoch }));
}
