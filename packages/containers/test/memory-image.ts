import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Descriptor, Digest, Manifest, Repository } from '@ml-ci/oci';
import { type Header, pack } from 'tar-stream';

/** A file of a test image: text of a plain file, or any header. */
export type TestEntry = string | Uint8Array | (Partial<Header> & { readonly content?: string | Uint8Array });

/** What a test image is made of. */
export interface TestImage {
  readonly layers: readonly Readonly<Record<string, TestEntry>>[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly os?: string;
  readonly architecture?: string;
}

/** A repository in memory with one image in it; only what is needed to read it. */
export async function memoryImage(image: TestImage): Promise<{ repository: Repository; digest: Digest }> {
  const blobs = new Map<Digest, Uint8Array>();
  const store = (bytes: Uint8Array, mediaType: string): Descriptor => {
    const digest = digestOf(bytes);
    blobs.set(digest, bytes);
    return { digest, size: bytes.length, mediaType };
  };
  const layers = [];
  const diffIds: Digest[] = [];
  for (const layer of image.layers) {
    const archive = await tar(layer);
    diffIds.push(digestOf(archive));
    layers.push(store(gzipSync(archive), 'application/vnd.oci.image.layer.v1.tar+gzip'));
  }
  const architecture = image.architecture ?? (process.arch === 'x64' ? 'amd64' : process.arch);
  const config = store(
    json({
      os: image.os ?? 'linux',
      architecture,
      config: image.config ?? {},
      rootfs: { type: 'layers', diff_ids: diffIds },
    }),
    'application/vnd.oci.image.config.v1+json',
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = store(json({ schemaVersion: 2, mediaType, config, layers }), mediaType);
  return { repository: readOnly(blobs, manifest), digest: manifest.digest };
}

/** A tar archive of these entries. */
export async function tar(entries: Readonly<Record<string, TestEntry>>): Promise<Buffer> {
  const mtime = new Date(0); // the same files are the same image, also a second later
  const archive = pack();
  for (const [name, entry] of Object.entries(entries)) {
    const isPlain = typeof entry === 'string' || entry instanceof Uint8Array;
    const { content = '', ...header }: Exclude<TestEntry, string | Uint8Array> = isPlain
      ? { content: entry }
      : entry;
    const bytes = toBytes(content);
    if (header.type === undefined) archive.entry({ mtime, ...header, name }, bytes);
    else archive.entry({ mtime, ...header, name });
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(Buffer.from(chunk as Uint8Array)); // a stream of bytes
  return Buffer.concat(chunks);
}

function readOnly(blobs: ReadonlyMap<Digest, Uint8Array>, image: Descriptor): Repository {
  const refuse = () => Promise.reject(new Error('this repository is read only'));
  const bytesOf = (digest: Digest): Uint8Array => {
    const bytes = blobs.get(digest);
    if (!bytes) throw new Error(`no ${digest}`);
    return bytes;
  };
  return {
    name: 'memory',
    mountScope: undefined,
    path: 'memory',
    head: async (reference) => (reference === image.digest ? image : undefined),
    manifest: async (): Promise<Manifest> => ({ descriptor: image, bytes: bytesOf(image.digest) }),
    hasBlob: async (digest) => blobs.has(digest),
    readBlob: async ({ digest }) => {
      const bytes = bytesOf(digest);
      return (async function* () {
        yield bytes;
      })();
    },
    writeBlob: refuse,
    writeManifest: refuse,
    tags: async () => [],
    referrers: async () => [],
    deleteManifest: refuse,
  };
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const digestOf = (bytes: Uint8Array): Digest => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const toBytes = (content: string | Uint8Array): Buffer =>
  typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
