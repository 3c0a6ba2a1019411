import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type OutputAsset, type OutputChunk, type Plugin, type PreRenderedChunk, rolldown } from 'rolldown';
import { chunkName, startChunk } from './chunk-name.ts';
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
  /** An entry whose start counts: all that it loads at once is one file, since each file of ESM costs a fifth of a millisecond. */
  readonly quick?: string;
}

/**
 * Bundles entries into a folder of plain, unminified ESM with shared chunks, and puts the licences of all it contains beside
 * them. The folder is emptied first. The same sources give the same bytes, on any machine and in any folder. Returns the files
 * that were read.
 */
export async function build({
  root,
  outDir,
  input,
  plugins = [],
  quick,
}: BuildOptions): Promise<readonly string[]> {
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
    checks: { ineffectiveDynamicImport: false }, // what a quick start needs at once may be asked for later too
  });
  const options = {
    dir: outDir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: (chunk: PreRenderedChunk) => `chunks/${chunkName(root, chunk)}.js`,
  } as const;
  const atStart = quick === undefined ? undefined : startOf((await bundle.generate(options)).output, quick);
  const start = { name: startChunk, test: (id: string) => atStart?.has(id) === true };
  const { output } = await bundle.write({
    ...options,
    ...(atStart === undefined ? {} : { codeSplitting: { groups: [start] } }),
  });
  const read = await bundle.watchFiles;
  await bundle.close();
  const modules = output.flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
  await writeLicences(root, modules, join(outDir, 'LICENSES.txt'));
  return read;
}

/**
 * The modules that an entry loads before it runs, through whichever chunks, but not its own: it awaits what it loads later, and
 * what waits for the file that it stands in would wait for ever.
 */
function startOf(output: readonly (OutputChunk | OutputAsset)[], entry: string): ReadonlySet<string> {
  const chunks = new Map(
    output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])),
  );
  const loaded = new Set<string>([`${entry}.js`]);
  for (const name of loaded) for (const next of chunks.get(name)?.imports ?? []) loaded.add(next);
  const modules = [...loaded].flatMap((name) => Object.keys(chunks.get(name)?.modules ?? {}));
  return new Set(modules.filter((id) => id !== chunks.get(`${entry}.js`)?.facadeModuleId));
}
