import { inflateRawSync } from 'node:zlib';

/** The first file of a zip archive whose name fits, unpacked; undefined where there is none. */
export function readZipEntry(
  zip: Buffer,
  fits: (name: string) => boolean,
  limit = 4 * 1024 * 1024,
): Buffer | undefined {
  let at = centralDirectory(zip);
  // A central header: signature, and at 20, 24, 28, 30, 32, 42 the sizes, the lengths and where the file begins.
  while (at + 46 <= zip.length && zip.readUInt32LE(at) === 0x02014b50) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (fits(name)) return readLocal(zip, at, limit);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return undefined;
}

function readLocal(zip: Buffer, header: number, limit: number): Buffer {
  const method = zip.readUInt16LE(header + 10);
  const packedSize = zip.readUInt32LE(header + 20);
  const local = zip.readUInt32LE(header + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + packedSize);
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed, { maxOutputLength: limit });
  throw new Error(`the zip uses compression method ${method}`);
}

/** Where the central directory begins, from the record at the end. */
function centralDirectory(zip: Buffer): number {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length) throw new Error('the file is not a zip archive');
  return zip.readUInt32LE(end + 16);
}
