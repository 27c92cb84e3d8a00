// Where other parts of the way of a car come onto the desk: one line each.
//
//   QUESTIONS  what is asked about one car, in front of the desk: kind -> component {id, job, step, people, onClose}.
//              Asked with acts.ask(kind, id, step); a step names its question in desk/steps.js (`asks`), a need in desk/needs.js.
//   LINKS      pages about one car, in its sheet: {key, icon, words, href(id), fits(job)}
//   BANNERS    what stands over the lists, whatever is shown below: components {feed}

import { html } from "../../../vendor/preact.js";
import { boot } from "../../core/boot.js";
import { N_ } from "../../core/i18n.js";
import { Calls } from "../../parts/calls.js";
import { OpenCaseDialog } from "../../parts/cases.js";
import { CancelDialog, PromiseDialog } from "../../parts/job_questions.js";
import { AdvisorDialog } from "./advisor_dialog.js";
import { HandoverDialog } from "./handover.js";
import { ExitPassDialog, SettleDialog } from "./settling.js";
import { StepDialog } from "./step_dialog.js";

const actions = boot.person ? boot.person.actions : [];

export const QUESTIONS = {
  step: StepDialog,
  promise: PromiseDialog,
  cancel: CancelDialog,
  advisor: AdvisorDialog,
  complain: ({ id, job, people, onClose }) => html`<${OpenCaseDialog} id=${id} car=${job} people=${people} onClose=${onClose} />`,
  hand_over: HandoverDialog,
  settle: SettleDialog,
  exit_pass: ExitPassDialog,
};

export const LINKS = [
  { key: "reception", icon: "car", words: N_("Walk-round and order"), href: (id) => "/reception/" + id, fits: (job) => actions.includes("open_reception") && ["arrived", "reception"].includes(job.stage) },
  { key: "story", icon: "list-checks", words: N_("The whole story"), href: (id) => "/jobs/" + id + "/story", fits: () => actions.includes("read_story") },
];

export const BANNERS = [Calls];
