import { describeError } from './error.ts';
import { baseEnvironment } from './exec.ts';
import { type KeptFolders, noKeptFolders } from './kept-folders.ts';
import type { Log } from './log.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Cache = typeof import('@actions/cache');

/** GitHub's cache service, which actions can reach and no command of a `run:` step can. */
export function githubKeptFolders(env: Env, log: Log): KeptFolders {
  if (!env.ACTIONS_RUNTIME_TOKEN || !(env.ACTIONS_RESULTS_URL || env.ACTIONS_CACHE_URL)) return noKeptFolders;
  const ask = async <T>(what: string, work: (cache: Cache) => Promise<T>): Promise<T | undefined> => {
    try {
      const cache = await import('@actions/cache');
      return cache.isFeatureAvailable() ? await hidingVariables(() => work(cache)) : undefined;
    } catch (error) {
      log.warn(`the cache of GitHub ${what}: ${describeError(error)}`);
      return undefined;
    }
  };
  return {
    restore: (folder, key, prefix) =>
      ask('gave nothing', (cache) => cache.restoreCache([folder], key, [prefix])),
    async save(folder, key) {
      await ask('took nothing', (cache) => cache.saveCache([folder], key));
    },
  };
}

/**
 * While `work` goes on, this process has its variables by name, and its children (tar and zstd, which would get all) inherit only
 * what every child of ours has.
 */
async function hidingVariables<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env;
  const shown = baseEnvironment(before);
  const hidden: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(before))
    Object.defineProperty(hidden, name, {
      value,
      enumerable: Object.hasOwn(shown, name),
      configurable: true,
      writable: true,
    });
  process.env = hidden;
  try {
    return await work();
  } finally {
    process.env = before;
  }
}
