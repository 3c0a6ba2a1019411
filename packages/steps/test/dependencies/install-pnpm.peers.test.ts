import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTgz, type PackageFile } from '../../../sandbox/test/package-files.ts';
import { type Bench, startBench } from './bench.ts';
import { commandsOf, type Decoy, type Files, proxiedBy, startDecoy, writeLock } from './node-tools.ts';

describe.each(['pnpm-10', 'pnpm-11', 'pnpm-12'] as const)('install with %s', (tool) => {
  let bench: Bench;
  let decoy: Decoy;
  let files: Files;

  beforeAll(async () => {
    decoy = await startDecoy();
    const npm: PackageFile[] = [
      await makeTgz('@ml/shapes', '2.0.0', { dependencies: { builder: '^1.0.0' } }),
      await makeTgz('builder', '1.0.0', { scripts: { install: 'env > built.txt' } }),
      await makeTgz('sneaky', '1.0.0', { scripts: { postinstall: 'touch ran.txt' } }),
    ];
    const tools = { commands: ['pnpm'], path: [commandsOf(tool)], env: proxiedBy(decoy) };
    bench = await startBench({ npm }, {}, tools);
    const project = {
      'package.json': JSON.stringify({
        name: 'model',
        version: '1.0.0',
        dependencies: { '@ml/shapes': '2.0.0', sneaky: '1.0.0' },
      }),
      'pnpm-workspace.yaml': 'minimumReleaseAge: 0\n',
    };
    files = { ...project, 'pnpm-lock.yaml': await writeLock(bench, tool, project) };
  });
  afterAll(async () => {
    decoy.close();
    await bench.close();
  });
  beforeEach(() => bench.write(files));

  test('installs the lock', async () => {
    const { outcome } = await bench.install({ lock: 'pnpm-lock.yaml' });
    expect(outcome.error).toBeUndefined();
    expect(outcome).toMatchObject({ verdict: 'passed', outputs: { packages: 3, manager: 'pnpm' } });
    expect(decoy.asked).toEqual([]);
  });
});
