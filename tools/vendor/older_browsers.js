// Television sets of 2020 run Chromium 68, which has no queueMicrotask; esbuild puts this in its place.
const native = self.queueMicrotask;
const later = native ? native.bind(self) : (work) => { Promise.resolve().then(work); };

export { later as queueMicrotask };
