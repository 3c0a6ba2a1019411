import { join } from 'node:path';

/** Nothing of any configuration, no download of a Python, and a cache that is gone afterwards. */
export function uvSettings(temporary: string): Readonly<Record<string, string>> {
  return {
    UV_NO_CONFIG: '1',
    UV_NO_ENV_FILE: '1',
    UV_NO_PROGRESS: '1',
    UV_CACHE_DIR: join(temporary, 'cache'),
    UV_KEYRING_PROVIDER: 'disabled',
    UV_PYTHON_DOWNLOADS: 'never',
    NO_COLOR: '1',
  };
}
