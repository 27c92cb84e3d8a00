// The tablet's service worker: the tablet's page opens without network. It keeps what the page is made of and nothing else: no
// answer of the API, no page that says who somebody is. The server writes PRECACHE before this text:
//
//   PRECACHE = { version, page, files: ["/static/…"], shells: { zh_CN: "/tablet/shell?…" }, language: "zh_CN" }
//
// The page is asked of the network first; when it does not come within a few seconds a neutral shell is given instead, which finds
// out from the tablet's own keeping whose tablet it is. The page's parts come from here when the page is of the version that they
// were kept for (`page`), and from the network when it is of another or of one that is not known.
//
// Messages: { language } keeps the language of the shell, and takes the page that says it under this worker's care, should it have
// been loaded while the worker was about to begin; { takeOver: true } lets a newer worker begin.

const PREFIX = "board-tablet-";
const CACHE = PREFIX + PRECACHE.version;
const CHOICE = "board-chosen-language";
const PATIENCE = 4000;
const UNREACHABLE_FOR = 15000;

const files = new Set(PRECACHE.files);
let unreachableUntil = 0;
let shown = null;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => {
  if (event.data.takeOver) self.skipWaiting();
  if (event.data.language in PRECACHE.shells) event.waitUntil(Promise.all([keepLanguage(event.data.language), self.clients.claim()]));
});
self.addEventListener("fetch", (event) => {
  const { pathname, search, origin } = new URL(event.request.url);
  if (origin !== self.location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname === "/tablet") event.respondWith(page(event.request));
  else if (files.has(pathname + search)) event.respondWith(file(event.request, pathname + search));
});

// All or nothing, and nobody's cookies: what is kept belongs to no one.
async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(PRECACHE.files.map((each) => new Request(each, { cache: "no-cache", credentials: "omit" })));
}

async function begin() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function keepLanguage(language) {
  const cache = await caches.open(CHOICE);
  await cache.put("/language", new Response(language));
}

async function shell() {
  const kept = await caches.match("/language", { cacheName: CHOICE });
  const language = kept ? await kept.text() : PRECACHE.language;
  return caches.match(PRECACHE.shells[language] || PRECACHE.shells[PRECACHE.language], { cacheName: CACHE });
}

async function fromNetwork(request) {
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("no answer")), PATIENCE));
  const answer = await Promise.race([fetch(request), late]);
  if (answer.status >= 500) throw new Error("status " + answer.status);
  return answer;
}

async function page(request) {
  try {
    const answer = await fromNetwork(request);
    shown = answer.headers.get("X-Board-Version");
    return answer;
  } catch (failure) {
    unreachableUntil = Date.now() + UNREACHABLE_FOR;
    return (await shell()) || Response.error();
  }
}

// While the page itself did not come, its parts are not waited for one by one.
async function file(request, key) {
  const kept = () => caches.match(key, { cacheName: CACHE });
  if (shown === PRECACHE.page || Date.now() < unreachableUntil) return (await kept()) || fetch(request);
  try {
    return await fromNetwork(request);
  } catch (failure) {
    unreachableUntil = Date.now() + UNREACHABLE_FOR;
    return (await kept()) || Response.error();
  }
}
