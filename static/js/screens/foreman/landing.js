// What letting a car go over a place would ask of the server. Places that are plainly full say so before it is asked;
// everything else the server decides, and its sentence is shown.
//
//   landing(car, "bay:3", picture) -> { verb: "dispatch" | "move" | "recall" | "assign" | null, to, problem, advice }

import { serverNow } from "../../core/clock.js";
import { listed, t, word } from "../../core/i18n.js";
import { highVoltage } from "./crew.js";
import { may } from "./may.js";
import { bayOf, keyId } from "./picture.js";

const nothing = { verb: null, to: null, problem: null, advice: null };

export function landing(car, target, picture) {
  if (target === "queue") return intoQueue(car);
  if (target === "out") return outOfBay(car);
  if (target.startsWith("person:")) return toPerson(car, keyId(target), picture);
  return intoBay(car, bayOf(picture, keyId(target)));
}

function intoQueue(car) {
  if (may(car.job, "recall")) return { ...nothing, verb: "recall", to: null };
  if (may(car.job, "dispatch")) return nothing;
  return { ...nothing, problem: t("Work on this car has begun: it can't go back to the queue") };
}

function outOfBay(car) {
  if (car.job.bay === null) return nothing;
  if (may(car.job, "move")) return { ...nothing, verb: "move", to: null };
  return { ...nothing, problem: t("This car can't be moved now") };
}

function toPerson(car, person, picture) {
  const found = picture.people.find(({ id }) => id === person);
  if (found && car.job.high_voltage && highVoltage(found.person, serverNow()) !== "valid")
    return { ...nothing, problem: t("%(name)s has no valid high-voltage qualification", { name: found.person.name }) };
  if (may(car.job, "dispatch")) return { ...nothing, verb: "dispatch", to: null, person };
  if (may(car.job, "assign")) return { ...nothing, verb: "assign", to: null, person };
  return { ...nothing, problem: t("Nobody can be given this car now") };
}

function intoBay(car, place) {
  if (!place || place.id === car.job.bay) return nothing;
  const verb = ["dispatch", "move"].find((each) => may(car.job, each));
  const problem = verb ? bayProblem(car, place) : t("This car can't be moved now");
  return { ...nothing, verb: problem ? null : verb, to: place.id, problem, advice: bayAdvice(car, place) };
}

export function bayProblem(car, { bay, cars }) {
  const others = cars.filter(({ id }) => id !== car.id);
  if (bay.out_of_service) return t("Bay %(bay)s is out of service: %(reason)s", { bay: bay.number, reason: bay.out_of_service.reason });
  if (others.length >= bay.capacity) return t("Bay %(bay)s is taken: %(plate)s", { bay: bay.number, plate: others[0].job.plate.text });
  return null;
}

export function bayAdvice(car, { bay }) {
  if (!car.job.bay_kinds.length || car.job.bay_kinds.includes(bay.bay_kind)) return null;
  return t("Usually in: %(kinds)s", { kinds: listed(car.job.bay_kinds.map((kind) => word("bay_kind", kind))) });
}
