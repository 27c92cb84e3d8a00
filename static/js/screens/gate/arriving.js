// A car at the gate: its plate is typed, the server says what is known of it, and one button says that it is here.

import { html, useEffect, useRef, useState } from "../../../vendor/preact.js";
import { get, post } from "../../core/api.js";
import { now, serverNow } from "../../core/clock.js";
import { clockTime, dayAndTime, duration, minutesSince, siteDay } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { acceptedTone } from "../../core/sound.js";
import { Icon } from "../../parts/icon.js";
import { Plate } from "../../parts/plate.js";
import { previewPlate } from "../../parts/plate_kind.js";
import { ProvinceKeys } from "../../parts/province_keys.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";
import { called, lettersOf, look } from "./cars.js";

const ASK_AFTER = 350;
const WHOLE_PLATE = 7;
const PASS = /^\s*WBE/i;

export async function arrive(plate, appointment, advisor) {
  const answer = await post("/gate/arrivals", { plate, appointment });
  acceptedTone();
  const shown = previewPlate(plate).text;
  const words = advisor ? t("%(plate)s has arrived. %(advisor)s is told.", { plate: shown, advisor }) : t("%(plate)s has arrived. The advisors are told.", { plate: shown });
  toast("ok", words, { act: { text: t("Undo"), run: () => takeBack(answer.job, shown) } });
}

async function takeBack(job, plate) {
  try {
    await post("/jobs/" + job + "/undo-arrival", {});
    toast("info", t("%(plate)s: taken back", { plate }));
  } catch (refusal) {
    if (!refusal.sentence) throw refusal;
    toast("error", refusal.sentence, { stay: true });
  }
}

// Asks by itself once a plate is complete, and at once when told to; an answer to an older question is dropped.
function useKnown(plate) {
  const [state, setState] = useState({ plate: null, known: null, refusal: null, asking: false });
  const turn = useRef(0);
  const ask = async () => {
    const mine = (turn.current += 1);
    setState({ plate, known: null, refusal: null, asking: true });
    try {
      const known = await get("/gate/look?plate=" + encodeURIComponent(plate), { patience: 8000 });
      if (mine === turn.current) setState({ plate, known, refusal: null, asking: false });
    } catch (refusal) {
      if (mine === turn.current) setState({ plate, known: null, refusal: refusal.sentence ? refusal : null, asking: false });
      if (!refusal.sentence) throw refusal;
    }
  };
  useEffect(() => {
    turn.current += 1;
    setState({ plate: null, known: null, refusal: null, asking: false });
    if (PASS.test(plate) || lettersOf(plate).length < WHOLE_PLATE) return undefined;
    const timer = setTimeout(ask, ASK_AFTER);
    return () => clearTimeout(timer);
  }, [plate]);
  return { ...state, ask };
}

export function Arriving({ plate, usual, onPlate, onPass }) {
  const field = useRef(null);
  const { known, refusal, asking, ask } = useKnown(plate);
  const pass = onPass && PASS.test(plate);
  const send = (event) => {
    event.preventDefault();
    if (!plate.trim()) return;
    if (pass) {
      onPass(plate);
      onPlate("");
    } else ask();
  };
  const pick = (province) => {
    onPlate(province);
    field.current.focus();
  };
  return html`<section class="arriving" aria-label=${t("A car arrives")}>
    <form class="plate-pad" onSubmit=${send}>
      <label class="plate-field"><span>${t("Plate")}</span>
        <input ref=${field} type="text" name="plate" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck=${false} enterkeyhint="search" lang="zh-CN"
          value=${plate} onInput=${(event) => onPlate(event.currentTarget.value)} /></label>
      ${plate && html`<button type="button" class="button-quiet plate-clear" aria-label=${t("Empty")} onClick=${() => (onPlate(""), field.current.focus())}><${Icon} name="x" /></button>`}
      <button class="button button-main plate-find" disabled=${!plate.trim() || asking}><${Icon} name="search" /><span>${pass ? t("Read the pass") : t("Look up")}</span></button>
    </form>
    ${!plate && html`<${ProvinceKeys} usual=${usual} onPick=${pick} />`}
    <div class="arriving-answer" aria-live="polite">
      ${asking && html`<p class="soft">${t("Looking it up…")}</p>`}
      <${RefusedHere} refusal=${refusal} />
      ${known && html`<${Known} key=${known.plate.text} known=${known} onArrived=${() => onPlate("")} />`}
    </div>
  </section>`;
}

function early(at) {
  const minutes = minutesSince(serverNow(), at);
  if (minutes > 0) return t("%(time)s early", { time: duration(minutes) });
  const late = minutesSince(at, serverNow());
  return late > 0 ? t("%(time)s late", { time: duration(late) }) : t("on time");
}

function Booked({ appointment }) {
  const today = siteDay(appointment.at) === siteDay(now.peek());
  const who = [called(appointment.customer), appointment.advisor && t("advisor: %(name)s", { name: appointment.advisor })].filter(Boolean).join(" · ");
  return html`<div class=${"known-line known-booked" + (today ? "" : " known-warn")}><${Icon} name="calendar" /><div>
    <p><strong>${today ? t("Appointment at %(time)s", { time: clockTime(appointment.at) }) : t("Appointment %(when)s", { when: dayAndTime(appointment.at, now.peek()) })}</strong>${today && html` · ${early(appointment.at)}`}</p>
    <p class="clip">${who}</p></div></div>`;
}

function Known({ known, onArrived }) {
  const { appointment, car, comeback } = known;
  const here = known.already_here;
  const [plain, setPlain] = useState(false);
  const kept = plain ? null : appointment;
  const sending = useSending(() => arrive(known.plate.text, kept ? kept.id : null, kept && kept.advisor), onArrived);
  const lastBy = car && car.customer && called(car.customer);
  return html`<div class="known">
    <div class="known-car"><${Plate} plate=${known.plate} size="large" />
      <p>${car ? html`<strong>${look(car) || t("model not known yet")}</strong>` : html`<strong>${t("Never been here")}</strong>`}${lastBy && !appointment && html`<span class="soft">${t("last brought by %(name)s", { name: lastBy })}</span>`}</p></div>
    ${here && html`<div class="known-line known-warn" role="alert"><${Icon} name="info" /><div><p><strong>${t("This car is already here")}</strong> · ${word("stage", here.stage)}</p>
      ${here.since_at !== null && html`<p>${t("since %(time)s", { time: dayAndTime(here.since_at, now.peek()) })}</p>`}</div></div>`}
    ${!here && appointment && html`<${Booked} appointment=${appointment} />`}
    ${!here && comeback && html`<div class="known-line"><${Icon} name="repeat" /><p>${t("Left here %(when)s: it may come because of that.", { when: dayAndTime(comeback.delivered_at, now.peek()) })}</p></div>`}
    ${!here && html`<button class="button button-main known-arrived" disabled=${sending.busy} onClick=${sending.go}><${Icon} name="check" /><span>${sending.busy ? t("Saving…") : kept ? t("Has arrived") : t("Has arrived, without appointment")}</span></button>`}
    ${!here && appointment && html`<label class="tick known-plain"><input type="checkbox" checked=${plain} onChange=${(event) => setPlain(event.currentTarget.checked)} /><span>${t("Comes for something else than the appointment")}</span></label>`}
    <${RefusedHere} refusal=${sending.refusal} />
  </div>`;
}
