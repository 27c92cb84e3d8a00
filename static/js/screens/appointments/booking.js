// Booking an appointment, with the hours of its day beside it.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../../../vendor/preact.js";
import { commandId, get, post } from "../../core/api.js";
import { serverNow } from "../../core/clock.js";
import { clockTime, dayAndTime, longDate } from "../../core/durations.js";
import { listed, t } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { wrongFields } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { previewPlate } from "../../parts/plate_kind.js";
import { RefusedHere, useSending } from "../../parts/sending.js";
import { toast } from "../../parts/toast.js";
import { CarAndCustomer, When, Work } from "./booking_fields.js";
import { bodyOf, freshDraft, soldBy } from "./draft.js";
import { HoursPanel, useHours } from "./hours.js";
import { useCatalogue } from "./lines.js";
import { isExpected, noonOf, ofDay } from "./picture.js";
import { momentOf } from "./questions.js";

const TYPED_OUT = 350;
const FIELD_OF_CODE = { plate_invalid: "plate", appointment_past: "at", closed_day: "at", outside_opening: "at", not_an_advisor: "advisor" };

function wrongOf(refusal) {
  const wrong = wrongFields(refusal);
  if (FIELD_OF_CODE[refusal.code]) wrong[FIELD_OF_CODE[refusal.code]] = refusal.sentence;
  return wrong;
}

// Who drives this car, as far as the shop knows; `taken` once it stands in the form.
function useKnown(plate) {
  const [known, setKnown] = useState(null);
  const text = previewPlate(plate).text;
  useEffect(() => {
    let wanted = true;
    setKnown(null);
    const ask = async () => {
      try {
        const told = await get("/vehicles?plate=" + encodeURIComponent(text), { patience: 5000 });
        if (wanted) setKnown(told);
      } catch (refusal) {
        if (!refusal.sentence) throw refusal; // half a plate, or no network: everything can be typed
      }
    };
    const timer = text.length < 4 ? null : setTimeout(ask, TYPED_OUT);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  return [known, setKnown];
}

function takenOver({ vehicle, customer }) {
  const car = vehicle.model ? { model: vehicle.model, energy: vehicle.energy } : {};
  return customer ? { ...car, name: customer.name, salutation: customer.salutation, phone: customer.phone || "" } : car;
}

// Others at that time with that advisor: no rule against it, but worth knowing.
function Crowd({ picture, draft }) {
  const at = momentOf(draft.day, draft.clock);
  if (at === null) return null;
  const others = ofDay(picture, draft.day).filter((each) => isExpected(each) && (each.appointment.advisor ? each.appointment.advisor.id : null) === draft.advisor
    && each.appointment.at < at + draft.minutes * 60000 && at < each.appointment.at + each.appointment.minutes * 60000);
  if (!others.length) return null;
  const list = listed(others.map(({ appointment }) => clockTime(appointment.at) + " " + appointment.plate.text));
  const text = draft.advisor === null ? t("At that time without an advisor too: %(list)s", { list }) : t("This advisor already has at that time: %(list)s", { list });
  return html`<p class="ask-warn"><${Icon} name="users" /><span>${text}</span></p>`;
}

function isDay(typed) {
  return /^\d{4}-\d\d-\d\d$/.test(typed);
}

export function BookDialog({ cards, picture, wish, onClose, onBooked }) {
  const form = useRef(null);
  const command = useRef({ content: null, id: null });
  const [draft, setDraft] = useState(() => freshDraft(wish));
  const [known, setKnown] = useKnown(draft.plate);
  const change = (some) => setDraft((before) => ({ ...before, ...some }));
  const take = () => (change(takenOver(known)), setKnown({ ...known, taken: true }));
  const catalogue = useCatalogue();
  const hours = useHours(draft.day, cards);
  const body = bodyOf(draft);
  const send = () => {
    const content = JSON.stringify(body);
    if (command.current.content !== content) command.current = { content, id: commandId() };
    return post("/appointments", { id: command.current.id, ...body });
  };
  const sending = useSending(send, () => {
    toast("ok", t("%(plate)s booked for %(when)s", { plate: previewPlate(draft.plate).text, when: dayAndTime(body.at, serverNow()) }));
    onBooked(draft.day);
  });
  const wrong = sending.refusal ? wrongOf(sending.refusal) : {};
  useEffect(() => {
    if (known && known.vehicle && !known.taken && !draft.model && !draft.name) take();
  }, [known]);
  useLayoutEffect(() => {
    const first = sending.refusal && form.current.querySelector("[aria-invalid='true']");
    if (first) first.focus();
    else if (sending.refusal) form.current.querySelector(".ask-refused").scrollIntoView({ block: "nearest" });
  }, [sending.refusal]);
  const ready = body.plate && body.at !== null;
  const onKey = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) ready && sending.go();
    else if (!event.target.matches("input:not([type='checkbox'])")) return;
    event.preventDefault();
  };
  const actions = html`<span class="new-job-hint"><kbd>Ctrl</kbd> + <kbd>Enter</kbd></span>
    <button type="button" class="button" onClick=${onClose}>${t("Cancel")}</button>
    <button type="button" class="button button-main" disabled=${sending.busy || !ready} onClick=${sending.go}>${sending.busy ? t("Booking…") : t("Book")}</button>`;
  return html`<${Dialog} wide title=${t("Book an appointment")} onClose=${onClose} actions=${actions}>
    <form class="booking" ref=${form} noValidate aria-label=${t("Book an appointment")} onKeyDown=${onKey} onSubmit=${(event) => event.preventDefault()}>
      <div class="booking-part">
        <${CarAndCustomer} draft=${draft} change=${change} wrong=${wrong} known=${known} onTake=${take} />
        <${Work} draft=${draft} change=${change} wrong=${wrong} catalogue=${catalogue} />
        <${RefusedHere} refusal=${sending.refusal} />
      </div>
      <div class="booking-part">
        <${When} draft=${draft} change=${change} wrong=${wrong} advisors=${picture.advisors} />
        <${Crowd} picture=${picture} draft=${draft} />
        <${HoursPanel} hours=${hours} day=${isDay(draft.day) ? longDate(noonOf(draft.day)) : t("Choose a day")} draft=${soldBy(draft)} />
      </div>
    </form>
  <//>`;
}
