import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inside, StepError } from '@ml-ci/core';
import { collectEntries, type Layer, writeLayer } from '@ml-ci/oci';
import { chooseCompression } from './compression.ts';
import type { BuildImageContext } from './inputs.ts';
import type { LayerSource } from './settings.ts';

/** Neither belongs in an image: history, and the state of ml-ci. */
const neverIncluded = ['.git', '.ml-ci'];

/** A layer and where it comes from. */
export interface MadeLayer {
  readonly source: LayerSource;
  readonly layer: Layer;
}

/** A folder in a layer replaces a link of the same name, and with it all programs or libraries of the base. */
export function warnOfMergedUsr({ log }: BuildImageContext, sources: readonly LayerSource[]): void {
  for (const { to } of sources) {
    if (!/^\/(bin|sbin|lib|lib32|lib64|libx32)(\/|$)/.test(to)) continue;
    log.warn(
      `"${to}": where the base has a link there, as Debian and Ubuntu do, the layer hides it; use "/usr${to}"`,
    );
  }
}

/** Makes the layers in a folder of the run, in order. */
export async function makeLayers(
  context: BuildImageContext,
  sources: readonly LayerSource[],
): Promise<readonly MadeLayer[]> {
  const { files, signal } = context;
  const folder = await files.temporary('layers');
  const made: MadeLayer[] = [];
  for (const [index, source] of sources.entries()) {
    signal.throwIfAborted();
    const from = await safeSource(files.root, source.from);
    const { to, include, exclude = [] } = source;
    const entries = await collectEntries(from, {
      to,
      ...(include && { include }),
      exclude: [...exclude, ...neverIncluded],
    });
    if (entries.length === 0) throw emptyLayer(source);
    const compression = await chooseCompression(entries);
    const file = join(folder, String(index));
    made.push({ source, layer: await writeLayer(entries, { file, compression, signal }) });
  }
  return made;
}

/** The folder or file itself, links followed; FILE_UNSAFE where it is outside the root. */
async function safeSource(root: string, from: string): Promise<string> {
  const found = await stat(join(root, from)).catch((cause) => {
    throw new StepError('FILE_MISSING', {
      message: `there is no "${from}" in "${root}", which image.layers names`,
      fix: 'make it before this step, or correct image.layers',
      cause,
    });
  });
  if (found.isDirectory() || found.isFile()) return inside(root, from);
  throw new StepError('FILE_UNSAFE', { message: `"${from}" is neither a folder nor a file` });
}

function emptyLayer({ from }: LayerSource): StepError {
  return new StepError('FILE_MISSING', {
    message: `there is nothing in "${from}" to make a layer of`,
    fix: 'check include and exclude in image.layers',
  });
}
