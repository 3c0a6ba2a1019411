import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { chunkName } from './chunk-name.ts';
import { engineLock } from './engine-lock.ts';
import { leftOut } from './left-out.ts';
import { writeLicences } from './licences.ts';

/** What is bundled, and where it goes. */
export interface BuildOptions {
  /** The repository. Nothing of where it lies gets into the output. */
  readonly root: string;
  readonly outDir: string;
  /** Entry name → file, or a module of one of `plugins`. */
  readonly input: Readonly<Record<string, string>>;
  readonly plugins?: readonly Plugin[];
}

/**
 * Bundles entries into a folder of plain, unminified ESM with shared chunks, and puts the licences of all it contains beside
 * them. The folder is emptied first. The same sources give the same bytes, on any machine and in any folder. Returns the files
 * that were read.
 */
export async function build({ root, outDir, input, plugins = [] }: BuildOptions): Promise<readonly string[]> {
  await rm(outDir, { recursive: true, force: true });
  const bundle = await rolldown({
    input: { ...input },
    cwd: root,
    platform: 'node',
    external: [/^@duckdb\//], // a native engine: loaded where it is installed, else fetched on first use
    plugins: [...plugins, leftOut(), engineLock(root)],
    // importing a file of ours does nothing but define; only what an entry uses is kept of an index
    treeshake: {
      moduleSideEffects: (id) => !id.startsWith(join(root, 'packages')) || id.endsWith('/bin.ts'),
    },
    logLevel: 'warn',
  });
  const { output } = await bundle.write({
    dir: outDir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: (chunk) => `chunks/${chunkName(root, chunk)}.js`,
  });
  const read = await bundle.watchFiles;
  await bundle.close();
  const modules = output.flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
  await writeLicences(root, modules, join(outDir, 'LICENSES.txt'));
  return read;
}
