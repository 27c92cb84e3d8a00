// Three ways to scan a code, told to one function. What was scanned is only ever text: it is handed to the server's look-up, never
// followed and never drawn as HTML.
//
//   const scanner = createScanner({ onCode: (text, via) => … });   via: "camera" | "wedge" | "typed"
//   scanner.camera        see scanner_camera.js; off until camera.start()
//   scanner.typed(text)   somebody wrote it
//   scanner.close()       stops listening and releases the camera
//
// A hand scanner is heard on the whole page from the start.

import { createCamera } from "./scanner_camera.js";
import { listenToWedge } from "./scanner_wedge.js";

export function createScanner({ onCode }) {
  const camera = createCamera((text) => onCode(text, "camera"));
  const stopListening = listenToWedge((text) => onCode(text, "wedge"));
  return {
    camera,
    typed(text) {
      if (text.trim()) onCode(text.trim(), "typed");
    },
    close() {
      stopListening();
      camera.stop();
    },
  };
}
