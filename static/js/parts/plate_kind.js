// What a plate that is being typed will look like, for a preview. The server has the rule; this guesses from the length.
//
//   previewPlate("京a6k218")   {text: "京A·6K218", kind: "blue"}

const CHINESE = /^([\u4e00-\u9fff][A-Z])([A-Z0-9]{1,5}[A-Z0-9挂学警港澳]?)$/;
const BY_ENDING = { 挂: "yellow", 学: "yellow", 警: "white", 港: "black", 澳: "black" };

export function previewPlate(typed) {
  const text = typed.normalize("NFKC").toUpperCase().replace(/[\s·•・\-_.]+/g, "");
  const match = CHINESE.exec(text);
  if (!match) return { text, kind: "other" };
  const serial = match[2];
  const kind = serial.length === 6 ? "green" : BY_ENDING[serial[serial.length - 1]] || "blue";
  return { text: match[1] + "·" + serial, kind };
}
