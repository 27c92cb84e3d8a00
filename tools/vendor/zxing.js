// The reader half of zxing-wasm. Left alone it fetches its WebAssembly from a public server; ours lies beside this module.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

if (!Object.hasOwn) {
  // Chromium before 93.
  Object.hasOwn = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
}

const overrides = { locateFile: (file) => new URL(file, import.meta.url).href };
prepareZXingModule({ overrides });

// Fetches and compiles the WebAssembly ahead of the first picture; resolves when it is ready to read.
const prepare = () => prepareZXingModule({ overrides, fireImmediately: true });

export { prepare, readBarcodes };
