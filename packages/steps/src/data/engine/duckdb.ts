import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeError, type StepContext, StepError } from '@ml-ci/core';
import { engineName, engineProject, type LockedPackages } from './engine-lock.ts';

/** The library of the data engine. */
export type DuckDb = typeof import('@duckdb/node-api');

/** What loading needs of a run. */
type LoadContext = Pick<StepContext<Record<never, never>>, 'exec' | 'files' | 'log'>;

/** The data engine: as installed beside this code in exactly the locked version, else fetched once into the tool cache. */
export async function loadDuckDb(context: LoadContext): Promise<DuckDb> {
  // in a bundle only the entries of the engine are left of this file
  const { default: lock } = await import('../../../../../package-lock.json', { with: { type: 'json' } });
  const packages: LockedPackages = lock.packages;
  const here = createRequire(import.meta.url);
  if (installedVersion(here) === packages[`node_modules/${engineName}`]?.version)
    return await import('@duckdb/node-api').catch(unusable);
  const machine = { platform: process.platform, arch: process.arch, isMusl: isMusl() };
  const name = `${machine.platform}-${machine.arch}${machine.isMusl ? '-musl' : ''}`;
  const project = engineProject(packages, machine);
  if (project === undefined)
    throw new StepError('DATA_ENGINE_MISSING', {
      message: `there is no data engine for ${name}`,
      fix: 'run this step on Linux, macOS or Windows, x64 or arm64',
    });
  const { fetchEngine } = await import('./engine-fetch.ts');
  const folder = join(context.files.toolCache, 'duckdb', project.version, name);
  await fetchEngine({ ...context, project, folder });
  return loadFrom(folder).catch((cause: unknown) => unusable(cause, folder));
}

async function loadFrom(folder: string): Promise<DuckDb> {
  const entry = createRequire(join(folder, 'package.json')).resolve(engineName);
  const loaded: { readonly default: DuckDb } = await import(pathToFileURL(entry).href);
  return loaded.default; // a CommonJS module, of the version that its types are of
}

function installedVersion(here: NodeJS.Require): string | undefined {
  try {
    return here(`${engineName}/package.json`).version;
  } catch {
    return undefined; // it is not installed here
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const report: { readonly header?: { readonly glibcVersionRuntime?: string } } = process.report.getReport();
  return report.header?.glibcVersionRuntime === undefined;
}

function unusable(cause: unknown, folder?: string): never {
  throw new StepError('DATA_ENGINE_MISSING', {
    message: `the data engine cannot be loaded on ${process.platform} ${process.arch}: ${describeError(cause)}`,
    fix: folder
      ? `remove "${folder}" and run again`
      : 'install with optional dependencies, on a platform that @duckdb/node-bindings supports',
    cause,
  });
}
