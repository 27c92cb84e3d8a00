// A signature on the glass: finger, pen or mouse; or, for whoever cannot write there, the name typed.
//
//   html`<${SignaturePad} name=${customer.name} onChange=${(blob) => …} />`
//     gives a PNG once there is enough ink to be a signature (a dot is none), and null while there is none.
//     `hint` stands on the empty sheet, in the language of whoever signs. It lies sharp on dense screens, and keeps what was written when it changes its size.
//   await sendSignature(job, blob, { id })   keeps it on the server; gives the attachment's id

import { html, useLayoutEffect, useRef, useState } from "../../vendor/preact.js";
import { sendFile } from "../core/api.js";
import { t } from "../core/i18n.js";
import { Icon } from "./icon.js";

const ENOUGH = 60;
const INK = "#10202c";
const MOST_LETTERS = 40;
const LETTERS = '"Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", cursive';

export async function sendSignature(job, blob, options) {
  const told = await sendFile("/jobs/" + job + "/signatures", blob, options || {});
  return told.result.attachment;
}

// Strokes are lists of points in shares of the pad's size, so that they can be drawn again at any size.
function inkOf(strokes, width, height) {
  let length = 0;
  strokes.forEach((stroke) => {
    for (let at = 1; at < stroke.length; at += 1) length += Math.hypot((stroke[at][0] - stroke[at - 1][0]) * width, (stroke[at][1] - stroke[at - 1][1]) * height);
  });
  return length;
}

function drawStrokes(pen, strokes, width, height) {
  pen.strokeStyle = INK;
  pen.lineWidth = 2.6;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  strokes.forEach((stroke) => {
    pen.beginPath();
    stroke.forEach(([x, y], at) => {
      if (at === 0) pen.moveTo(x * width, y * height);
      const next = stroke[at + 1];
      if (next) pen.quadraticCurveTo(x * width, y * height, ((x + next[0]) / 2) * width, ((y + next[1]) / 2) * height);
      else pen.lineTo(x * width + 0.1, y * height);
    });
    pen.stroke();
  });
}

function drawName(pen, name, width, height) {
  const size = Math.min(height * 0.45, (width * 0.9) / Math.max(4, Array.from(name).length));
  pen.fillStyle = INK;
  pen.font = "italic " + size + "px " + LETTERS;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(name, width / 2, height / 2, width * 0.9);
}

function fresh(canvas) {
  const dense = Math.max(1, Math.min(3, self.devicePixelRatio || 1));
  const { width, height } = canvas.getBoundingClientRect();
  canvas.width = Math.max(1, Math.round(width * dense));
  canvas.height = Math.max(1, Math.round(height * dense));
  const pen = canvas.getContext("2d");
  pen.scale(dense, dense);
  return { pen, width, height };
}

function usePad(onChange) {
  const canvas = useRef(null);
  const strokes = useRef([]);
  const typed = useRef(null);
  const draw = () => {
    const { pen, width, height } = fresh(canvas.current);
    if (typed.current !== null) drawName(pen, typed.current, width, height);
    else drawStrokes(pen, strokes.current, width, height);
    return { width, height };
  };
  const tell = () => {
    const { width, height } = draw();
    const enough = typed.current !== null ? typed.current.trim().length > 0 : inkOf(strokes.current, width, height) >= ENOUGH;
    if (enough) canvas.current.toBlob(onChange, "image/png");
    else onChange(null);
  };
  useLayoutEffect(() => {
    draw();
    self.addEventListener("resize", draw);
    return () => self.removeEventListener("resize", draw);
  }, []);
  return { canvas, strokes, typed, draw, tell };
}

export function SignaturePad({ onChange, name, hint }) {
  const pad = usePad(onChange);
  const [typing, setTyping] = useState(false);
  const [empty, setEmpty] = useState(true);
  const pen = useRef(null);
  const pointOf = (event) => {
    const { left, top, width, height } = pad.canvas.current.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  };
  const down = (event) => {
    if (typing || pen.current !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
    event.preventDefault();
    pad.canvas.current.setPointerCapture(event.pointerId);
    pen.current = event.pointerId;
    pad.strokes.current.push([pointOf(event)]);
    setEmpty(false);
  };
  const move = (event) => {
    if (pen.current !== event.pointerId) return;
    const stroke = pad.strokes.current[pad.strokes.current.length - 1];
    const points = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    (points.length ? points : [event]).forEach((point) => stroke.push(pointOf(point)));
    pad.draw();
  };
  const up = (event) => {
    if (pen.current !== event.pointerId) return;
    pen.current = null;
    pad.tell();
  };
  const clear = () => {
    pad.strokes.current = [];
    if (pad.typed.current !== null) pad.typed.current = "";
    setEmpty(true);
    pad.tell();
  };
  const type = (text) => {
    pad.typed.current = text;
    setEmpty(!text);
    pad.tell();
  };
  const turn = () => {
    pad.strokes.current = [];
    pad.typed.current = typing ? null : "";
    setEmpty(true);
    setTyping(!typing);
    pad.tell();
  };
  return html`<div class="signature">
    <div class="signature-sheet">
      <canvas class="signature-pad" ref=${pad.canvas} role="img" aria-label=${t("Signature")} onPointerDown=${down} onPointerMove=${move} onPointerUp=${up} onPointerCancel=${up}></canvas>
      ${empty && !typing && html`<p class="signature-hint" aria-hidden="true">${hint || t("Sign here")}</p>`}
      <i class="signature-line"></i>
    </div>
    ${typing && html`<label class="field signature-name"><span>${t("Name of the person who signs")}</span>
      <input type="text" maxlength=${MOST_LETTERS} autocomplete="off" placeholder=${name || ""} autofocus value=${pad.typed.current} onInput=${(event) => type(event.currentTarget.value)} /></label>`}
    <div class="signature-acts">
      <button type="button" class="button" disabled=${empty} onClick=${clear}><${Icon} name="undo-2" /><span>${t("Clear")}</span></button>
      <button type="button" class="button" aria-pressed=${typing ? "true" : "false"} onClick=${turn}><${Icon} name="keyboard" /><span>${typing ? t("Write with the finger") : t("Type the name instead")}</span></button>
    </div>
  </div>`;
}
