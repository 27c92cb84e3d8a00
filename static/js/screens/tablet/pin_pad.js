// The PIN: big keys, shown as dots. Too many wrong ones: the pad is closed and says for how long. See way_in.js for what it opens.
//
//   html`<${PinPad} person=${{id, name, badge}} onBack=${() => …} />`   badge: its text, when one was held up

import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../../vendor/preact.js";
import { Refusal } from "../../core/api.js";
import { t } from "../../core/i18n.js";
import { Icon } from "../../parts/icon.js";
import { refuse } from "../../core/sound.js";
import { wayIn } from "./way_in.js";

const LONGEST = 12;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

export function PinPad({ person, onBack }) {
  const [pin, setPin] = useState("");
  const typed = useRef("");
  const [wrong, setWrong] = useState(null);
  const [sending, setSending] = useState(false);
  const [wait, closeFor] = useCountdown();
  const closed = sending || wait > 0;
  // What was typed is kept beside what is drawn: Enter may come before the last digit's dot.
  const show = (text) => {
    typed.current = text;
    setPin(text);
  };
  const add = (digit) => {
    if (closed) return;
    setWrong(null);
    show((typed.current + digit).slice(0, LONGEST));
  };
  const remove = () => show(typed.current.slice(0, -1));
  const [again, setAgain] = useState(false);
  const enter = useMemo(() => wayIn(person), [person]);
  const empty = (once) => {
    show("");
    setAgain(once);
    setSending(false);
  };
  const send = async () => {
    if (closed || !typed.current) return;
    setSending(true);
    try {
      if ((await enter(typed.current)) === "again") empty(true);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      refuse();
      if (navigator.vibrate) navigator.vibrate([220, 90, 220]);
      if (refusal.code === "too_many_attempts") closeFor(refusal.retryAfter || 30);
      else if (refusal.retryAfter) closeFor(refusal.retryAfter);
      setWrong(refusal.code === "too_many_attempts" ? "" : refusal.sentence);
      empty(false);
    }
  };
  useKeys({ digit: add, remove, send, back: onBack });
  return html`<main class="pin-page">
    <section class="pin-who">
      <button class="button pin-back" onClick=${onBack}><${Icon} name="arrow-left" /><span>${t("Somebody else")}</span></button>
      <i class="pin-disc" aria-hidden="true">${Array.from(person.name)[0]}</i>
      <h1 title=${person.name}>${person.name}</h1>
      <p>${sending ? t("Signing in…") : again ? t("Once more, please: without network a slip would not be noticed") : t("Enter your PIN")}</p>
      <p class=${"pin-dots" + (wrong ? " is-wrong" : "")} role="img" aria-label=${t("%(count)s digits entered", { count: pin.length })}>
        ${Array.from({ length: Math.max(4, pin.length) }, (_, at) => html`<i key=${at} class=${at < pin.length ? "is-set" : ""}></i>`)}</p>
      <p class="pin-wrong" role="alert">${closedWords(wait, wrong)}</p>
    </section>
    <section class="pin-keys" aria-label=${t("PIN pad")}>
      ${KEYS.map((digit) => html`<button key=${digit} class="key" disabled=${closed} onClick=${() => add(digit)}>${digit}</button>`)}
      <button class="key key-soft" aria-label=${t("Delete the last digit")} disabled=${closed || !pin} onClick=${remove}><${Icon} name="arrow-left" /></button>
      <button class="key" disabled=${closed} onClick=${() => add("0")}>0</button>
      <button class="key key-main" aria-label=${t("Sign in")} disabled=${closed || !pin} onClick=${send}><${Icon} name="check" /></button>
    </section>
  </main>`;
}

function closedWords(wait, wrong) {
  if (wait <= 0) return wrong;
  return wrong ? wrong + " " + t("Again in %(seconds)s s.", { seconds: wait }) : t("Too many wrong PINs. Try again in %(seconds)s s.", { seconds: wait });
}

function useCountdown() {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!until) return undefined;
    const look = () => setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1000)));
    look();
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [until]);
  return [left, (seconds) => setUntil(performance.now() + seconds * 1000)];
}

// Keys of a real keyboard work as well; a focused button keeps its own Enter.
function useKeys(does) {
  const latest = useRef(does);
  latest.current = does;
  useLayoutEffect(() => {
    const down = (event) => {
      const inButton = event.target.tagName === "BUTTON";
      const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
      if (digit) latest.current.digit(digit[1]);
      else if (event.key === "Backspace") latest.current.remove();
      else if (event.key === "Escape") latest.current.back();
      else if (event.key === "Enter" && !inButton) latest.current.send();
    };
    document.addEventListener("keydown", down);
    return () => document.removeEventListener("keydown", down);
  }, []);
}
