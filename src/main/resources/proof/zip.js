/* The files of a ZIP archive whose entries are stored as they are. */

/** Reads the central directory (APPNOTE.TXT 4.3.12) at the end, and the place of each file that it names. */
function filesOfZip(bytes, text) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) {
    end -= 1;
  }
  if (end < 0) {
    throw new Error("this is no ZIP archive, or its end is missing");
  }
  const files = new Map();
  let place = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (place + 46 > bytes.length || view.getUint32(place, true) !== 0x02014b50) {
      throw new Error("the list of files in the archive is damaged");
    }
    const length = view.getUint32(place + 24, true);
    const nameLength = view.getUint16(place + 28, true);
    const name = text(bytes.subarray(place + 46, place + 46 + nameLength));
    if (view.getUint16(place + 10, true) !== 0 || view.getUint32(place + 20, true) !== length || files.has(name)) {
      throw new Error(`${name}: is compressed or there twice; take the archive as it came, not one made again from its `
        + "files");
    }
    files.set(name, contentAt(bytes, view, view.getUint32(place + 42, true), length, name));
    place += 46 + nameLength + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
  }
  return files;
}

function contentAt(bytes, view, header, length, name) {
  if (header + 30 > bytes.length || view.getUint32(header, true) !== 0x04034b50) {
    throw new Error(`${name}: its place in the archive is damaged`);
  }
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  return bytes.subarray(start, start + length);
}
