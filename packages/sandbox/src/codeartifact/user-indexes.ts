import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { UpstreamOptions } from './external.ts';

const run = promisify(execFile);
type Environment = Readonly<Record<string, string | undefined>>;

/** The indexes that npm and pip of this machine are set up for; one that is not installed has none. */
export async function userIndexes(env: Environment): Promise<UpstreamOptions> {
  const [npm, pypi] = await Promise.all([npmRegistry(env), pipIndex(env)]);
  return { ...(npm === undefined ? {} : { npm }), ...(pypi === undefined ? {} : { pypi }) };
}

async function npmRegistry(env: Environment): Promise<string | undefined> {
  return await ask('npm', ['config', 'get', 'registry'], env);
}

/** What is configured, else what pip has built in. */
async function pipIndex(env: Environment): Promise<string | undefined> {
  if (env.PIP_INDEX_URL) return env.PIP_INDEX_URL;
  const configured = await ask('python3', ['-m', 'pip', 'config', 'get', 'global.index-url'], env);
  if (configured !== undefined) return configured;
  const builtIn = 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)';
  return await ask('python3', ['-c', builtIn], env);
}

async function ask(command: string, args: readonly string[], env: Environment): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, args, { env: { ...env } });
    const [line = ''] = stdout.trim().split('\n');
    return /^https?:\/\//.test(line) ? line : undefined;
  } catch {
    // Not installed, or nothing configured: both mean that there is no index to pass on to.
    return undefined;
  }
}
