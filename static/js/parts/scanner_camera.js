// The device's camera as a reader of QR codes.
//
//   const camera = createCamera((text) => …);
//   camera.start(); camera.stop();
//   camera.state     signal: "off" | "asking" | "on" | "denied" | "none" | "insecure" | "busy" | "failed"
//   camera.picture   the <video> element, to be put where people look
//   camera.choices   signal: [{id, label}] of all cameras; camera.chosen signal: id; camera.choose(id) is remembered
//   camera.torch     signal: null without a lamp, else true / false; camera.light(on)
//   camera.sightings signal: counts codes seen, for a sign of life
//
// About eight looks a second. A code that stays in view is told once, and again only after it was out of sight for 3 s.
// The camera is released while the page is hidden, so that its lamp never shines for nobody.

import { batch, signal } from "../../vendor/preact.js";
import { createReader } from "./scanner_reader.js";

const LOOK_EVERY = 125;
const OUT_OF_SIGHT = 3000;
const LONGEST_SIDE = 1280;
const REMEMBERED = "board-camera";

const STATE_OF_FAILURE = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

export function createCamera(onCode) {
  return new Camera(onCode);
}

class Camera {
  constructor(onCode) {
    this.onCode = onCode;
    this.wanted = false;
    this.turn = 0;
    this.stream = null;
    this.last = { text: null, at: 0 };
    this.state = signal("off");
    this.choices = signal([]);
    this.chosen = signal(null);
    this.torch = signal(null);
    this.sightings = signal(0);
    this.canvas = document.createElement("canvas");
    this.canvas.getContext("2d", { willReadFrequently: true });
    this.picture = document.createElement("video");
    this.picture.muted = true;
    this.picture.playsInline = true;
    document.addEventListener("visibilitychange", () => this.seenOrHidden());
  }

  start() {
    this.wanted = true;
    this.last = { text: null, at: 0 };
    if (!document.hidden) this.open();
  }

  stop() {
    this.wanted = false;
    this.release("off");
  }

  choose(id) {
    localStorage.setItem(REMEMBERED, id);
    this.open();
  }

  async light(on) {
    await this.stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
    this.torch.value = on;
  }

  seenOrHidden() {
    if (document.hidden) this.release("off");
    else if (this.wanted) this.open();
  }

  release(state) {
    this.turn += 1;
    if (this.stream) this.stream.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.picture.srcObject = null;
    batch(() => {
      this.torch.value = null;
      this.state.value = state;
    });
  }

  async open() {
    if (!self.isSecureContext || !navigator.mediaDevices) {
      this.release("insecure");
      return;
    }
    this.release("asking");
    const turn = this.turn;
    try {
      const stream = await askForStream();
      if (turn !== this.turn) stream.getTracks().forEach((track) => track.stop());
      else await this.show(stream);
    } catch (failure) {
      if (turn === this.turn) this.release(STATE_OF_FAILURE[failure.name] || "failed");
    }
  }

  async show(stream) {
    const turn = this.turn;
    this.stream = stream;
    const track = stream.getVideoTracks()[0];
    track.onended = () => turn === this.turn && this.release("busy");
    this.picture.srcObject = stream;
    await this.picture.play();
    const abilities = track.getCapabilities ? track.getCapabilities() : {};
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((each) => each.kind === "videoinput");
    if (turn !== this.turn) return;
    batch(() => {
      this.choices.value = cameras.map((each) => ({ id: each.deviceId, label: each.label }));
      this.chosen.value = track.getSettings().deviceId || null;
      this.torch.value = abilities.torch ? false : null;
      this.state.value = "on";
    });
    await this.look(turn);
  }

  async look(turn) {
    const read = await createReader();
    while (turn === this.turn) {
      const began = performance.now();
      const text = this.draw() ? await read(this.canvas) : null;
      if (turn !== this.turn) return;
      if (text) this.saw(text);
      await new Promise((resume) => setTimeout(resume, Math.max(20, LOOK_EVERY - (performance.now() - began))));
    }
  }

  draw() {
    const { videoWidth: width, videoHeight: height } = this.picture;
    if (!width || this.picture.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.canvas.getContext("2d").drawImage(this.picture, 0, 0, this.canvas.width, this.canvas.height);
    return true;
  }

  saw(text) {
    const time = performance.now();
    const still = text === this.last.text && time - this.last.at < OUT_OF_SIGHT;
    this.last = { text, at: time };
    if (still) return;
    this.sightings.value += 1;
    this.onCode(text);
  }
}

// A camera that was chosen once and is gone today must not keep the others from being used.
async function askForStream() {
  const remembered = localStorage.getItem(REMEMBERED);
  if (remembered) {
    try {
      return await navigator.mediaDevices.getUserMedia(constraints({ deviceId: { exact: remembered } }));
    } catch (failure) {
      if (failure.name !== "OverconstrainedError" && failure.name !== "NotFoundError") throw failure;
      localStorage.removeItem(REMEMBERED);
    }
  }
  return navigator.mediaDevices.getUserMedia(constraints({ facingMode: { ideal: "environment" } }));
}

function constraints(which) {
  return { audio: false, video: Object.assign({ width: { ideal: 1280 }, height: { ideal: 720 } }, which) };
}
