// What people see of the scanner.
//
//   html`<${CameraView} camera=${scanner.camera} hint="…" />`
//   html`<${TypedCode} scanner=${scanner} label="…" hint="…" />`

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { N_, t } from "../core/i18n.js";
import { Icon } from "./icon.js";
import { Notice } from "./notice.js";

const TROUBLE = {
  denied: [
    N_("The camera is not allowed"),
    N_("Tap the sign left of the address, choose \"Permissions\", switch the camera on and try again. If it isn't there, ask the administrator."),
  ],
  none: [N_("This device has no camera"), N_("Use a hand scanner, or type the number.")],
  insecure: [
    N_("The camera needs a secure connection"),
    N_("This page came over plain HTTP, and browsers then keep the camera off. The administrator can set up HTTPS for the board. Until then use a hand scanner, or type the number."),
  ],
  busy: [N_("The camera is used by something else"), N_("Close other apps that use the camera, then try again.")],
  failed: [N_("The camera could not be started"), N_("Try again. If it stays like this, use a hand scanner or type the number.")],
};
const WORTH_A_TRY = ["denied", "busy", "failed", "none"];

export function CameraView({ camera, hint }) {
  const state = camera.state.value;
  useEffect(() => {
    camera.start();
    return () => camera.stop();
  }, [camera]);
  if (TROUBLE[state]) return html`<${Trouble} camera=${camera} state=${state} />`;
  return html`<div class="camera">
    <${Picture} camera=${camera} />
    <div class=${"camera-frame" + (camera.sightings.value % 2 ? " beat-a" : " beat-b")} aria-hidden="true"></div>
    <p class="camera-words" role="status">${state === "on" ? hint : t("Starting the camera… If the device asks, choose \"Allow\".")}</p>
    <div class="camera-tools"><${Torch} camera=${camera} /><${OtherCamera} camera=${camera} /></div>
  </div>`;
}

function Picture({ camera }) {
  const place = useRef(null);
  useEffect(() => {
    camera.picture.className = "camera-picture";
    camera.picture.setAttribute("aria-hidden", "true");
    place.current.appendChild(camera.picture);
  }, [camera]);
  return html`<div class="camera-place" ref=${place}></div>`;
}

function Trouble({ camera, state }) {
  const [title, text] = TROUBLE[state];
  return html`<div class="camera camera-trouble" data-state=${state}>
    <${Notice} icon="camera" title=${t(title)} text=${t(text)}>
      ${WORTH_A_TRY.indexOf(state) >= 0 && html`<button class="button" onClick=${() => camera.start()}>
        <${Icon} name="refresh-cw" /><span>${t("Try again")}</span></button>`}
    <//>
  </div>`;
}

function Torch({ camera }) {
  if (camera.torch.value === null) return null;
  return html`<button class="button camera-tool" aria-pressed=${camera.torch.value} onClick=${() => camera.light(!camera.torch.value)}>
    <${Icon} name="zap" /><span>${camera.torch.value ? t("Lamp off") : t("Lamp on")}</span>
  </button>`;
}

function OtherCamera({ camera }) {
  const choices = camera.choices.value;
  if (choices.length < 2) return null;
  const at = choices.findIndex((each) => each.id === camera.chosen.value);
  const next = choices[(at + 1) % choices.length];
  return html`<button class="button camera-tool" title=${next.label} onClick=${() => camera.choose(next.id)}>
    <${Icon} name="repeat" /><span>${t("Other camera")}</span>
  </button>`;
}

export function TypedCode({ scanner, label, hint }) {
  const [text, setText] = useState("");
  const send = (event) => {
    event.preventDefault();
    scanner.typed(text);
  };
  return html`<form class="typed-code" onSubmit=${send}>
    <label class="field">
      <span>${label}</span>
      <input type="text" name="code" value=${text} maxlength="200" autocomplete="off" autocapitalize="characters" spellcheck=${false}
        enterkeyhint="go" onInput=${(event) => setText(event.target.value)} />
    </label>
    <p class="typed-hint"><${Icon} name="keyboard" /><span>${hint}</span></p>
    <button class="button button-main" disabled=${!text.trim()}><${Icon} name="search" /><span>${t("Find")}</span></button>
  </form>`;
}
