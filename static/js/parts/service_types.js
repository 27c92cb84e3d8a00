// The service types that this workshop offers, and whether a wash is usual with each. Asked when a form opens, so that
// what the administrator just changed counts; until the answer is here, or without one, all of them are offered.

import { useEffect, useState } from "../../vendor/preact.js";
import { get } from "../core/api.js";
import { word } from "../core/i18n.js";

export const SERVICE_TYPES = ["express", "general", "diagnosis", "warranty", "recall", "body_paint", "pdi", "comeback"];

export function useServiceTypes() {
  const [told, setTold] = useState({});
  useEffect(() => {
    let open = true;
    get("/catalogue").then((answer) => open && setTold(answer.service_types), () => undefined);
    return () => {
      open = false;
    };
  }, []);
  const of = (type) => told[type];
  return {
    // What may be chosen, with the one that is chosen already: an old draft must not change by being looked at.
    choices: (chosen) => SERVICE_TYPES.filter((type) => type === chosen || !of(type) || of(type).active).map((type) => [type, word("service_type", type)]),
    // The change of a draft to a type: the usual wash comes with it.
    chosen: (type) => (of(type) ? { service_type: type, wash_wanted: of(type).wash } : { service_type: type }),
  };
}
