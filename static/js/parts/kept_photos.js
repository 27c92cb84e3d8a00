// Photos that did not get through: kept on this device over a reload, and sent later by the person who took them.
//
//   await keepPhoto({ id, job, person, caption, file })
//   await sendPhotos(person)     send this person's, one after the other; a photo that the server refuses is given up, and said so
//   keptPhotos                   signal: [{id, job, person, at}]

import { signal } from "../../vendor/preact.js";
import { sendFile } from "../core/api.js";
import { all, change } from "../core/database.js";
import { alone } from "../core/alone.js";

export const keptPhotos = signal([]);
export const refusedPhotos = signal([]);

export async function readKeptPhotos() {
  keptPhotos.value = (await all("photos")).map(({ id, job, person, at }) => ({ id, job, person, at }));
}

export async function keepPhoto(photo) {
  await change(["photos"], (store) => store("photos").put(Object.assign({ at: Date.now() }, photo)));
  await readKeptPhotos();
}

export function sendPhotos(person) {
  if (!keptPhotos.peek().some((each) => each.person === person)) return undefined;
  return alone("photos", async () => {
    for (const photo of (await all("photos")).filter((each) => each.person === person)) {
      if (!(await send(photo))) break;
    }
    await readKeptPhotos();
  });
}

async function send(photo) {
  try {
    await sendFile("/jobs/" + photo.job + "/photos", photo.file, { id: photo.id, caption: photo.caption, patience: 0 });
  } catch (refusal) {
    if (!refusal.sentence) throw refusal;
    if (!refusal.status || refusal.status >= 500 || refusal.status === 401) return false;
    refusedPhotos.value = refusedPhotos.peek().concat(refusal.sentence);
  }
  await change(["photos"], (store) => store("photos").delete(photo.id));
  return true;
}
