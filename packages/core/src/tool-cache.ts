import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where tools lie that are fetched once: the runner's tool cache, else the cache of the user. */
export function toolCacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { RUNNER_TOOL_CACHE: runner, XDG_CACHE_HOME: cache } = env;
  return join(runner || cache || join(env.HOME || homedir(), '.cache'), 'ml-ci');
}
