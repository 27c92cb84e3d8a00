// Says at once, with a sound, that a customer stands at the gate: one of the advisor's own, or nobody's yet. Once somebody
// has come, it is no longer said.

import { useEffect, useRef } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { t } from "../../core/i18n.js";
import { chime } from "../../core/sound.js";
import { customerName } from "../../parts/customer.js";
import { toast } from "../../parts/toast.js";

const greets = Boolean(boot.person) && boot.person.roles.includes("advisor");

function isForMe({ job }) {
  return job.stage === "arrived" && (job.advisor === null || job.advisor.id === boot.person.id);
}

export function useArrivals(jobs, onOpen) {
  const known = useRef(null);
  const said = useRef(new Map());
  useEffect(() => {
    if (!greets) return;
    const here = jobs.filter(isForMe);
    const fresh = known.current === null ? [] : here.filter(({ id }) => !known.current.has(id));
    known.current = new Set(here.map(({ id }) => id));
    said.current.forEach((close, id) => known.current.has(id) || (close(), said.current.delete(id)));
    fresh.forEach(({ id, job }) => {
      const text = job.customer.name ? t("%(plate)s is at the gate: %(name)s", { plate: job.plate.text, name: customerName(job.customer) }) : t("%(plate)s is at the gate", { plate: job.plate.text });
      said.current.set(id, toast("warn", text, { stay: true, act: { text: t("Look at the car"), run: () => onOpen(id) } }));
    });
    if (fresh.length) chime();
  }, [jobs]);
}
