// Signing in without leaving the page, the password and the second step alike: refusals stand under the fields, and a
// lockout counts down. The forms work without this too.

import "./home.js";
import { ask } from "../core/api.js";
import { t } from "../core/i18n.js";

const form = document.getElementById("sign-in");
const said = document.getElementById("sign-in-error");
const button = form.querySelector("button[type='submit']");
const words = button.textContent;
const { code, login, password } = form.elements;
const typed = code || password;

function tell(sentence) {
  said.textContent = sentence;
}

// Counts on a deadline, so that a page that slept in between is right again at once.
function lockOut(seconds) {
  const until = performance.now() + seconds * 1000;
  button.disabled = true;
  const timer = setInterval(count, 250);
  function count() {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left > 0) {
      tell(t("Too many attempts. You can try again in %(seconds)s s.", { seconds: left }));
      return;
    }
    clearInterval(timer);
    button.disabled = false;
    tell(t("You can try again now."));
    typed.focus();
  }
  count();
}

async function signIn() {
  button.disabled = true;
  button.textContent = t("Signing in…");
  tell("");
  try {
    const answer = await (code ? ask("/sign-in/code", { code: code.value }, { patience: 15000 }) : ask("/sign-in", { login: login.value, password: password.value }, { patience: 15000 }));
    const following = form.elements.next.value || "/";
    location.assign(answer.next ? answer.next + "?next=" + encodeURIComponent(following) : following);
  } catch (refusal) {
    button.disabled = false;
    button.textContent = words;
    if (!refusal.sentence) throw refusal;
    refused(refusal);
  }
}

function refused(refusal) {
  if (refusal.status === 429) {
    lockOut(Number(refusal.details.seconds) || refusal.retryAfter || 30);
    return;
  }
  if (code && refusal.code === "sign_in_first") {
    location.assign("/sign-in?next=" + encodeURIComponent(form.elements.next.value)); // it took too long: begin again
    return;
  }
  tell(refusal.sentence);
  typed.select();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  signIn();
});
