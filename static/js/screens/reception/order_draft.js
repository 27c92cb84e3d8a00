// The order as it stands in the fields: what people type, before it is a body for the server.
//
//   draftOf(order)          fields from an order as the server tells it
//   bodyOf(draft)           {body, wrong}: what is sent, and what can't be (field -> sentence; then nothing is sent)
//   sameOrder(one, other)   whether two orders say the same
//   minutesIn(draft), centsIn(draft)   {labour, parts, total, unpriced}

import { language, t } from "../../core/i18n.js";
import { centsOf, plainAmount } from "../../core/money.js";
import { minutesOf } from "../../parts/typed_hours.js";

let made = 0;

function nextKey() {
  return (made += 1);
}

export function emptyLine() {
  return { key: nextKey(), code: null, text: "", hours: "", skill: "", high_voltage: false, safety: false, price: "", checklist: [] };
}

export function emptyPart(line) {
  return { key: nextKey(), number: "", name: "", quantity: "1", price: "", line: line || null };
}

function hoursText(minutes) {
  const text = (minutes / 60).toFixed(2).replace(/0$/, "");
  return Math.round(Number(text) * 60) === minutes ? text : minutes + "m";
}

function priceText(cents) {
  return cents === null || cents === undefined ? "" : plainAmount(cents);
}

function lineOf(operation) {
  const { code, text, skill, high_voltage, safety, checklist } = operation;
  return { key: nextKey(), code, text, hours: hoursText(operation.standard_minutes), skill: skill || "", high_voltage, safety, price: priceText(operation.price_cents), checklist };
}

// A standard job as a line of the order, in the advisor's language, and its parts.
export function linesOf(job) {
  const text = job.text[/^zh/.test(language) ? "zh_CN" : "en"];
  const line = lineOf({ ...job, text });
  const parts = job.parts.map((part) => ({ key: nextKey(), number: part.number || "", name: part.name, quantity: String(part.quantity || 1), price: priceText(part.price_cents), line: line.key }));
  return { line, parts };
}

export function draftOf(order) {
  const lines = order.operations.map(lineOf);
  const parts = order.parts.map((part) => ({ key: nextKey(), number: part.number, name: part.name, quantity: String(part.quantity), price: priceText(part.price_cents), line: part.operation === null ? null : lines[part.operation].key }));
  return {
    plate: order.vehicle.plate,
    model: order.vehicle.model,
    colour: order.vehicle.colour || "",
    vin: order.vehicle.vin || "",
    energy: order.vehicle.energy,
    name: order.customer.name,
    salutation: order.customer.salutation,
    phone: order.customer.phone || "",
    service_type: order.service_type,
    priority: order.priority,
    promised_at: order.promised_at,
    waits: order.waits,
    wash_wanted: order.wash_wanted,
    old_parts: order.old_parts,
    lines,
    parts,
  };
}

function isLine({ text, hours, price }) {
  return Boolean(text.trim() || hours.trim() || price.trim());
}

function isPart({ number, name, price }) {
  return Boolean(number.trim() || name.trim() || price.trim());
}

export function bodyOf(draft) {
  const wrong = {};
  const price = (text, field) => {
    if (!text.trim()) return null;
    const cents = centsOf(text);
    if (cents === null) wrong[field] = t("An amount like 480 or 480.50.");
    return cents;
  };
  const lines = draft.lines.filter(isLine);
  const place = {};
  const operations = lines.map((line, index) => {
    const field = "operations." + index + ".";
    place[line.key] = index;
    const minutes = line.hours.trim() ? minutesOf(line.hours) : 0;
    if (minutes === null) wrong[field + "standard_minutes"] = t("Hours like 1.5, or minutes like 90m.");
    if (!line.text.trim()) wrong[field + "text"] = t("Say what is to be done.");
    return { code: line.code, text: line.text.trim(), standard_minutes: minutes, skill: line.skill || null, high_voltage: line.high_voltage, safety: line.safety, price_cents: price(line.price, field + "price_cents"), checklist: line.checklist };
  });
  const parts = draft.parts.filter(isPart).map((part, index) => {
    const field = "parts." + index + ".";
    if (!part.name.trim()) wrong[field + "name"] = t("Say which part.");
    const quantity = /^\d{1,3}$/.test(part.quantity.trim()) ? Number(part.quantity) : 0;
    if (quantity < 1) wrong[field + "quantity"] = t("A number from 1 to 999.");
    return { number: part.number.trim(), name: part.name.trim(), quantity, price_cents: price(part.price, field + "price_cents"), operation: part.line in place ? place[part.line] : null };
  });
  if (!draft.plate.trim()) wrong["vehicle.plate"] = t("The plate is missing.");
  const body = {
    vehicle: { plate: draft.plate.trim(), model: draft.model.trim(), colour: draft.colour.trim() || null, vin: draft.vin.trim() || null, energy: draft.energy },
    customer: { name: draft.name.trim(), salutation: draft.salutation, phone: draft.phone.trim() || null },
    service_type: draft.service_type,
    priority: draft.priority,
    promised_at: draft.promised_at,
    waits: draft.waits,
    wash_wanted: draft.wash_wanted,
    old_parts: draft.old_parts,
    operations,
    parts,
  };
  return { body, wrong };
}

export function sameOrder(one, other) {
  return JSON.stringify(bodyOf(draftOf(one)).body) === JSON.stringify(bodyOf(draftOf(other)).body);
}

export function minutesIn(draft) {
  return draft.lines.reduce((sum, line) => sum + (minutesOf(line.hours) || 0), 0);
}

export function centsIn(draft) {
  const lines = draft.lines.filter(isLine);
  const parts = draft.parts.filter(isPart);
  const labour = lines.reduce((sum, line) => sum + (centsOf(line.price) || 0), 0);
  const pieces = parts.reduce((sum, part) => sum + (centsOf(part.price) || 0) * (Number(part.quantity) || 0), 0);
  return { labour, parts: pieces, total: labour + pieces, unpriced: lines.concat(parts).some((each) => centsOf(each.price) === null) };
}

// Which row of the fields is which of the order: rows without a word in them are not sent.
export function placesOf(rows, what) {
  const counts = what === "parts" ? isPart : isLine;
  const places = {};
  let index = 0;
  rows.forEach((row) => {
    if (counts(row)) places[row.key] = index++;
  });
  return places;
}
