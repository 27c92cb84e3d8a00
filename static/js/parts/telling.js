// What somebody did, in a sentence, and the names and values of what changed with it. The server sends codes (board/screens/telling.py).
//
//   sentenceOf(entry)     "dispatched the car": follows the name of who did it
//   whoOf(entry)          "李强" · "The customer"
//   partName(part)        "Promise" · "Operation: brake pads"
//   partValue(part, value, at)   a value in words; times are told as seen at that moment
//   LOUD                  verbs of corrections and overrides: drawn so that they are seen

import { dayAndTime, duration } from "../core/durations.js";
import { N_, language, listed, t, word } from "../core/i18n.js";
import { money } from "../core/money.js";

export const SENTENCES = {
  // appointment, gate, reception
  book: N_("booked an appointment"),
  move_appointment: N_("moved the appointment"),
  confirm_appointment: N_("confirmed the appointment"),
  mark_no_show: N_("noted that the customer did not come"),
  cancel_appointment: N_("cancelled the appointment"),
  arrive: N_("saw the car come in"),
  undo_arrival: N_("took the arrival back"),
  open_reception: N_("began the walk-round"),
  note_walk_round: N_("noted what was seen on the walk-round"),
  mark_damage: N_("marked damage on the car"),
  remove_mark: N_("removed a damage mark"),
  write_order: N_("wrote the order"),
  sign_order: N_("had the order signed"),
  take_in: N_("took the car in"),
  add_photo: N_("took a photo"),
  add_signature: N_("kept a signature"),
  print_card: N_("printed the job card"),
  revoke_card: N_("made the printed cards invalid"),
  renew_customer_link: N_("gave the customer a new link"),
  assign_advisor: N_("gave the car to an advisor"),
  link_comeback: N_("linked the car to an earlier job"),
  // dispatch and work
  dispatch: N_("dispatched"),
  assign: N_("chose technicians"),
  move: N_("moved"),
  recall: N_("took back to the queue"),
  clock_on: N_("clocked on"),
  resume: N_("went on"),
  take_over: N_("took the work over"),
  switch: N_("switched to this car"),
  "switch:left": N_("paused this car and switched to another one"),
  pause: N_("paused"),
  pause_idle: N_("said why nobody works on the car"),
  finish_operation: N_("finished an operation"),
  tick: N_("ticked the checklist"),
  record_test_drive: N_("made a test drive"),
  // parts and add-on work
  want_part: N_("asked for a part"),
  set_part: N_("said how a part stands"),
  cancel_part: N_("cancelled a part"),
  propose_add_on: N_("found more work"),
  price_add_on: N_("priced the additional work"),
  approve_add_on: N_("recorded that the customer wants it done"),
  decline_add_on: N_("recorded that the customer declined"),
  decide_own_add_on: N_("approved the additional work with the link"),
  "decide_own_add_on:declined": N_("declined the additional work with the link"),
  // calls for help
  call_andon: N_("called for help"),
  answer_andon: N_("answered the call"),
  resolve_andon: N_("settled the call"),
  "resolve_andon:withdrawn": N_("withdrew the call"),
  // checks, wash, handover
  sign_self_check: N_("signed the self check"),
  "sign_self_check:failed": N_("did not pass the self check"),
  sign_leader_check: N_("signed the team leader's check"),
  "sign_leader_check:failed": N_("did not pass the team leader's check"),
  sign_final_check: N_("signed the final check"),
  "sign_final_check:failed": N_("did not pass the final check"),
  start_wash: N_("began the wash"),
  end_wash: N_("ended the wash"),
  park_ready: N_("parked the car"),
  announce: N_("told the customer that the car is ready"),
  hand_over: N_("began the handover"),
  settle: N_("settled"),
  issue_exit_pass: N_("gave out the exit pass"),
  deliver: N_("let the car out"),
  let_out: N_("let the car out with its exit pass"),
  record_call: N_("called the customer back"),
  open_complaint: N_("opened a complaint"),
  give_complaint: N_("gave the complaint to somebody"),
  close_complaint: N_("closed the complaint"),
  // what has to be seen
  change_promise: N_("changed the promise"),
  cancel: N_("cancelled the job"),
  correct_clocking: N_("put a clocking right"),
  confirm_clocking: N_("confirmed a clocking"),
  close_forgotten: N_("ended a forgotten clocking"),
  propose_repair: N_("asked to put a clocking right"),
  decide_repair: N_("agreed to put the clocking right"),
  "decide_repair:refused": N_("did not agree to put the clocking right"),
  lay_late_scan: N_("scanned without network; it could not be carried out"),
  settle_late_scan: N_("settled a scan without network"),
  "settle_late_scan:retry": N_("carried out a scan without network"),
  "settle_late_scan:record_time": N_("recorded the time of a scan without network"),
  "settle_late_scan:dismiss": N_("dismissed a scan without network"),
  turn_day: N_("began a new day"),
  forget_stay: N_("took the personal data out"),
  forget_appointment: N_("took the personal data out of an appointment"),
  forget_vehicle: N_("took a plate out that nothing is known of"),
  // setting up
  add_bay: N_("added a bay"),
  change_bay: N_("changed a bay"),
  remove_bay: N_("removed a bay"),
  take_bay_out: N_("took a bay out of service"),
  return_bay: N_("put a bay back into service"),
  set_opening: N_("changed the opening hours"),
  add_shift: N_("added a shift"),
  change_shift: N_("changed a shift"),
  remove_shift: N_("removed a shift"),
  add_special_day: N_("added a special day"),
  remove_special_day: N_("removed a special day"),
  add_standard_job: N_("added to the catalogue"),
  change_standard_job: N_("changed the catalogue"),
  import_catalogue: N_("read a catalogue in"),
  change_workshop: N_("changed the workshop's settings"),
  add_team: N_("added a team"),
  rename_team: N_("renamed a team"),
  remove_team: N_("removed a team"),
  add_person: N_("added a person"),
  change_person: N_("changed a person"),
  set_password: N_("set a password"),
  set_pin: N_("set a PIN"),
  set_certificates: N_("changed somebody's certificates"),
  renew_badge: N_("gave somebody a new badge"),
  deactivate_person: N_("took somebody's access away"),
  reactivate_person: N_("gave somebody access again"),
  pair_device: N_("paired a screen"),
  revoke_device: N_("took a screen's access away"),
  pair_screen: N_("paired a screen by its code"),
  change_screen: N_("changed what a screen shows"),
  identify_screen: N_("let a screen say which one it is"),
  reload_screen: N_("loaded a screen anew"),
  note_screen: N_("noted how a wall stands"),
  move_screen: N_("gave a screen to another site"),
  change_service_type: N_("changed a service type"),
  set_time_standards: N_("changed the time standards"),
  add_pause_reason: N_("added a pause reason"),
  change_pause_reason: N_("changed a pause reason"),
  set_checklist: N_("changed a checklist"),
  require_second_factor: N_("decided whether administrators need a second factor"),
  end_persons_sign_ins: N_("signed somebody out everywhere"),
  reset_second_factor: N_("took somebody's second factor away"),
  change_own_password: N_("changed the own password"),
  set_up_second_factor: N_("set up a second factor"),
  renew_recovery_codes: N_("made new recovery codes"),
  give_up_second_factor: N_("gave up the second factor"),
};

export const LOUD = ["change_promise", "cancel", "correct_clocking", "confirm_clocking", "close_forgotten", "propose_repair", "decide_repair", "lay_late_scan", "settle_late_scan", "revoke_card"];

export const PART_NAMES = {
  stage: N_("Stage"),
  bay: N_("Bay"),
  stall: N_("Stall"),
  promise: N_("Promise"),
  planned_start: N_("Planned start"),
  priority: N_("Priority"),
  service_type: N_("Service type"),
  wash_wanted: N_("Wash wanted"),
  waits: N_("Customer waits"),
  old_parts: N_("Old parts"),
  mileage: N_("Mileage"),
  parts_missing: N_("Parts are missing"),
  old_parts_given: N_("Old parts given back"),
  next_service: N_("Next service"),
  next_service_km: N_("Next service at"),
  amount: N_("Amount"),
  paid: N_("Paid by"),
  invoice: N_("Invoice"),
  advisor: N_("Advisor"),
  operation: N_("Operation"),
  operation_named: N_("Operation"),
  operation_added: N_("Work added"),
  operation_gone: N_("Work removed"),
  operation_text: N_("Operation"),
  works_on: N_("Works on"),
  standard_time: N_("Standard"),
  price: N_("Price"),
  decline_signed: N_("Refusal signed"),
  person_added: N_("With"),
  person_gone: N_("No longer with"),
  clocked_on: N_("Clocked on"),
  clocked_off: N_("Clocked off"),
  proposed_time: N_("Proposed time"),
  late_by: N_("Scanned by"),
  late_step: N_("Step"),
  late_refused: N_("Why not"),
  part: N_("Part"),
  part_added: N_("Part"),
  part_gone: N_("Part removed"),
  expected: N_("Expected"),
  quantity: N_("Quantity"),
  reason: N_("Reason"),
  note: N_("Note"),
  told: N_("Who told the customer"),
  items: N_("Failed"),
  ticked: N_("Ticked"),
  resolution: N_("What was done"),
  answer: N_("Answer"),
  call: N_("Help wanted"),
  after_call: N_("After"),
  test_drive: N_("Kilometres"),
  mark: N_("Damage"),
  mark_at: N_("Where"),
  decided_by: N_("Said by"),
  via: N_("How"),
  result: N_("Result"),
  complaint: N_("Complaint"),
  owner: N_("Up to"),
  due: N_("Due"),
  comeback_of: N_("Earlier job"),
  appointment: N_("Appointment"),
  appointment_state: N_("Appointment"),
  new: N_("New"),
  gone: N_("Removed"),
};

// What an administrator set up: the column, and which kind of thing it belongs to.
export const SET_UP_NAMES = {
  name: N_("Name"),
  login: N_("Login"),
  roles: N_("Roles"),
  skills: N_("Skills"),
  active: N_("Active"),
  language: N_("Language"),
  phone: N_("Phone"),
  number: N_("Number"),
  capacity: N_("Cars at once"),
  out_of_service: N_("Out of service"),
  start: N_("Begin"),
  end: N_("End"),
  days: N_("Weekdays"),
  day: N_("Day"),
  open: N_("Open"),
  shift_start: N_("Begin"),
  shift_end: N_("End"),
  open_days: N_("Weekdays"),
  jobs_at_once: N_("Jobs at once"),
  personal_days: N_("Days that personal data is kept"),
  brand: N_("Colour"),
  currency: N_("Currency"),
  service_types: N_("Service types"),
  time_standards: N_("Time standards"),
  pause_reasons: N_("Pause reasons"),
  code: N_("Code"),
  text_zh: N_("Chinese text"),
  text_en: N_("English text"),
  standard_minutes: N_("Standard minutes"),
  price_cents: N_("Price"),
  skill: N_("Skill"),
  checklist: N_("Checklist"),
  items: N_("Checklist"),
  occasion: N_("Occasion"),
  view: N_("Screen"),
  expires_at: N_("Valid until"),
  revoked_at: N_("Access ended"),
  second_factor_for_admins: N_("Administrators need a second factor"),
};

export const SET_UP_THINGS = {
  site: N_("Workshop"),
  shift: N_("Shift"),
  special_day: N_("Special day"),
  team: N_("Team"),
  person: N_("Person"),
  certificate: N_("Certificate"),
  bay: N_("Bay"),
  standard_job: N_("Catalogue"),
  checklist: N_("Checklist"),
  device: N_("Screen"),
};

export function sentenceOf(entry) {
  return t(SENTENCES[entry.verb + ":" + entry.how] || SENTENCES[entry.verb]);
}

// Nobody signed in: the customer with their link, or the board by its own clock or its command line.
export function whoOf(entry) {
  if (entry.who) return entry.who;
  return entry.verb === "decide_own_add_on" ? t("The customer") : t("The board");
}

export function partName(part) {
  if (part.thing) return [t(SET_UP_THINGS[part.thing]), part.item, t(SET_UP_NAMES[part.what] || PART_NAMES[part.what])].filter(Boolean).join(" · ");
  return part.item ? t("%(what)s: %(note)s", { what: t(PART_NAMES[part.what]), note: part.item }) : t(PART_NAMES[part.what]);
}

function ownText(text) {
  return text[language] || text.zh_CN || text.en;
}

// {"": {reception: 10}, express: {…}}: the minutes of all jobs first, then those of a service type.
function standards(value) {
  return listed(Object.keys(value).map((service) => [service && word("service_type", service), ...Object.keys(value[service]).map((stage) => word("stage", stage) + " " + duration(value[service][stage]))].filter(Boolean).join(" "))) || "—";
}

// Why something was refused: {text, details}, the text English as the catalogues know it.
function refusal({ text, details }) {
  return t(text, details.stage ? { ...details, stage: word("stage", details.stage) } : details);
}

export function partValue(part, value, at) {
  if (value === null || value === undefined || value === "" || value.length === 0) return "—";
  if (part.kind.startsWith("word:")) return word(part.kind.slice(5), value);
  if (part.kind === "time") return dayAndTime(value, at);
  if (part.kind.startsWith("money:")) return money(value, part.kind.slice(6));
  if (part.kind === "minutes") return duration(value);
  if (part.kind === "km") return t("%(km)s km", { km: value });
  if (part.kind === "yes") return value ? t("yes") : t("no");
  if (part.kind === "list") return listed(value);
  if (part.kind === "own") return ownText(value);
  if (part.kind === "owns") return listed(value.filter((each) => each.active !== false).map(ownText));
  if (part.kind.startsWith("words:")) return listed(value.map((each) => word(part.kind.slice(6), each)));
  if (part.kind === "standards") return standards(value);
  if (part.kind === "refusal") return refusal(value);
  return String(value);
}
