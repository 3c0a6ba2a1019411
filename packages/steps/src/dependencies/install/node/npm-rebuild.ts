import { join } from 'node:path';
import { refuseBuild } from '../child-failure.ts';
import type { InstallContext } from '../inputs.ts';

/**
 * Runs the scripts of the packages that may, in a node_modules that npm, Yarn 1 or Yarn 4 filled; they get neither token nor
 * address. Yarn 1 has no command for it, and that of Yarn 4 would run those of every package.
 */
export async function rebuildWithNpm(
  context: InstallContext,
  folder: string,
  names: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const env = { ...settings, NPM_CONFIG_USERCONFIG: join(folder, 'node_modules', 'no-npmrc') };
  const args = ['rebuild', '--ignore-scripts=false', '--foreground-scripts', '--offline', ...names];
  const { exitCode } = await context.exec.run('npm', args, { cwd: folder, env, signal: context.signal });
  refuseBuild('npm', names, exitCode);
}

/** Nothing of the user's or the machine's configuration, and a cache that is gone afterwards. */
export function npmSettings(temporary: string): Record<string, string> {
  return {
    npm_config_globalconfig: join(temporary, 'no-global-npmrc'),
    npm_config_cache: join(temporary, 'cache'),
    npm_config_update_notifier: 'false',
    // npm would wait for 10 s and then for 60 s before it believes that a file is wrong
    npm_config_fetch_retries: '3',
    npm_config_fetch_retry_factor: '2',
    npm_config_fetch_retry_mintimeout: '500',
    npm_config_fetch_retry_maxtimeout: '8000',
  };
}
