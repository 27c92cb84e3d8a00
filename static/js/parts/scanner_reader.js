// Reads QR codes in pictures: by the browser's own detector where it has one, else by zxing, which we serve ourselves.
//
//   const read = await createReader();   rejects when neither can be had
//   const text = await read(canvas);     the text of a code in the picture, or null
//
// A sheet may bear two codes, the workshop's and the customer's: the one for a tablet goes first.

const AT_MOST = 4;

function ours(texts) {
  return texts.find((text) => /^WB[JPE]/.test(text)) || texts[0] || null;
}

async function nativeReader() {
  const Detector = self.BarcodeDetector;
  if (!Detector) return null;
  const formats = await Detector.getSupportedFormats();
  if (formats.indexOf("qr_code") < 0) return null;
  const detector = new Detector({ formats: ["qr_code"] });
  return async (canvas) => {
    const found = await detector.detect(canvas);
    return ours(found.map((each) => each.rawValue));
  };
}

async function zxingReader() {
  const zxing = await import("../../vendor/zxing/reader.js");
  await zxing.prepare();
  const options = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: AT_MOST };
  return async (canvas) => {
    const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const found = await zxing.readBarcodes(picture, options);
    return ours(found.filter((each) => each.isValid).map((each) => each.text));
  };
}

// Some devices name a detector and then have no service behind it: the first failure hands over to zxing for good.
export async function createReader() {
  let read = await nativeReader().catch(() => null);
  if (!read) return zxingReader();
  let native = true;
  return async (canvas) => {
    try {
      return await read(canvas);
    } catch (failure) {
      if (!native) throw failure;
      native = false;
      read = await zxingReader();
      return read(canvas);
    }
  };
}
