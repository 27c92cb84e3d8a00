// Work that is sold every day, to pick from while typing. A pick fills in its usual time and skill; both can be changed.

import { N_, t } from "../../core/i18n.js";

const WORK = [
  { text: N_("Oil and filter service"), hours: "0.6", skill: "express" },
  { text: N_("Inspection by the maintenance plan"), hours: "1.0", skill: "express" },
  { text: N_("Brake fluid change"), hours: "0.5", skill: "express" },
  { text: N_("Air filter and cabin filter"), hours: "0.3", skill: "express" },
  { text: N_("Tyre change, four wheels"), hours: "0.8", skill: "express" },
  { text: N_("Front brake pads and discs"), hours: "1.3", skill: "mechanic" },
  { text: N_("Chassis noise check"), hours: "0.5", skill: "mechanic" },
  { text: N_("Wheel alignment"), hours: "0.8", skill: "alignment" },
  { text: N_("Fault diagnosis"), hours: "1.0", skill: "diagnosis" },
  { text: N_("12 V battery check"), hours: "0.3", skill: "electrics" },
  { text: N_("Air conditioning service"), hours: "0.8", skill: "electrics" },
  { text: N_("High-voltage system check"), hours: "1.0", skill: "high_voltage", high_voltage: true },
  { text: N_("Body repair, one panel"), hours: "4.0", skill: "body" },
  { text: N_("Paint, one panel"), hours: "4.0", skill: "paint" },
];

export function commonWork() {
  return WORK.map((each) => ({ high_voltage: false, ...each, text: t(each.text) }));
}
