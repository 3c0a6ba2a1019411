import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { crc32, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** A file that is made for a test, and its digests as lock files write them. */
export interface PackageFile {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly integrity: string;
}

/** A small pure-Python wheel with one module. */
export function makeWheel(
  name: string,
  version: string,
  options: { readonly requires?: readonly string[]; readonly source?: string; readonly readme?: string } = {},
): PackageFile {
  const info = `${name}-${version}.dist-info`;
  const requires = (options.requires ?? []).map((requirement) => `Requires-Dist: ${requirement}\n`).join('');
  const files: [string, string][] = [
    [`${name}/__init__.py`, options.source ?? `version = "${version}"\n`],
    [
      `${info}/METADATA`,
      `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nSummary: made for a test\nRequires-Python: >=3.8\n${requires}\n${options.readme ?? ''}`,
    ],
    [`${info}/WHEEL`, 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n'],
  ];
  const record = [...files.map(([path]) => `${path},,`), `${info}/RECORD,,`].join('\n');
  return describe(
    `${name}-${version}-py3-none-any.whl`,
    makeZip([...files, [`${info}/RECORD`, `${record}\n`]]),
  );
}

/** A source distribution; `files` hold what its build runs. */
export async function makeSdist(
  name: string,
  version: string,
  files: Readonly<Record<string, string>>,
): Promise<PackageFile> {
  const root = `${name}-${version}`;
  const archive = await makeTar({
    [`${root}/PKG-INFO`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])),
  });
  return describe(`${root}.tar.gz`, gzipSync(archive));
}

/** An npm package with one module. */
export async function makeTgz(
  name: string,
  version: string,
  manifest: Readonly<Record<string, unknown>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<PackageFile> {
  const archive = await makeTar({
    'package/package.json': JSON.stringify({ name, version, main: 'index.js', ...manifest }),
    'package/index.js': `module.exports = ${JSON.stringify(version)};\n`,
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`package/${path}`, text])),
  });
  return describe(`${name.replace('@', '').replace('/', '-')}-${version}.tgz`, gzipSync(archive));
}

function describe(fileName: string, bytes: Buffer): PackageFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  return { fileName, bytes, sha256, integrity };
}

async function makeTar(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, text] of Object.entries(files)) archive.entry({ name, mtime: new Date(0) }, text);
  archive.finalize();
  return await buffer(archive);
}

/** A zip whose files are stored as they are. */
function makeZip(files: readonly [name: string, text: string][]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const content = Buffer.from(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x21, 8); // the first day a zip can name
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), content]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, tail, Buffer.from(name)]));
    local.push(header);
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}
