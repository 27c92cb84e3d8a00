// The complaints: what about, who looks after each, and until when.

import { html } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { t } from "../../core/i18n.js";
import { customerName, PhoneLink } from "../../parts/customer.js";
import { Plate } from "../../parts/plate.js";
import { Due } from "./calls.js";

const me = boot.person;
const closesAll = Boolean(me) && me.roles.some((role) => role === "follow_up_clerk" || role === "manager");

function Case({ id, card, onAsk }) {
  const mine = me && card.owner.id === me.id;
  return html`<li class="case" data-case=${id}>
    <div class="case-head"><${Due} at=${card.due_at} /><span class="case-owner clip" title=${card.owner.name}>${mine ? t("yours") : card.owner.name}</span></div>
    <p class="case-text">${card.text}</p>
    <div class="case-about"><${Plate} plate=${card.plate} size="small" /><div><p class="clip" title=${card.customer.name}>${customerName(card.customer)}</p><p class="clip"><${PhoneLink} phone=${card.customer.phone} /></p></div></div>
    <div class="case-acts">
      <button class="button" onClick=${() => onAsk("give", id, card)}>${t("Hand on…")}</button>
      ${(mine || closesAll) && html`<button class="button button-main" onClick=${() => onAsk("close", id, card)}>${t("Answer…")}</button>`}
    </div>
  </li>`;
}

export function Cases({ cases, none, onAsk }) {
  return html`<section class="follow-up-cases" aria-label=${t("Complaints")}><h2>${t("Complaints")} <strong>${cases.length}</strong></h2>
    ${none && html`<p class="soft nothing-fits">${t("No complaint is open.")}</p>`}
    ${!none && !cases.length && html`<p class="soft nothing-fits">${t("Nothing fits what you typed.")}</p>`}
    <ul>${cases.map(([id, card]) => html`<${Case} key=${id} id=${id} card=${card} onAsk=${onAsk} />`)}</ul>
  </section>`;
}
