// The administrator's phone in front of a new screen: its code (typed, or brought by its QR code), a name, what it shows; and then
// whether it has come up.

import { html, useEffect, useState } from "../../vendor/preact.js";
import { get, post } from "../core/api.js";
import { boot } from "../core/boot.js";
import { mount } from "../core/mount.js";
import { t } from "../core/i18n.js";
import { Account } from "../parts/account.js";
import { Field } from "../parts/field.js";
import { Icon } from "../parts/icon.js";
import { RefusedHere, useSending } from "../parts/sending.js";
import { Toasts } from "../parts/toast.js";
import { Waiting } from "../parts/waiting.js";
import { wrongOf } from "./set_up/data.js";
import { Select, TextField, useForm } from "./set_up/forms.js";
import { LANGUAGES, viewChoices } from "./set_up/screen_words.js";

const LOOK_EVERY = 2000;

// As the screen shows it, whatever was typed: capitals, a dash after four.
function spelled(typed) {
  const letters = typed.toUpperCase().replace(/[^A-Z]/g, "").slice(0, 8);
  return letters.length > 4 ? letters.slice(0, 4) + "-" + letters.slice(4) : letters;
}

function CodeField({ form, wrong, brought }) {
  return html`<${Field} label=${t("The code on the screen")} wrong=${wrong.code}>${(ids) => html`<input ...${ids} class="pair-code" type="text" name="code" autocomplete="off" autocapitalize="characters" spellcheck=${false}
    placeholder="BCDF-GHJK" value=${form.values.code} autofocus=${!brought} onInput=${(event) => form.set({ code: spelled(event.currentTarget.value) })} />
    <p class="hint">${brought ? t("Compare it with the screen in front of you, letter by letter. Pair no screen that you do not see.") : t("Open /screen on it: it shows eight letters.")}</p>`}<//>`;
}

function Form({ onPaired }) {
  const brought = spelled(boot.code || "");
  const form = useForm({ code: brought, name: "", view: "workshop", language: null });
  const sending = useSending(() => post("/set-up/screens/pair", form.values, { patience: 15000 }), (answer) => (form.saved(), onPaired({ id: answer.result.device, name: form.values.name })));
  const wrong = wrongOf(sending.refusal);
  const submit = (event) => (event.preventDefault(), sending.go());
  return html`<form class="sheet-form pair-form" onSubmit=${submit} novalidate>
    <${CodeField} form=${form} wrong=${wrong} brought=${brought} />
    <${TextField} form=${form} wrong=${wrong} name="name" label=${t("What it is called")} hint=${t("Where it is, e.g. TV over bay 5.")} autofocus=${Boolean(brought)} />
    <${Select} form=${form} wrong=${wrong} name="view" label=${t("It shows")} choices=${viewChoices()} />
    <${Select} form=${form} wrong=${wrong} name="language" label=${t("Language")} choices=${[[null, t("the workshop's")], ...Object.entries(LANGUAGES)]} />
    ${boot.several_sites && html`<p class="pair-site"><${Icon} name="map-pin" /><span>${t("It will belong to %(site)s. For another workshop, its own administrator types the code.", { site: boot.site.name })}</span></p>`}
    ${sending.refusal && !Object.keys(wrong).length && html`<${RefusedHere} refusal=${sending.refusal} />`}
    <button type="submit" class="button button-main button-large" disabled=${sending.busy}>${sending.busy ? t("Pairing…") : t("Pair this screen")}</button>
  </form>`;
}

// Asked until the screen has reported for the first time: then it is known to show something.
function useCameUp(id) {
  const [state, setState] = useState("waiting");
  useEffect(() => {
    const timer = setInterval(async () => {
      const told = await get("/set-up/screens", { patience: 0 }).catch(() => null);
      const screen = told && told.screens.find((each) => each.id === id);
      if (screen && screen.health) (setState("up"), clearInterval(timer));
    }, LOOK_EVERY);
    return () => clearInterval(timer);
  }, []);
  return state;
}

function Done({ screen, again }) {
  const up = useCameUp(screen.id) === "up";
  return html`<section class="pair-done" role="status">
    <${Icon} name="circle-check" />
    <h2>${t("%(name)s is paired", { name: screen.name })}</h2>
    <p>${up ? t("It has come up and reports that it is live.") : t("It starts within seconds. Look at the screen.")}</p>
    <div class="pair-acts">
      <button class="button button-large" onClick=${again}>${t("Pair another screen")}</button>
      <a class="button button-main button-large" href="/set-up#screens">${t("All walls and tablets")}</a>
    </div>
  </section>`;
}

function Pair() {
  const [screen, paired] = useState(null);
  const again = () => {
    boot.code = "";
    history.replaceState(null, "", "/pair");
    paired(null);
  };
  return html`<div class="pairing-page">
    <header class="bar"><h1 class="clip">${t("Pair a screen")}</h1><p class="soft clip">${boot.site.name}</p><div class="bar-end"><${Account} /></div></header>
    <main class="pair-main">${screen ? html`<${Done} screen=${screen} again=${again} />` : html`<${Form} onPaired=${paired} />`}</main>
    <${Waiting} /><${Toasts} />
  </div>`;
}

mount(html`<${Pair} />`);
