// Reads QR codes in pictures: by the browser's own detector where it has one, else by zxing, which we serve ourselves.
//
//   const read = await createReader();   rejects when neither can be had
//   const text = await read(canvas);     the text of the code in the picture, or null

async function nativeReader() {
  const Detector = self.BarcodeDetector;
  if (!Detector) return null;
  const formats = await Detector.getSupportedFormats();
  if (formats.indexOf("qr_code") < 0) return null;
  const detector = new Detector({ formats: ["qr_code"] });
  return async (canvas) => {
    const found = await detector.detect(canvas);
    return found.length ? found[0].rawValue : null;
  };
}

async function zxingReader() {
  const zxing = await import("../../vendor/zxing/reader.js");
  await zxing.prepare();
  const options = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 };
  return async (canvas) => {
    const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const found = await zxing.readBarcodes(picture, options);
    return found.length && found[0].isValid ? found[0].text : null;
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
