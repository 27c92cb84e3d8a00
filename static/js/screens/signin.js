// Signing in without leaving the page: refusals stand under the fields, and a lockout counts down. The form works
// without this too.

import "./home.js";
import { ask } from "../core/api.js";
import { t } from "../core/i18n.js";

const form = document.getElementById("sign-in");
const said = document.getElementById("sign-in-error");
const button = form.querySelector("button[type='submit']");
const words = button.textContent;

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
    form.elements.password.focus();
  }
  count();
}

async function signIn() {
  button.disabled = true;
  button.textContent = t("Signing in…");
  tell("");
  try {
    await ask("/sign-in", { login: form.elements.login.value, password: form.elements.password.value }, { patience: 15000 });
    location.assign(form.elements.next.value || "/");
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
  tell(refusal.sentence);
  form.elements.password.select();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  signIn();
});
