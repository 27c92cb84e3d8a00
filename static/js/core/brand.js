// The site's own colour, as CSS variables on the page: set from a script because the pages allow no inline style.
//
//   --brand       as given, made darker until white text on it has a contrast of 4.5 or more
//   --brand-deep  darker still: 7:1 on white, for text
//   --brand-soft  a light tint for what is done or secondary
//   --brand-mist  nearly white

const WHITE = [255, 255, 255];

function parse(hex) {
  const match = /^#([0-9a-f]{6})$/i.exec(hex) || [null, "0b6e69"];
  return [0, 2, 4].map((at) => parseInt(match[1].slice(at, at + 2), 16));
}

function luminance(colour) {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrastWithWhite(colour) {
  return 1.05 / (luminance(colour) + 0.05);
}

function mix(colour, other, share) {
  return colour.map((value, i) => Math.round(value + (other[i] - value) * share));
}

function darkened(colour, contrast) {
  let dark = colour;
  while (contrastWithWhite(dark) < contrast) dark = mix(dark, [0, 0, 0], 0.06);
  return dark;
}

export function applyBrand(hex) {
  const brand = darkened(parse(hex), 4.5);
  const set = (name, colour) => document.documentElement.style.setProperty(name, "rgb(" + colour.join(", ") + ")");
  set("--brand", brand);
  set("--brand-deep", darkened(brand, 7));
  set("--brand-soft", mix(brand, WHITE, 0.62));
  set("--brand-mist", mix(brand, WHITE, 0.9));
}
