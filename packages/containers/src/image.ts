import { StepError } from '@ml-ci/core';
import { type Descriptor, type Digest, type Platform, type Repository, readManifest } from '@ml-ci/oci';

/** What an image says of how it is run (OCI image spec, config.md). */
export interface ImageConfig {
  readonly os: string;
  readonly architecture: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
}

/** One image of one platform: what to unpack and how to run it. */
export interface ResolvedImage {
  /** Of the image itself, also where an index was asked for. */
  readonly manifest: Descriptor;
  readonly configDescriptor: Descriptor;
  readonly config: ImageConfig;
  /** Lowest first. */
  readonly layers: readonly Descriptor[];
}

/** The platform images are run for here: containers are Linux also where the machine is not. */
export function hostPlatform(architecture: string = process.arch): Platform {
  const names: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };
  return { os: 'linux', architecture: names[architecture] ?? architecture };
}

/** Reads the manifest and the config of `digest`; of an index, the entry for `platform`. */
export async function resolveImage(
  repository: Repository,
  digest: Digest,
  platform: Platform,
  signal?: AbortSignal,
): Promise<ResolvedImage> {
  const where = `${repository.name}@${digest}`;
  const manifest = await repository.manifest(digest, signal);
  const content = readManifest(manifest);
  if (content.kind === 'index') {
    const entry = chooseEntry(content.manifests, platform, where);
    return resolveImage(repository, entry.digest, platform, signal);
  }
  const { config, layers } = content;
  const parsed = parseConfig(parseDocument(await readWhole(repository, config, signal), where));
  if (parsed.os !== platform.os || parsed.architecture !== platform.architecture) {
    throw wrongPlatform(where, `${parsed.os}/${parsed.architecture}`, platform);
  }
  return { manifest: manifest.descriptor, configDescriptor: config, config: parsed, layers };
}

/** The entry of an index for a platform; attestations are entries for `unknown/unknown` and never match. */
function chooseEntry(entries: readonly Descriptor[], wanted: Platform, where: string): Descriptor {
  const found = entries.find(
    ({ platform }) => platform?.os === wanted.os && platform.architecture === wanted.architecture,
  );
  if (found) return found;
  const known = entries.flatMap(({ platform }) =>
    platform && platform.os !== 'unknown' ? [`${platform.os}/${platform.architecture}`] : [],
  );
  throw wrongPlatform(where, known.join(', ') || 'nothing', wanted);
}

function wrongPlatform(where: string, has: string, wanted: Platform): StepError {
  return new StepError('IMAGE_PLATFORM', {
    message: `"${where}" is for ${has}, and this machine runs ${wanted.os}/${wanted.architecture}`,
    fix: `build the image for ${wanted.os}/${wanted.architecture} as well`,
  });
}

function parseConfig(document: Readonly<Record<string, unknown>>): ImageConfig {
  const run = isRecord(document.config) ? document.config : {};
  return {
    os: text(document.os),
    architecture: text(document.architecture),
    entrypoint: texts(run.Entrypoint),
    command: texts(run.Cmd),
    env: Object.fromEntries(texts(run.Env).map(splitVariable)),
    workdir: text(run.WorkingDir) || '/',
    user: text(run.User),
  };
}

function splitVariable(line: string): [string, string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

async function readWhole(
  repository: Repository,
  blob: Descriptor,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (blob.size > 4 * 1024 * 1024) throw invalid(repository.name, `the config is ${blob.size} bytes long`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await repository.readBlob(blob, signal)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parseDocument(bytes: Uint8Array, where: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw invalid(where, 'its configuration is not JSON', cause);
  }
  if (!isRecord(document)) throw invalid(where, 'its configuration is not an object');
  return document;
}

function invalid(where: string, why: string, cause?: unknown): StepError {
  return new StepError('IMAGE_INVALID', {
    message: `"${where}" is not an image that can be run: ${why}`,
    ...(cause === undefined ? {} : { cause }),
  });
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
