import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, startBench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({}, {}, { commands: [] });
});
afterAll(() => bench.close());

const files = `files = [\n    {file = "a-1.0-py3-none-any.whl", hash = "sha256:${'a'.repeat(64)}"},\n]\n`;
const entry = `[[package]]\nname = "a"\nversion = "1.0"\ngroups = ["GROUP"]\noptional = false\n${files}\n`;
const locks = {
  uv: 'version = 1\nrevision = 3\nrequires-python = ">=3.9"\n\n[[package]]\nname = "model"\nversion = "1.0"\nsource = { virtual = "." }\n',
  poetry: `${entry.replace('GROUP', 'main')}[metadata]\nlock-version = "2.1"\ncontent-hash = "b"\n`,
  pdm: `[metadata]\nstrategy = ["inherit_metadata"]\nlock_version = "4.5.0"\n\n${entry.replace('GROUP', 'default')}`,
} as const;
const tools = ['uv', 'poetry', 'pdm'] as const;

/** A tool that says this of its version, and fails at everything else. */
async function fake(tool: string, version: string): Promise<void> {
  const path = join(bench.folder, 'bin', tool);
  const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo "${version}"; exit 0; fi\necho no >&2; exit 9\n`;
  await writeFile(path, script);
  await chmod(path, 0o755);
}

describe('before anything is asked of AWS', () => {
  test.each([
    ['uv', 'uv 0.5.31'],
    ['poetry', 'Poetry (version 1.7.1)'],
    ['pdm', 'PDM, version 2.11.0'],
    ['uv', 'something else'],
  ] as const)('%s is refused where it is "%s"', async (tool, version) => {
    await fake(tool, version);
    await bench.write({ [`${tool}.lock`]: locks[tool], 'pyproject.toml': '[project]\nname = "model"\n' });
    const { outcome, calls } = await bench.install({ lock: `${tool}.lock` });
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'CHILD_MISSING' } });
    expect(calls).toEqual([]);
  });

  test.each(tools)('%s is refused a lock of another name', async (tool) => {
    await fake(tool, { uv: 'uv 0.13.9', poetry: 'Poetry (version 2.5.1)', pdm: 'PDM, version 2.29.4' }[tool]);
    await bench.write({ 'other.lock': locks[tool], 'pyproject.toml': '[project]\nname = "model"\n' });
    const { outcome, calls } = await bench.install({ lock: 'other.lock' });
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'LOCK_INVALID' } });
    expect(calls).toEqual([]);
  });

  test('the hash of a poetry.lock must be one that can be made anew', async () => {
    await fake('poetry', 'Poetry (version 2.5.1)');
    await bench.write({ 'poetry.lock': locks.poetry, 'pyproject.toml': '[project]\nname = "model"\n' });
    const { outcome, calls } = await bench.install({ lock: 'poetry.lock' });
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'LOCK_INVALID' } });
    expect(outcome.error?.message).toContain('content-hash');
    expect(calls).toEqual([]);
  });

  test('a pdm.lock must say when a package applies', async () => {
    await fake('pdm', 'PDM, version 2.29.4');
    await bench.write({ 'pdm.lock': locks.pdm.replace('inherit_metadata', 'cross_platform') });
    const { outcome, calls } = await bench.install({ lock: 'pdm.lock' });
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 2, error: { code: 'LOCK_INVALID' } });
    expect(calls).toEqual([]);
  });

  test('a project that cannot be read with its lock is not said to be stale', async () => {
    await fake('uv', 'uv 0.13.9');
    await bench.write({ 'uv.lock': locks.uv, 'pyproject.toml': '[project]\nname = "model"\n' });
    const { outcome, calls } = await bench.install({ lock: 'uv.lock' });
    expect(outcome).toMatchObject({ verdict: 'error', exitCode: 3, error: { code: 'CHILD_FAILED' } });
    expect(calls).toEqual([]);
  });
});
