// Standard hours as people type them.
//
//   minutesOf("1.5")   90; "1,5" too, and "90m" or "90分" are minutes; null when it is no time

export function minutesOf(typed) {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*(h|m|min|小时|分|分钟)?\s*$/i.exec(typed);
  if (!match) return null;
  const number = Number(match[1].replace(",", "."));
  return Math.round(/^(m|min|分|分钟)$/i.test(match[2] || "h") ? number : number * 60);
}
