import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Files, StepError } from '@ml-ci/core';
import { readDescriptors } from './manifest.ts';
import { mediaTypes, refNameAnnotation } from './media-types.ts';
import type { Descriptor } from './repository.ts';

/** The entries of a layout's `index.json`, and the same as they were written, so that what we do not know is kept. */
export interface LayoutIndex {
  readonly entries: readonly LayoutEntry[];
}

export interface LayoutEntry {
  readonly descriptor: Descriptor;
  readonly raw: unknown;
}

type Write = Files['write'];

/** The index of a layout; without entries where the folder does not exist. LAYOUT_INVALID where it is something else. */
export async function readLayoutIndex(folder: string): Promise<LayoutIndex> {
  const text = await readFile(join(folder, 'index.json'), 'utf8').catch(ifMissing);
  if (text === undefined) {
    if ((await namesIn(folder)).length === 0) return { entries: [] };
    throw invalid(folder, 'has no index.json');
  }
  await checkVersion(folder);
  try {
    const { manifests }: { manifests?: unknown } = JSON.parse(text);
    const raw = Array.isArray(manifests) ? manifests : [];
    return {
      entries: readDescriptors(manifests, folder).map((descriptor, i) => ({ descriptor, raw: raw[i] })),
    };
  } catch (cause) {
    throw invalid(folder, 'has an index.json that cannot be read', cause);
  }
}

/** Writes the index, and `oci-layout` beside it where it is not there yet. */
export async function writeLayoutIndex(folder: string, index: LayoutIndex, write: Write): Promise<void> {
  const manifests = index.entries.map(({ raw }) => raw);
  const content = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
  await write(join(folder, 'index.json'), `${JSON.stringify(content, null, 2)}\n`);
}

/** Makes the folder a layout, unless it is one. A folder with other things in it is refused. */
export async function createLayout(folder: string, write: Write): Promise<void> {
  const index = await readLayoutIndex(folder);
  await mkdir(join(folder, 'blobs', 'sha256'), { recursive: true });
  if (index.entries.length > 0 || (await namesIn(folder)).includes('oci-layout')) return;
  await write(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}\n');
  await writeLayoutIndex(folder, index, write);
}

/** The entry of a tag. */
export function findTag(index: LayoutIndex, tag: string): Descriptor | undefined {
  return index.entries.find((entry) => tagOf(entry) === tag)?.descriptor;
}

/** The tag of an entry. */
export function tagOf({ descriptor }: LayoutEntry): string | undefined {
  return descriptor.annotations?.[refNameAnnotation];
}

/** The index in which `tag` names the descriptor; without a tag, in which it is listed at all. */
export function withEntry(index: LayoutIndex, descriptor: Descriptor, tag: string | undefined): LayoutIndex {
  if (tag === undefined && index.entries.some((entry) => entry.descriptor.digest === descriptor.digest)) {
    return index;
  }
  const annotations = tag === undefined ? {} : { annotations: { [refNameAnnotation]: tag } };
  const raw: Descriptor = { ...descriptor, ...annotations };
  const others = index.entries.filter(
    (entry) =>
      tag === undefined ||
      (tagOf(entry) !== tag && (tagOf(entry) !== undefined || entry.descriptor.digest !== descriptor.digest)),
  );
  return { entries: [...others, { descriptor: raw, raw }] };
}

async function checkVersion(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'oci-layout'), 'utf8').catch(ifMissing);
  if (text === undefined || !/"imageLayoutVersion"\s*:\s*"1\./.test(text)) {
    throw invalid(folder, 'has no oci-layout of version 1');
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(ifMissing)) ?? [];
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function invalid(folder: string, why: string, cause?: unknown): StepError {
  return new StepError('LAYOUT_INVALID', {
    message: `the folder "${folder}" ${why}`,
    fix: 'name a new or empty folder, or one in the OCI image layout',
    ...(cause === undefined ? {} : { cause }),
  });
}
