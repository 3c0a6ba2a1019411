import { join } from 'node:path';

/** Nothing of the user's configuration, no keyring, and a cache that is gone afterwards. */
export function poetrySettings(temporary: string): Readonly<Record<string, string>> {
  return {
    POETRY_CONFIG_DIR: join(temporary, 'config'),
    POETRY_CACHE_DIR: join(temporary, 'cache'),
    POETRY_KEYRING_ENABLED: 'false',
    PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
    POETRY_INSTALLER_RE_RESOLVE: 'false',
    POETRY_INSTALLER_ONLY_BINARY: ':all:',
    NO_COLOR: '1',
  };
}
