import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Bundles the command `ml-ci` into `outDir`: one entry and shared chunks, so that help loads little and everything else
 * is loaded when it is used. The native engine of DuckDB stays outside.
 */
export async function bundleCli(outDir: string): Promise<void> {
  const root = join(import.meta.dirname, '..');
  await rm(outDir, { recursive: true, force: true });
  const bundle = await rolldown({
    input: { bin: join(root, 'packages/cli/src/bin.ts') },
    platform: 'node',
    external: [/^@duckdb\//, /^ssh2$/, /^cpu-features$/],
    logLevel: 'warn',
  });
  await bundle.write({
    dir: outDir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await bundle.close();
}

if (process.argv[1] === import.meta.filename)
  await bundleCli(join(import.meta.dirname, '../packages/cli/dist'));
