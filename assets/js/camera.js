/** Photographs as they leave this device: upright, at most 1.600 dots and 350 KB, with nothing of the camera in them. */

const LARGEST = 1600; // dots of the longer side
const HEAVIEST = 350 * 1024; // bytes
const TRIES = [
  [1, 0.82],
  [1, 0.7],
  [1, 0.58],
  [0.8, 0.6],
  [0.6, 0.6],
];

/** The small picture, or the file as it is where this browser cannot draw it (HEIC mostly): the server can. */
export async function smaller(file) {
  if (!file.type.startsWith("image/") && !/\.(jpe?g|png|webp|hei[cf])$/i.test(file.name)) return file;
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return file;
  }
  let blob;
  for (const [share, quality] of TRIES) {
    blob = await drawn(picture, share, quality);
    if (blob.size <= HEAVIEST) break;
  }
  picture.close();
  return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
}

function drawn(picture, share, quality) {
  const scale = share * Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // behind what shows through
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("not drawn"))), "image/jpeg", quality),
  );
}

// --- what the camera wrote: EXIF of a JPEG, read before the picture is drawn anew ---

const [TAKEN, DETAILS, PLACE] = [0x9003, 0x8769, 0x8825];

/** `{ taken_at, latitude, longitude }`, as far as the file says; the place only where `withPlace`. */
export async function told(file, withPlace) {
  try {
    const view = new DataView(await file.slice(0, 256 * 1024).arrayBuffer());
    const start = exifIn(view);
    return start ? read(view, start, withPlace) : {};
  } catch {
    return {}; // cut short, or written by something strange
  }
}

function exifIn(view) {
  if (view.getUint16(0) !== 0xffd8) return 0;
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === 0x45786966) return at + 10;
  }
  return 0;
}

function read(view, start, withPlace) {
  const little = view.getUint16(start) === 0x4949;
  const directory = (offset) => {
    const found = new Map();
    for (let i = 0, at = start + offset + 2; i < view.getUint16(start + offset, little); i++, at += 12)
      found.set(view.getUint16(at, little), at);
    return found;
  };
  const number = (at) => view.getUint32(at + 8, little);
  const main = directory(view.getUint32(start + 4, little));
  const said = {};
  const details = main.has(DETAILS) ? directory(number(main.get(DETAILS))) : new Map();
  if (details.has(TAKEN)) {
    const from = start + number(details.get(TAKEN));
    const text = String.fromCharCode(...new Uint8Array(view.buffer, from, 19));
    said.taken_at = text.replace(/^(\d{4}):(\d\d):(\d\d) /, "$1-$2-$3T");
  }
  const place = withPlace && main.has(PLACE) ? directory(number(main.get(PLACE))) : new Map();
  if ([1, 2, 3, 4].every((tag) => place.has(tag))) {
    const degrees = (tag, negative) => {
      const from = start + number(place.get(tag + 1));
      const part = (n) => view.getUint32(from + 8 * n, little) / (view.getUint32(from + 8 * n + 4, little) || 1);
      const sign = String.fromCharCode(view.getUint8(place.get(tag) + 8)) === negative ? -1 : 1;
      return (sign * (part(0) + part(1) / 60 + part(2) / 3600)).toFixed(5);
    };
    [said.latitude, said.longitude] = [degrees(1, "S"), degrees(3, "W")];
  }
  return said;
}
