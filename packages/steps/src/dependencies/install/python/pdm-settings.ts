import { join } from 'node:path';

/** Nothing of the user's configuration, no keyring, no hooks, and a cache that is gone afterwards. */
export function pdmSettings(temporary: string): Readonly<Record<string, string>> {
  const config = join(temporary, 'config');
  return {
    PDM_CONFIG_FILE: join(config, 'config.toml'),
    // Where the configuration of the machine would be.
    XDG_CONFIG_DIRS: config,
    PDM_CACHE_DIR: join(temporary, 'cache'),
    PDM_LOG_DIR: join(temporary, 'log'),
    PDM_USE_UV: 'false',
    PDM_ONLY_BINARY: ':all:',
    PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
    ...pdmQuiet,
  };
}

/** No questions, and nothing that is asked of the outside. */
export const pdmQuiet: Readonly<Record<string, string>> = {
  PDM_CHECK_UPDATE: 'false',
  PDM_NON_INTERACTIVE: 'true',
  NO_COLOR: '1',
  // It folds lines, which are then no sentences any more.
  COLUMNS: '1000',
};
