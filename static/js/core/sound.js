// Sounds and the spoken word, made in the browser: no files, nothing when it isn't allowed or isn't there.
//
//   chime()          two soft rising tones: something good happened
//   tick()           short and high: a scan was taken
//   acceptedTone()   two quick tones upwards: done
//   alreadyTone()    the same tone twice: it was so already
//   refuse()         two low tones: no
//   callTone()       three tones, twice: somebody calls for help
//   say("…")         reads a sentence aloud in the page's language, when the device has a voice for it
//   soundAllowed()   browsers keep quiet until somebody touched the page, unless started with autoplay allowed
//
// Nothing is played late: a sound that may not be played now is dropped.

import { locale } from "./i18n.js";

let context = null;

function audio() {
  const Audio = self.AudioContext || self.webkitAudioContext;
  if (!context && Audio) context = new Audio();
  return context;
}

function unlock() {
  if (context && context.state === "suspended") context.resume();
}

["pointerdown", "keydown"].forEach((event) => self.addEventListener(event, unlock, { capture: true, passive: true }));

export function soundAllowed() {
  const place = audio();
  return Boolean(place) && place.state === "running";
}

function tone(frequency, start, length, loudness) {
  const place = audio();
  const begin = place.currentTime + start;
  const wave = place.createOscillator();
  const volume = place.createGain();
  wave.frequency.value = frequency;
  volume.gain.setValueAtTime(0, begin);
  volume.gain.linearRampToValueAtTime(loudness, begin + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + length);
  wave.connect(volume);
  volume.connect(place.destination);
  wave.start(begin);
  wave.stop(begin + length);
}

function play(tones) {
  if (!soundAllowed()) return;
  tones.forEach((each) => tone(each[0], each[1], each[2], each[3]));
}

export function chime() {
  play([[659, 0, 0.7, 0.25], [880, 0.22, 1.1, 0.25]]);
}

export function tick() {
  play([[1320, 0, 0.12, 0.3]]);
}

export function acceptedTone() {
  play([[880, 0, 0.12, 0.35], [1320, 0.1, 0.22, 0.35]]);
}

export function alreadyTone() {
  play([[660, 0, 0.12, 0.3], [660, 0.18, 0.16, 0.3]]);
}

export function refuse() {
  play([[220, 0, 0.18, 0.4], [196, 0.22, 0.3, 0.4]]);
}

export function callTone() {
  play([0, 0.9].reduce((tones, at) => tones.concat([[784, at, 0.2, 0.45], [988, at + 0.2, 0.2, 0.45], [1175, at + 0.4, 0.35, 0.45]]), []));
}

export function say(sentence) {
  const speech = self.speechSynthesis;
  if (!speech || !soundAllowed()) return;
  const voice = speech.getVoices().find((each) => each.lang.replace("_", "-").startsWith(locale.slice(0, 2)));
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(sentence);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 0.9;
  speech.speak(words);
}
