// Who came and went: sign-ins, failures and refusals, found again by kind, person and day.
//
//   html`<${Doors} people=${people} />`

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Notice } from "../../parts/notice.js";

const EVENTS = ["signed_in", "wrong_password", "wrong_pin", "wrong_code", "locked", "signed_out", "ended", "password_changed", "second_factor_on", "second_factor_off", "recovery_code_used", "device_paired", "device_revoked", "refused"];
const BAD = ["wrong_password", "wrong_pin", "wrong_code", "locked", "refused"];

function addressOf(question, before) {
  const given = new URLSearchParams();
  Object.keys(question).filter((name) => question[name]).forEach((name) => given.set(name, question[name]));
  if (before) given.set("before", String(before));
  return "/audit/doors?" + given.toString();
}

function usePages(question) {
  const [state, setState] = useState({ busy: true, failed: null, events: [], next: null });
  const fetchMore = async (before, events) => {
    setState({ busy: true, failed: null, events, next: null });
    try {
      const page = await get(addressOf(question, before), { patience: 8000 });
      setState({ busy: false, failed: null, events: events.concat(page.events), next: page.next });
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      setState({ busy: false, failed: refusal.sentence, events, next: before });
    }
  };
  useEffect(() => {
    fetchMore(null, []);
  }, [question]);
  return { state, more: () => fetchMore(state.next, state.events) };
}

function Row({ event }) {
  const where = [event.device, event.address].filter(Boolean).join(" · ");
  return html`<tr class=${BAD.includes(event.event) ? "is-bad" : ""}>
    <td>${dayAndTime(event.at, serverNow())}</td>
    <td><strong>${word("door_event", event.event)}</strong>${event.action && html` <code>${event.action}</code>`}${event.by && html` <span class="soft">${t("by %(name)s", { name: event.by })}</span>`}</td>
    <td>${event.person || html`<span class="soft">—</span>`}</td><td>${where}</td>
  </tr>`;
}

export function Doors({ people }) {
  const [question, setQuestion] = useState({ event: "", person: "", day: "" });
  const { state, more } = usePages(question);
  const put = (name) => (input) => setQuestion(Object.assign({}, question, { [name]: input.currentTarget.value }));
  return html`<form class="audit-question" onSubmit=${(submit) => submit.preventDefault()}>
      <label class="field"><span>${t("What")}</span><select name="event" value=${question.event} onChange=${put("event")}>
        <option value="">${t("Everything at the doors")}</option>${EVENTS.map((event) => html`<option key=${event} value=${event}>${word("door_event", event)}</option>`)}</select></label>
      <label class="field"><span>${t("Who")}</span><select name="person" value=${question.person} onChange=${put("person")}>
        <option value="">${t("Anybody")}</option>${people.map(({ id, name }) => html`<option key=${id} value=${String(id)}>${name}</option>`)}</select></label>
      <label class="field"><span>${t("Day")}</span><input name="day" type="date" value=${question.day} onChange=${put("day")} /></label>
    </form>
    <section class="audit-found" aria-busy=${state.busy ? "true" : "false"}>
      ${state.events.length > 0 && html`<div class="doors-table" tabindex="0" role="region" aria-label=${t("Sign-ins and refusals")}><table><thead><tr><th>${t("When")}</th><th>${t("What")}</th><th>${t("Who")}</th><th>${t("Where")}</th></tr></thead>
        <tbody>${state.events.map((event) => html`<${Row} key=${event.id} event=${event} />`)}</tbody></table></div>`}
      ${state.busy && html`<p role="status">${t("Searching…")}</p>`}
      ${state.failed && html`<p class="ask-refused" role="alert">${state.failed}</p>`}
      ${!state.events.length && !state.busy && !state.failed && html`<${Notice} icon="search" title=${t("Nothing found")} text=${t("Nothing of this kind was recorded. It is kept for 180 days.")} />`}
      ${state.next !== null && !state.busy && html`<button class="button" onClick=${more}>${t("Look further back")}</button>`}
    </section>`;
}
