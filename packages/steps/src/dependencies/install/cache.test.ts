import { expect, it } from 'vitest';
import { type CacheKey, cacheName } from './cache.ts';

const key: CacheKey = {
  manager: 'npm',
  toolVersion: '11.19.1',
  platform: 'linux',
  arch: 'x64',
  runtime: 'node24',
};

it.each<[string, Partial<CacheKey>, string]>([
  ['npm', {}, 'npm-11-linux-x64-node24'],
  ['another major version', { toolVersion: '12.0.0' }, 'npm-12-linux-x64-node24'],
  [
    'pip of a Python',
    { manager: 'pip', toolVersion: '26.3', runtime: 'python3.12' },
    'pip-26-linux-x64-python3.12',
  ],
  ['another machine', { platform: 'darwin', arch: 'arm64' }, 'npm-11-darwin-arm64-node24'],
  ['a version that is none', { toolVersion: '' }, 'npm-x-linux-x64-node24'],
])('the downloads of %s are in a folder of their own', (_what, change, name) => {
  expect(cacheName({ ...key, ...change })).toBe(name);
});
