// Taking a photo and looking at some.
//
//   html`<${PhotoButton} job=${17} label=${t("Photo")} onTaken=${(attachmentId) => …} />`
//     opens the camera of a tablet, or the files of a desk; made smaller here, then sent, with how far it is; a photo that
//     did not get through stays here and is sent again by a tap, under the same id. `quiet`: a small button with a sign only;
//     `camera=${false}`: offers the tablet's gallery as well; `keep`: (photo) => promise, keeps one that did not get through
//   html`<${PhotoStrip} ids=${[3, 4]} />`
//     small pictures; a tap opens the viewer (arrows turn over, Esc closes). `captions` by id; `empty` is said when there are none;
//     `source=${(id, small) => address}` for pages that get them from elsewhere
//   await sendPhoto(job, file, { id, caption, onProgress })   the same without a button

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { commandId, sendFile } from "../core/api.js";
import { t } from "../core/i18n.js";
import { Dialog } from "./dialog.js";
import { Icon } from "./icon.js";
import { Progress } from "./progress.js";

const LONGEST_SIDE = 2048;
const QUALITY = 0.85;
const MOST_BYTES = 15 * 1024 * 1024;

// Most tablets take photos ten times as large as anybody looks at. What this browser can't draw, the server may.
async function smaller(file) {
  let picture = null;
  try {
    picture = await createImageBitmap(file);
  } catch (unreadable) {
    return file;
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return drawn && (drawn.size < file.size || file.size > MOST_BYTES) ? drawn : file;
}

async function isKept(keep, photo) {
  try {
    await keep(Object.assign({}, photo, { file: await smaller(photo.file) }));
    return true;
  } catch (full) {
    return false;
  }
}

export async function sendPhoto(job, file, options) {
  const picture = await smaller(file);
  const told = await sendFile("/jobs/" + job + "/photos", picture, options || {});
  return told.result.attachment;
}

export function PhotoButton({ job, label, caption, onTaken, main, quiet, disabled, camera, keep }) {
  const field = useRef(null);
  const [state, setState] = useState({ share: null, refused: null });
  const kept = useRef(null);
  const send = async () => {
    setState({ share: 0, refused: null });
    try {
      const onProgress = (share) => setState({ share, refused: null });
      const attachment = await sendPhoto(job, kept.current.file, Object.assign({ id: kept.current.id, caption, onProgress }, keep ? { patience: 4000 } : {}));
      kept.current = null;
      setState({ share: null, refused: null });
      onTaken(attachment);
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      const unsent = refusal.code === "unreachable" || refusal.status >= 500;
      if (unsent && keep && (await isKept(keep, { job, caption, id: kept.current.id, file: kept.current.file }))) {
        kept.current = null;
        setState({ share: null, refused: t("Kept on this tablet. It is sent to the car when there is network.") });
        return;
      }
      if (!unsent) kept.current = null;
      setState({ share: null, refused: refusal.sentence });
    }
  };
  const take = (event) => {
    const file = event.currentTarget.files[0];
    event.currentTarget.value = "";
    if (!file) return;
    kept.current = { file, id: commandId() };
    send();
  };
  const sending = state.share !== null;
  const name = label || t("Photo");
  return html`<span class="photo-button">
    <input type="file" class="visually-hidden" tabindex="-1" aria-hidden="true" accept="image/*" capture=${camera === false ? undefined : "environment"} ref=${field} onChange=${take} />
    <button type="button" class=${quiet ? "button-quiet" : "button" + (main ? " button-main" : "")} disabled=${sending || disabled} aria-label=${quiet ? name : undefined} onClick=${() => field.current.click()}>
      <${Icon} name="camera" />${!quiet && html`<span>${sending ? t("Sending…") : name}</span>`}</button>
    ${sending && html`<${Progress} value=${state.share} state="quiet" label=${t("Photo on its way")} />`}
    ${state.refused && html`<span class="photo-refused" role="alert"><${Icon} name="circle-alert" /><span>${state.refused}</span>
      ${kept.current && html`<button type="button" class="button" onClick=${send}>${t("Send again")}</button>`}</span>`}
  </span>`;
}

function fromBoard(id, small) {
  return "/api/v1/photos/" + id + (small ? "?small=1" : "");
}

function nameOf(ids, at, captions) {
  const text = captions && captions[ids[at]];
  return text || t("Photo %(number)s of %(count)s", { number: at + 1, count: ids.length });
}

function Viewer({ ids, first, captions, source, onClose }) {
  const [at, setAt] = useState(first);
  const [failed, setFailed] = useState(false);
  const turn = (by) => (setFailed(false), setAt((at + by + ids.length) % ids.length));
  useEffect(() => {
    const onKey = (event) => {
      if (event.key === "ArrowRight") turn(1);
      if (event.key === "ArrowLeft") turn(-1);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [at]);
  return html`<${Dialog} title=${nameOf(ids, at, captions)} wide onClose=${onClose}>
    <div class="photo-viewer">
      ${ids.length > 1 && html`<button type="button" class="button-quiet" aria-label=${t("Photo before")} onClick=${() => turn(-1)}><${Icon} name="arrow-left" /></button>`}
      ${failed ? html`<p class="photo-gone">${t("This photo cannot be shown now.")}</p>` : html`<img src=${source(ids[at], false)} alt=${nameOf(ids, at, captions)} onError=${() => setFailed(true)} />`}
      ${ids.length > 1 && html`<button type="button" class="button-quiet" aria-label=${t("Next photo")} onClick=${() => turn(1)}><${Icon} name="arrow-right" /></button>`}
    </div>
  <//>`;
}

export function PhotoStrip({ ids, captions, empty, source }) {
  const [shown, show] = useState(null);
  const from = source || fromBoard;
  if (!ids.length) return empty ? html`<p class="photo-none">${empty}</p>` : null;
  return html`<div class="photo-strip-frame"><ul class="photo-strip">
    ${ids.map((id, at) => html`<li key=${id}><button type="button" class="photo-small" onClick=${() => show(at)}>
      <img src=${from(id, true)} alt=${nameOf(ids, at, captions)} loading="lazy" /></button></li>`)}
  </ul>
  ${shown !== null && html`<${Viewer} ids=${ids} first=${Math.min(shown, ids.length - 1)} captions=${captions} source=${from} onClose=${() => show(null)} />`}</div>`;
}
