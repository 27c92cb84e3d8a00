// The PIN of somebody who signs in without network. It is sealed for the server at once, and only the server can open it.
//
//   canSeal                             browsers lend their cryptography only over HTTPS
//   await seal(spki, words)             base64 of RSA-OAEP-256 over the words as JSON
//   await makeCheck(badge, pin)         a check against slips of the finger: {salt, bits}
//   await passesCheck(check, badge, pin)
//
// Of the check only six bits are kept: of 64 PINs one passes, so whoever has the tablet and the badge in hand still can't tell
// the PIN from it. It spares somebody an afternoon under a mistyped PIN, and proves nothing.

const ROUNDS = 310000;
const SIX_BITS = 63;

export const canSeal = Boolean(self.crypto && crypto.subtle);

const utf8 = (text) => new TextEncoder().encode(text);
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

export async function seal(spki, words) {
  const key = await crypto.subtle.importKey("spki", fromBase64(spki), { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
  return toBase64(new Uint8Array(await crypto.subtle.encrypt({ name: "RSA-OAEP" }, key, utf8(JSON.stringify(words)))));
}

async function sixBits(salt, badge, pin) {
  const key = await crypto.subtle.importKey("raw", utf8(badge + "\n" + pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, key, 256);
  return new Uint8Array(bits)[0] & SIX_BITS;
}

export async function makeCheck(badge, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt: toBase64(salt), bits: await sixBits(salt, badge, pin) };
}

export async function passesCheck(check, badge, pin) {
  return (await sixBits(fromBase64(check.salt), badge, pin)) === check.bits;
}
