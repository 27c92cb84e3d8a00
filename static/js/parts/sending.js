// A question that sends one command: whether it is on its way, and the server's refusal to show where it was asked.
//
//   const sending = useSending(async () => { await post(…); }, onDone);
//   sending.busy, sending.refusal (or null), sending.go()

import { html, useState } from "../../vendor/preact.js";
import { Icon } from "./icon.js";

export function useSending(send, onDone) {
  const [state, setState] = useState({ busy: false, refusal: null });
  const go = async () => {
    if (state.busy) return;
    setState({ busy: true, refusal: null });
    try {
      const told = await send();
      setState({ busy: false, refusal: null });
      onDone(told);
    } catch (refusal) {
      setState({ busy: false, refusal: refusal.sentence ? refusal : null });
      if (!refusal.sentence) throw refusal;
    }
  };
  return { busy: state.busy, refusal: state.refusal, go };
}

export function RefusedHere({ refusal }) {
  if (!refusal) return null;
  return html`<p class="ask-refused" role="alert"><${Icon} name="circle-alert" /><span>${refusal.sentence}</span></p>`;
}
