// What this browser keeps for times without network (IndexedDB): things by name, what waits to be sent, what was answered, photos.
//
//   await remember("provisions", value); await recall("provisions"); await forget("provisions")
//   await all("outbox")                               everything in a store, by its key
//   await change(["outbox", "kept"], async (store, done) => { … await done(store("kept").get("x")); store("outbox").put(…); })
//                                                     one transaction: all of it is on the disk, or nothing; rejects when it could not
//
// Stores: "kept" (by name), "outbox" (by seq), "told" (by id), "photos" (by id).

const NAME = "board-tablet";
const VERSION = 1;

let opening = null;

function create(database) {
  database.createObjectStore("kept");
  database.createObjectStore("outbox", { keyPath: "seq" });
  database.createObjectStore("told", { keyPath: "id" });
  database.createObjectStore("photos", { keyPath: "id" });
}

function open() {
  if (opening) return opening;
  opening = new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => create(request.result);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opening = null);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => (opening = null));
  return opening;
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function transact(stores, mode, work) {
  const database = await open();
  const transaction = database.transaction(stores, mode, { durability: "strict" });
  const over = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error || new Error("nothing was kept"));
  });
  over.catch(() => {});
  let result;
  try {
    result = await work((name) => transaction.objectStore(name), done);
  } catch (failure) {
    if (transaction.error === null) abort(transaction);
    throw failure;
  }
  await over;
  return result;
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch (over) {
    // it has ended by itself
  }
}

export function change(stores, work) {
  return transact(stores, "readwrite", work);
}

export function all(name) {
  return transact([name], "readonly", (store) => done(store(name).getAll()));
}

export function recall(key) {
  return transact(["kept"], "readonly", (store) => done(store("kept").get(key)));
}

export function remember(key, value) {
  return change(["kept"], (store) => done(store("kept").put(value, key)));
}

export function forget(key) {
  return change(["kept"], (store) => done(store("kept").delete(key)));
}
