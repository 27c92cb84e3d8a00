// The codes on paper, as far as a tablet without network has to know them: the text that stands for a scan, so that its
// fingerprint can be looked up. Whether a code counts, only the server knows.
//
//   codeText(" wbj-7qk2m…")   "WBJ7QK2M…"; null when it is none of ours or was misread
//   isBadge(text), isJobCard(text)   of a code's text

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTHS = { J: 20, P: 20, C: 26, E: 20 };
const LONGEST = 512;
const LOOKALIKES = { O: "0", I: "1", L: "1" };

function checkCharacter(checked) {
  let total = 0;
  Array.from(checked).reverse().forEach((character, place) => {
    const addend = ALPHABET.indexOf(character) * (place % 2 === 0 ? 2 : 1);
    total += Math.floor(addend / 32) + (addend % 32);
  });
  return ALPHABET[(32 - (total % 32)) % 32];
}

export function codeText(scanned) {
  if (scanned.length > LONGEST) return null;
  const text = scanned.normalize("NFKC").replace(/[\s-]+/g, "").toUpperCase();
  const parts = /^WB([JPCE])([0-9A-Z]+)$/.exec(text);
  if (!parts) return null;
  const payload = parts[2].replace(/[OIL]/g, (character) => LOOKALIKES[character]);
  const known = Array.from(payload).every((character) => ALPHABET.includes(character));
  if (!known || payload.length !== LENGTHS[parts[1]] + 1) return null;
  return checkCharacter(parts[1] + payload.slice(0, -1)) === payload.slice(-1) ? "WB" + parts[1] + payload : null;
}

export function isBadge(text) {
  return text.startsWith("WBP");
}

export function isJobCard(text) {
  return text.startsWith("WBJ");
}
