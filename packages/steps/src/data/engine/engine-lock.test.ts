import { describe, expect, it } from 'vitest';
import lock from '../../../../../package-lock.json' with { type: 'json' };
import { engineName, engineProject, lockedClosure } from './engine-lock.ts';

const machines = [
  ['linux', 'x64', false, '@duckdb/node-bindings-linux-x64'],
  ['linux', 'x64', true, '@duckdb/node-bindings-linux-x64-musl'],
  ['linux', 'arm64', false, '@duckdb/node-bindings-linux-arm64'],
  ['darwin', 'arm64', false, '@duckdb/node-bindings-darwin-arm64'],
  ['win32', 'x64', false, '@duckdb/node-bindings-win32-x64'],
] as const;

describe('the project that fetches the engine', () => {
  it.each(machines)(
    'on %s %s (musl: %s) asks for %s and no other native part',
    (platform, arch, isMusl, native) => {
      const project = engineProject(lock.packages, { platform, arch, isMusl });
      const { packages } = JSON.parse(project?.lock ?? '{}');
      expect(Object.keys(packages).toSorted()).toEqual(
        [
          '',
          `node_modules/${engineName}`,
          'node_modules/@duckdb/node-bindings',
          `node_modules/${native}`,
          'node_modules/detect-libc',
        ].toSorted(),
      );
      expect(packages[''].dependencies[native]).toBe(project?.version);
    },
  );

  it('has the exact version and the hash of each package, and no address', () => {
    const project = engineProject(lock.packages, { platform: 'linux', arch: 'x64', isMusl: false });
    const { '': _, ...packages } = JSON.parse(project?.lock ?? '{}').packages;
    for (const entry of Object.values(packages))
      expect(entry).toMatchObject({
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        integrity: expect.stringMatching(/^sha512-/),
      });
    expect(project?.lock).not.toContain('resolved');
  });

  it('is the same from the part of the lock that a bundle holds', () => {
    const machine = { platform: 'linux', arch: 'arm64', isMusl: true };
    expect(engineProject(lockedClosure(lock.packages, engineName), machine)).toEqual(
      engineProject(lock.packages, machine),
    );
  });

  it('does not exist for a machine without a native part', () => {
    expect(engineProject(lock.packages, { platform: 'freebsd', arch: 'x64', isMusl: false })).toBeUndefined();
  });
});
