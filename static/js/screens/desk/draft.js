// A job that is being taken in, kept in this browser tab until it is sent: a reload or a slip loses nothing.
//
//   const [draft, change, clear] = useDraft();
//   change({ model: "A6L" })            takes some fields over
//   commandOf(draft)                    the body for POST /jobs; the same content bears the same command id

import { useEffect, useState } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { commandId } from "../../core/api.js";
import { minutesOf } from "../../parts/typed_hours.js";

const KEPT = "board-new-job";

export const emptyOperation = { text: "", hours: "", skill: "", high_voltage: false };

function fresh() {
  const person = boot.person;
  return {
    plate: "",
    model: "",
    colour: "",
    energy: "petrol",
    mileage: "",
    name: "",
    salutation: "mr",
    phone: "",
    service_type: "express",
    priority: "normal",
    concern: "",
    waits: false,
    wash_wanted: true,
    old_parts: "discard",
    appointment: false,
    promised_at: null,
    advisor: person && person.roles.includes("advisor") ? person.id : null,
    operations: [emptyOperation],
  };
}

function kept() {
  try {
    return { ...fresh(), ...JSON.parse(sessionStorage.getItem(KEPT) || "{}") };
  } catch (unreadable) {
    return fresh();
  }
}

export function useDraft() {
  const [draft, setDraft] = useState(kept);
  useEffect(() => sessionStorage.setItem(KEPT, JSON.stringify(draft)), [draft]);
  const change = (some) => setDraft((before) => ({ ...before, ...some }));
  const clear = () => {
    sessionStorage.removeItem(KEPT);
    setDraft(fresh());
  };
  return [draft, change, clear];
}

function operationsOf(draft) {
  return draft.operations
    .filter(({ text, hours }) => text.trim() || hours.trim())
    .map(({ text, hours, skill, high_voltage }) => ({ text: text.trim(), standard_minutes: minutesOf(hours), skill: skill || null, high_voltage }));
}

function bodyOf(draft) {
  return {
    plate: draft.plate.trim(),
    model: draft.model.trim(),
    colour: draft.colour.trim() || null,
    energy: draft.energy,
    mileage_km: /^\d+$/.test(draft.mileage.trim()) ? Number(draft.mileage.trim()) : null,
    customer: { name: draft.name.trim(), salutation: draft.salutation, phone: draft.phone.trim() || null },
    service_type: draft.service_type,
    priority: draft.priority,
    concern: draft.concern.trim(),
    waits: draft.waits,
    wash_wanted: draft.wash_wanted,
    old_parts: draft.old_parts,
    appointment: draft.appointment,
    promised_at: draft.promised_at,
    advisor: draft.advisor,
    operations: operationsOf(draft),
  };
}

const sent = { content: null, id: null };

export function commandOf(draft) {
  const body = bodyOf(draft);
  const content = JSON.stringify(body);
  if (sent.content !== content) Object.assign(sent, { content, id: commandId() });
  return { id: sent.id, ...body };
}
