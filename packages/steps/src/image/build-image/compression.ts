import { open } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { LayerEntry } from '@ml-ci/oci';

const sampleBytes = 256 * 1024;
/** Below this the time is not worth a thought. */
const smallLayerBytes = 8 * 1024 * 1024;
/** Weights and wheels hardly get smaller, and take twenty times as long to compress as to copy. */
const worthwhileRatio = 0.9;

/**
 * Whether a layer is compressed: not where samples of its large files say that it would save less than a tenth. Only the
 * files decide, so the same files give the same layer.
 */
export async function chooseCompression(entries: readonly LayerEntry[]): Promise<'gzip' | 'none'> {
  const files = entries.flatMap(fileOf);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total < smallLayerBytes) return 'gzip';
  let compressed = 0;
  for (const { file, size } of files) {
    compressed += size < sampleBytes ? size * 0.5 : size * (await sampleRatio(file, size));
  }
  return compressed / total > worthwhileRatio ? 'none' : 'gzip';
}

function fileOf(entry: LayerEntry): readonly { readonly file: string; readonly size: number }[] {
  return entry.type === 'file' && !(entry.content instanceof Uint8Array) ? [entry.content] : [];
}

/** Of the beginning and the middle: many formats begin with a header. */
async function sampleRatio(file: string, size: number): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const sample = Buffer.alloc(sampleBytes * 2);
    const first = await handle.read(sample, 0, sampleBytes, 0);
    const second = await handle.read(sample, first.bytesRead, sampleBytes, Math.floor(size / 2));
    const bytes = sample.subarray(0, first.bytesRead + second.bytesRead);
    return bytes.length === 0 ? 0 : gzipSync(bytes, { level: 1 }).length / bytes.length;
  } finally {
    await handle.close();
  }
}
