// The customers to call: until when, who they are, what was done, and how often they were tried.

import { html } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime, siteDay, timeLeft } from "../../core/durations.js";
import { listed, t, word } from "../../core/i18n.js";
import { customerName, PhoneLink } from "../../parts/customer.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/notice.js";
import { Plate } from "../../parts/plate.js";
import { useNow } from "../../parts/standing.js";

const MOST_TRIES = 3;
const records = Boolean(boot.person) && boot.person.actions.includes("record_call");
const reads = Boolean(boot.person) && boot.person.actions.includes("read_story");

export function Due({ at }) {
  const late = useNow((time) => time > at, [at]).value;
  const words = useNow((time) => (siteDay(at) > siteDay(time) ? t("by %(time)s", { time: dayAndTime(at, time) }) : timeLeft(at, time)), [at]);
  return html`<div class=${"due" + (late ? " is-late" : "")}>${late && html`<${Icon} name="triangle-alert" />`}<span>${words}</span></div>`;
}

export function triesSoFar({ tries }) {
  return tries.filter(({ result }) => result === "not_reached").length;
}

function Tried({ card }) {
  const count = triesSoFar(card);
  if (!count) return html`<p class="clip soft">${t("not tried yet")}</p>`;
  const last = card.tries[card.tries.length - 1];
  return html`<p class="clip">${t("tried %(count)s of %(most)s", { count, most: MOST_TRIES })}</p><p class="clip soft">${dayAndTime(last.at, serverNow())}${last.note && html` · ${last.note}`}</p>`;
}

function Row({ id, card, onCall }) {
  return html`<li class="call-row" data-call=${id}>
    <${Due} at=${card.due_at} />
    <div class="call-car"><${Plate} plate=${card.plate} size="small" /><p class="clip soft" title=${card.model}>${card.model}</p></div>
    <div class="call-customer"><p class="clip" title=${card.customer.name}><strong>${customerName(card.customer)}</strong></p><p class="clip"><${PhoneLink} phone=${card.customer.phone} /></p></div>
    <div class="call-done"><p class="clip" title=${listed(card.done)}>${listed(card.done) || word("service_type", card.service_type)}</p>
      <p class="clip soft">${card.comeback && html`<span class="badge badge-warn"><${Icon} name="repeat" />${word("service_type", "comeback")}</span> `}${t("delivered %(time)s", { time: dayAndTime(card.delivered_at, serverNow()) })}${card.advisor && html` · ${card.advisor.name}`}</p></div>
    <div class="call-tried"><${Tried} card=${card} /></div>
    <div class="call-acts">
      ${reads && html`<a class="button-quiet" href=${"/jobs/" + id + "/story"} aria-label=${t("Story of %(plate)s", { plate: card.plate.text })} title=${t("Story")}><${Icon} name="list-checks" /></a>`}
      ${records && html`<button class="button button-main" onClick=${() => onCall(id, card)}>${t("Record the call")}</button>`}
    </div>
  </li>`;
}

export function Calls({ calls, none, onCall }) {
  return html`<section class="follow-up-calls" aria-label=${t("To be called")}><h2>${t("To be called")} <strong>${calls.length}</strong></h2>
    ${none && html`<${Notice} icon="circle-check" title=${t("Everybody has been called")} text=${t("A car stands here from its delivery until its customer was reached.")} />`}
    ${!none && !calls.length && html`<p class="soft nothing-fits">${t("Nothing fits what you typed.")}</p>`}
    <ul>${calls.map(([id, card]) => html`<${Row} key=${id} id=${id} card=${card} onCall=${onCall} />`)}</ul>
  </section>`;
}
