// A hand scanner (USB or Bluetooth) is a very fast keyboard: a burst of keys, then Enter or Tab.
//
//   const stop = listenToWedge((text) => …);
//
// Told apart from fingers by speed: keys less than 50 ms apart, four at least. Read by the physical key, because under a
// Chinese input method every key is called "Process". From the fourth key on nothing reaches the page any more; what a field
// already took is taken back, and the field loses the focus meanwhile, so that an input method has nothing to write into.
// A burst that doesn't end in Enter or Tab was a fast typist: the letters go back into the field.

const APART = 50;
const LEAST = 4;
const MOST = 4096;
const GIVE_BACK_AFTER = 1000;

const PLAIN = {
  Space: " ", Minus: "-", Equal: "=", BracketLeft: "[", BracketRight: "]", Backslash: "\\", Semicolon: ";", Quote: "'",
  Backquote: "`", Comma: ",", Period: ".", Slash: "/",
};
const SHIFTED = {
  Minus: "_", Equal: "+", BracketLeft: "{", BracketRight: "}", Backslash: "|", Semicolon: ":", Quote: "\"", Backquote: "~",
  Comma: "<", Period: ">", Slash: "?",
};
const SHIFTED_DIGITS = ")!@#$%^&*(";
const SILENT = /^(Shift|Control|Alt|Meta|CapsLock|NumLock|F\d+$)/;

export function characterOf(event) {
  const code = event.code || "";
  if (/^Key[A-Z]$/.test(code)) return event.shiftKey ? code[3] : code[3].toLowerCase();
  if (/^Digit\d$/.test(code)) return event.shiftKey ? SHIFTED_DIGITS[Number(code[5])] : code[5];
  if (/^Numpad\d$/.test(code)) return code[6];
  const named = (event.shiftKey && SHIFTED[code]) || PLAIN[code];
  if (named) return named;
  return !code && event.key && event.key.length === 1 ? event.key : null;
}

// Scanners can be set to send marks before the code, and readers name the symbology (]Q1): ours starts at WB.
export function withoutPrefix(text) {
  const start = text.search(/WB[JPCE][0-9A-Z]{10}/i);
  return start > 0 && start <= 8 ? text.slice(start) : text;
}

export function listenToWedge(onText) {
  const wedge = new Wedge(onText);
  const down = (event) => wedge.down(event);
  const up = (event) => wedge.up(event);
  self.addEventListener("keydown", down, true);
  self.addEventListener("keyup", up, true);
  self.addEventListener("keypress", up, true);
  return () => {
    self.removeEventListener("keydown", down, true);
    self.removeEventListener("keyup", up, true);
    self.removeEventListener("keypress", up, true);
  };
}

class Wedge {
  constructor(onText) {
    this.onText = onText;
    this.forget();
  }

  forget() {
    clearTimeout(this.timer);
    this.text = "";
    this.written = "";
    this.at = -Infinity;
    this.field = null;
    this.sure = false;
  }

  down(event) {
    if (SILENT.test(event.code || event.key)) return;
    const fast = event.timeStamp - this.at < APART;
    const ends = event.code === "Enter" || event.code === "NumpadEnter" || event.code === "Tab";
    if (ends && fast && this.sure) {
      swallow(event);
      this.finish();
      return;
    }
    const character = event.ctrlKey || event.metaKey || event.altKey ? null : characterOf(event);
    if (character === null || event.repeat) {
      this.giveBack();
      return;
    }
    if (!fast) this.begin();
    this.take(event, character);
  }

  up(event) {
    if (this.sure) swallow(event);
  }

  begin() {
    this.giveBack();
    this.field = fieldInFocus();
  }

  take(event, character) {
    this.text = (this.text + character).slice(0, MOST);
    this.at = event.timeStamp;
    if (!this.sure && this.text.length >= LEAST) this.beSure();
    if (!this.sure) return;
    swallow(event);
    this.written += event.key.length === 1 ? event.key : character;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveBack(), GIVE_BACK_AFTER);
  }

  beSure() {
    this.sure = true;
    if (!this.field) return;
    this.taken = this.field.element.value;
    restore(this.field, this.field.value);
    this.field.element.blur();
  }

  finish() {
    const { text, field } = this;
    this.forget();
    if (field) {
      restore(field, field.value);
      setTimeout(() => restore(field, field.value));
    }
    this.onText(withoutPrefix(text));
  }

  // Fast fingers, no scanner: what was swallowed is written after all.
  giveBack() {
    const { sure, field, written, taken } = this;
    this.forget();
    if (!sure || !field || !field.element.isConnected) return;
    field.element.focus();
    const at = field.start + (taken.length - field.value.length);
    restore(field, taken.slice(0, at) + written + taken.slice(at));
    if (field.start !== null) field.element.setSelectionRange(at + written.length, at + written.length);
  }
}

function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function fieldInFocus() {
  const element = document.activeElement;
  if (!element || !/^(INPUT|TEXTAREA)$/.test(element.tagName)) return null;
  return { element, value: element.value, start: element.selectionStart === null ? element.value.length : element.selectionStart };
}

function restore(field, value) {
  if (field.element.value === value) return;
  field.element.value = value;
  field.element.dispatchEvent(new Event("input", { bubbles: true }));
}
