// Commands and questions over HTTP.
//
//   const answer = await post("/jobs/17/dispatch", { bay: 3, technicians: [5] });   -> the answer's JSON
//   const people = await get("/tablet/people");
//   const found = await ask("/scans/look", { text, via });   a question that is posted (a scan, a sign-in): it carries no id
//   catch (refusal) { refusal.code, refusal.sentence, refusal.present, refusal.fields, refusal.status, refusal.retryAfter }
//
// Every command carries an `id` made here (give one in the body to repeat an earlier command). When the network fails or
// the server answers 503, the same id is sent again with back-off, honouring Retry-After, until `patience` milliseconds
// have passed (a minute unless told): the server does it once, however often it hears it. Meanwhile `waiting.value` is
// {since, tries, reason: "network" | "busy"} for the screen to show; null when nothing waits. Nothing came through: code "unreachable".
//
//   post(path, body, { patience: 5000 })   give up earlier; `within: 3000`: so long one attempt may take
//   getIfNew(path, etag)                   {etag, answer}, or null when it is as it was under that etag
//   reachable.value                        whether the server answered the last time it was asked; 503 says neither
//   setCsrf(token)                         after signing in: the session is another one
//   sendFile("/jobs/17/photos", blob, { id, caption, onProgress: (share) => … })   a picture; the id goes into the address

import { signal } from "../../vendor/preact.js";
import { boot } from "./boot.js";
import { t } from "./i18n.js";

const ROOT = "/api/v1";
const PATIENCE = 60000;
const ANSWER_WITHIN = 10000;
const LONGEST_PAUSE = 8000;
const FILE_WITHIN = 120000;

export const waiting = signal(null);
export const reachable = signal(navigator.onLine !== false);
self.addEventListener("offline", () => (reachable.value = false));

const underWay = new Map();
let csrf = boot.csrf;

export function setCsrf(token) {
  csrf = token;
}

export class Refusal extends Error {
  constructor(status, told, retryAfter) {
    super(told.sentence);
    this.status = status;
    this.code = told.code;
    this.sentence = told.sentence;
    this.details = told.details || {};
    this.fields = told.fields || this.details.fields || [];
    this.present = told.present || null;
    this.retryAfter = retryAfter;
  }
}

// 22 characters of randomness; getRandomValues works without HTTPS, randomUUID does not.
export function commandId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode.apply(null, bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

export function post(path, body, options) {
  const command = Object.assign({ id: commandId() }, body);
  return persist(() => attempt("POST", path, JSON.stringify(command), options), options || {});
}

export function ask(path, body, options) {
  return persist(() => attempt("POST", path, JSON.stringify(body), options), options || {});
}

export function get(path, options) {
  return persist(() => attempt("GET", path, null, options), options || {});
}

export async function getIfNew(path, etag) {
  const headers = etag ? { "If-None-Match": etag } : {};
  const told = await persist(() => attempt("GET", path, null, { headers, whole: true }), { patience: 0 });
  return told.status === 304 ? null : { etag: told.headers.get("ETag"), answer: await told.json() };
}

export function sendFile(path, file, options) {
  const given = Object.assign({ id: commandId() }, options);
  return persist(() => attemptFile(path + "/" + given.id, file, given), given);
}

async function persist(send, options) {
  const deadline = performance.now() + (options.patience === undefined ? PATIENCE : options.patience);
  const call = {};
  const since = Date.now();
  for (let tries = 1; ; tries += 1) {
    const outcome = await send();
    if (!outcome.again) return settle(call, outcome);
    const pause = Math.max(outcome.retryAfter * 1000, Math.min(LONGEST_PAUSE, 400 * Math.pow(2, tries - 1)));
    const wait = pause * (1 + Math.random() * 0.3);
    if (performance.now() + wait > deadline) return settle(call, outcome);
    underWay.set(call, { since, tries, reason: outcome.reason });
    showWaiting();
    await new Promise((resume) => setTimeout(resume, wait));
  }
}

// The one that waits longest is shown.
function showWaiting() {
  waiting.value = underWay.size ? underWay.values().next().value : null;
}

function settle(call, outcome) {
  underWay.delete(call);
  showWaiting();
  if (outcome.refusal) throw outcome.refusal;
  return outcome.answer;
}

async function attempt(method, path, body, options) {
  const { within, headers, whole } = options || {};
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), within || ANSWER_WITHIN);
  try {
    const response = await fetch(ROOT + path, {
      method,
      body: body === null ? undefined : body,
      headers: Object.assign({ Accept: "application/json", "X-Board-View": boot.view || "" }, headers, body === null ? {} : sending()),
      credentials: "same-origin",
      signal: stop.signal,
    });
    return await judge(response, whole);
  } catch (failure) {
    return unreachable();
  } finally {
    clearTimeout(timer);
  }
}

// The older way of asking: only it tells how much of a file is under way.
function attemptFile(path, file, options) {
  return new Promise((answered) => {
    const request = new XMLHttpRequest();
    request.open("PUT", ROOT + path);
    request.timeout = FILE_WITHIN;
    const headers = Object.assign({ Accept: "application/json", "X-Board-View": boot.view || "" }, sending(), { "Content-Type": file.type || "application/octet-stream" });
    if (options.caption) headers["X-Caption"] = encodeURIComponent(options.caption);
    Object.keys(headers).forEach((name) => request.setRequestHeader(name, headers[name]));
    request.upload.onprogress = (event) => options.onProgress && event.total && options.onProgress(event.loaded / event.total);
    request.onload = () => answered(judge(responseOf(request)));
    request.onerror = () => answered(unreachable());
    request.ontimeout = request.onerror;
    request.send(file);
  });
}

function responseOf(request) {
  const headers = { "Content-Type": request.getResponseHeader("Content-Type") || "" };
  if (request.getResponseHeader("Retry-After")) headers["Retry-After"] = request.getResponseHeader("Retry-After");
  return new Response(request.responseText || null, { status: request.status, headers });
}

function unreachable() {
  reachable.value = false;
  const told = { code: "unreachable", sentence: t("The server can't be reached. Check the network and try again.") };
  return { again: true, reason: "network", retryAfter: 0, refusal: new Refusal(0, told, null) };
}

function sending() {
  return { "Content-Type": "application/json", "X-CSRF-Token": csrf };
}

async function judge(response, whole) {
  if (response.status !== 503) reachable.value = true;
  if (whole && (response.ok || response.status === 304)) return { again: false, answer: response };
  if (response.ok) return { again: false, answer: response.status === 204 ? null : await response.json() };
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  const told = await refusalOf(response);
  return { again: response.status === 503, reason: "busy", retryAfter, refusal: new Refusal(response.status, told, retryAfter) };
}

// A proxy's error page is not JSON: say something true all the same.
async function refusalOf(response) {
  const unknown = { code: "unexpected", sentence: t("The server gave an unexpected answer (%(status)s).", { status: response.status }) };
  const type = response.headers.get("Content-Type") || "";
  return type.startsWith("application/json") ? Object.assign(unknown, await response.json()) : unknown;
}
