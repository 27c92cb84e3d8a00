// A fingerprint of what a screen shows, so that server, tests and screens can compare: SHA-256 of canonical JSON.
// Written out here because the browser's own needs HTTPS, and a workshop's screens may not have it.
//
//   canonical(value)  JSON with sorted object keys and no spaces, as Python's json.dumps(sort_keys=True,
//                     separators=(",", ":"), ensure_ascii=False) writes it
//   canonicalOfCard(card)   the same, remembered for each card
//   sha256(text)      64 hex digits, over UTF-8

export function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value !== null && typeof value === "object") {
    const fields = Object.keys(value).sort();
    return "{" + fields.map((field) => JSON.stringify(field) + ":" + canonical(value[field])).join(",") + "}";
  }
  return JSON.stringify(value);
}

const written = new WeakMap();

// The same of a card that is not changed once it is there, written once.
export function canonicalOfCard(card) {
  if (!written.has(card)) written.set(card, canonical(card));
  return written.get(card);
}

const primes = [];
for (let candidate = 2; primes.length < 64; candidate += 1) {
  if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
}
const fraction = (root) => Math.floor((root - Math.floor(root)) * 4294967296) | 0;
const K = primes.map((prime) => fraction(Math.cbrt(prime)));
const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

function padded(bytes) {
  const words = new Int32Array((((bytes.length + 8) >> 6) + 1) * 16);
  for (let i = 0; i < bytes.length; i += 1) words[i >> 2] |= bytes[i] << (24 - (i % 4) * 8);
  words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length % 4) * 8);
  words[words.length - 2] = Math.floor(bytes.length / 0x20000000);
  words[words.length - 1] = bytes.length << 3;
  return words;
}

const turn = (x, n) => (x >>> n) | (x << (32 - n));

const w = new Int32Array(64);

function mixBlock(state, words, at) {
  for (let i = 0; i < 64; i += 1) {
    if (i < 16) w[i] = words[at + i];
    else {
      const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return [a, b, c, d, e, f, g, h].map((value, i) => (value + state[i]) | 0);
}

export function sha256(text) {
  const words = padded(new TextEncoder().encode(text));
  let state = START;
  for (let at = 0; at < words.length; at += 16) state = mixBlock(state, words, at);
  return state.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
}
