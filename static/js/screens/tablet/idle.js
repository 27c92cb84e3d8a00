// A tablet that nobody touches signs its person out: the next one must not clock in their name.
//
//   const [left, stay] = useIdle({ camera, busy, onOut });   left: null, or the seconds left while warning; stay() goes on
//
// A minute without a touch, a key or a scan; three while the camera looks, since somebody walks to the car with it. The last ten
// seconds are counted down in words over the whole screen, and a tap there stops it: the warning goes with the finger's lifting and
// not with its touching, or the tap would land on what lies beneath. While a step is on its way the time stands still.

import { useEffect, useRef, useState } from "../../../vendor/preact.js";

const SECONDS = 60;
const SECONDS_WITH_CAMERA = 180;
const WARNING = 10;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel"];

export function useIdle({ camera, busy, onOut }) {
  const touched = useRef(performance.now());
  const [left, setLeft] = useState(null);
  const warned = useRef(false);
  warned.current = left !== null;
  const stay = () => {
    touched.current = performance.now();
    setLeft(null);
  };
  useEffect(() => {
    const touch = (event) => {
      const onWarning = warned.current && event && event.type.startsWith("pointer");
      if (!onWarning) stay();
    };
    const look = () => {
      if (busy()) touched.current = performance.now();
      const allowed = camera.state.peek() === "on" ? SECONDS_WITH_CAMERA : SECONDS;
      const remaining = Math.ceil(allowed - (performance.now() - touched.current) / 1000);
      setLeft(remaining <= WARNING ? Math.max(0, remaining) : null);
      if (remaining <= 0) onOut();
    };
    SIGNS_OF_LIFE.forEach((event) => self.addEventListener(event, touch, { capture: true, passive: true }));
    const stopSightings = camera.sightings.subscribe(stay);
    const timer = setInterval(look, 250);
    return () => {
      SIGNS_OF_LIFE.forEach((event) => self.removeEventListener(event, touch, { capture: true }));
      stopSightings();
      clearInterval(timer);
    };
  }, []);
  return [left, stay];
}
