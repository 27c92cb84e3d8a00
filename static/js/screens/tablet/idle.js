// A tablet that nobody touches signs its person out: the next one must not clock in their name.
//
//   const left = useIdle({ busy, onOut });   null, or the seconds left while warning
//
// A minute without a touch, a key or a scan; three while the camera looks, since somebody walks to the car with it. The last ten
// seconds are counted down in words, and any touch stops it. While a step is on its way the time stands still.

import { useEffect, useRef, useState } from "../../../vendor/preact.js";

const SECONDS = 60;
const SECONDS_WITH_CAMERA = 180;
const WARNING = 10;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel"];

export function useIdle({ camera, busy, onOut }) {
  const touched = useRef(performance.now());
  const [left, setLeft] = useState(null);
  useEffect(() => {
    const touch = () => {
      touched.current = performance.now();
      setLeft(null);
    };
    const look = () => {
      if (busy()) touched.current = performance.now();
      const allowed = camera.state.peek() === "on" ? SECONDS_WITH_CAMERA : SECONDS;
      const remaining = Math.ceil(allowed - (performance.now() - touched.current) / 1000);
      setLeft(remaining <= WARNING ? Math.max(0, remaining) : null);
      if (remaining <= 0) onOut();
    };
    SIGNS_OF_LIFE.forEach((event) => self.addEventListener(event, touch, { capture: true, passive: true }));
    const stopSightings = camera.sightings.subscribe(touch);
    const timer = setInterval(look, 250);
    return () => {
      SIGNS_OF_LIFE.forEach((event) => self.removeEventListener(event, touch, { capture: true }));
      stopSightings();
      clearInterval(timer);
    };
  }, []);
  return left;
}
