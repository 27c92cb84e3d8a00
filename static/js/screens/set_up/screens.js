// The paired screens, walls and tablets: how each is, live, and what it is set to. A new one is paired by the code that it shows,
// or opened once by an address of its own.

import { html, useEffect, useState } from "../../../vendor/preact.js";
import { get } from "../../core/api.js";
import { boot } from "../../core/boot.js";
import { serverNow } from "../../core/clock.js";
import { dayAndTime } from "../../core/durations.js";
import { t, word } from "../../core/i18n.js";
import { Dialog } from "../../parts/dialog.js";
import { Icon } from "../../parts/icon.js";
import { picture, change } from "./data.js";
import { Select, TextField, useForm } from "./forms.js";
import { Rows, Section, Sign } from "./list.js";
import { KnownScreen } from "./screen_sheet.js";
import { LANGUAGES, shownInWords, viewChoices } from "./screen_words.js";
import { EditSheet } from "./sheet.js";

const LOOK_EVERY = 4000;
const SIGNS = { fine: "ok", stale: "warn", dark: "late", asleep: "" };

function NewScreen({ onClose }) {
  const form = useForm({ name: "", view: "workshop", language: null });
  const [paired, pair] = useState(null);
  const save = () => change("/set-up/screens", form.values, t("%(name)s can be opened now", { name: form.values.name }));
  if (paired) return html`<${Dialog} title=${form.values.name} onClose=${onClose} actions=${html`<button class="button button-main" onClick=${onClose}>${t("Done")}</button>`}>
    <p>${t("Open this address on the screen, once. A tablet can scan the code with its camera.")}</p>
    <div class="pairing"><div class="pairing-code" dangerouslySetInnerHTML=${{ __html: paired.qr }}></div><p><a class="pairing-link" href=${paired.link} target="_blank" rel="noopener">${paired.link}</a></p></div>
    <p class="ask-warn"><${Icon} name="info" /><span>${t("It is shown only now. Whoever opens it sees what this screen sees.")}</span></p>
  <//>`;
  return html`<${EditSheet} title=${t("New screen")} form=${form} save=${save} go=${t("Make its address")} onClose=${onClose} onSaved=${pair}>${(wrong) => html`
    <p class="ask-note">${t("For a browser that cannot show a code. Everywhere else, pair by code.")}</p>
    <${TextField} form=${form} wrong=${wrong} name="name" label=${t("What it is called")} hint=${t("Where it is, e.g. TV over bay 5.")} autofocus />
    <${Select} form=${form} wrong=${wrong} name="view" label=${t("It shows")} choices=${viewChoices()} />
    <${Select} form=${form} wrong=${wrong} name="language" label=${t("Language")} choices=${[[null, t("the workshop's")], ...Object.entries(LANGUAGES)]} />`}
  <//>`;
}

// How the screens are changes by itself: it is asked for while somebody looks at it.
function useLiveScreens() {
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const told = await get("/set-up/screens", { patience: 0 }).catch(() => null);
      if (told && picture.value) picture.value = { ...picture.value, screens: told.screens };
    };
    const timer = setInterval(look, LOOK_EVERY);
    look();
    return () => clearInterval(timer);
  }, []);
}

function State({ screen }) {
  const since = dayAndTime(screen.since_at, serverNow());
  const why = screen.why ? " · " + word("stale_reason", screen.why) : "";
  // A tablet is off whenever nobody needs it.
  const kind = screen.view === "tablet" && screen.state === "dark" ? "" : SIGNS[screen.state];
  return html`<${Sign} kind=${kind}>${word("screen_state", screen.state)}${why}<//> <small class="soft">${t("since %(time)s", { time: since })}</small>`;
}

function Seen({ health }) {
  if (!health) return html`<span class="soft">${t("never")}</span>`;
  const old = health.version !== boot.version;
  return html`${dayAndTime(health.seen_at, serverNow())}
    ${old && html` <${Sign} kind="warn">${t("old pages")}<//>`}
    ${health.errors > 0 && html` <${Sign} kind="warn">${t("%(count)s errors", { count: health.errors })}<//>`}`;
}

export function Screens() {
  const { screens } = picture.value;
  const [adding, add] = useState(false);
  const [opened, open] = useState(null);
  useLiveScreens();
  const sheet = screens.find((screen) => screen.id === opened);
  const rows = screens.map((screen) => ({
    key: screen.id,
    onOpen: () => open(screen.id),
    cells: [screen.id + " · " + screen.name, shownInWords(screen), html`<${State} screen=${screen} />`, html`<${Seen} health=${screen.health} />`],
  }));
  const tools = html`<button class="button" onClick=${() => add(true)}>${t("By address")}</button>
    <a class="button button-main" href="/pair"><${Icon} name="plus" /><span>${t("Pair by code")}</span></a>`;
  return html`<${Section} title=${t("Walls and tablets")} text=${t("Open /screen on a new wall or tablet and pair it by the code that it shows. Here you see how each one is, and change what it shows.")} tools=${tools}>
    <${Rows} label=${t("Walls and tablets")} heads=${[t("Number and name"), t("It shows"), t("Now"), t("Last heard of")]} rows=${rows} empty=${t("No screens yet. Open /screen on the wall in the workshop, then pair it by its code.")} />
    ${adding && html`<${NewScreen} onClose=${() => add(false)} />`}
    ${sheet && html`<${KnownScreen} key=${sheet.id} screen=${sheet} onClose=${() => open(null)} />`}
  <//>`;
}
