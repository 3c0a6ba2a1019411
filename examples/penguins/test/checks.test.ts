import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, memoryHost, type Step } from '@ml-ci/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { validateData } from '../../../packages/steps/src/data/validate-data/index.ts';
import { example } from './workspace.ts';

/** What is read of the JSON report. */
interface Report {
  readonly sources: readonly {
    readonly checks: readonly {
      readonly check: string;
      readonly status: string;
      readonly samples: readonly { readonly line: number }[];
    }[];
  }[];
}

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'penguins-checks-'));
  for (const name of ['ml-ci.yml', 'data'])
    await cp(join(example, name), join(root, name), { recursive: true });
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs the real step with the configuration of the example; `file` takes the place of the good data. */
async function validate(file: string) {
  const host = memoryHost({ cwd: root, inputs: { sources: `data/${file}` } });
  // The casts hold because no source is on S3: the step asks for no service.
  const services = () => ({
    services: {} as never,
    rehearsal: () => undefined,
    dispose: async () => undefined,
  });
  const outcome = await execute(validateData as unknown as Step, host, { services });
  const report: Report = JSON.parse(await readFile(join(root, '.ml-ci/validate-data/report.json'), 'utf8'));
  return { outcome, report };
}

test.each([
  ['penguins.csv', 342],
  ['penguins-without-torgersen.csv', 291],
])('%s passes all checks', async (file, rows) => {
  const { outcome } = await validate(file);
  expect(outcome).toMatchObject({
    exitCode: 0,
    verdict: 'passed',
    outputs: { rows, 'failed-checks': 0, 'warned-checks': 0 },
  });
});

test('penguins-defects.csv is stopped, and each defect is named with its line', async () => {
  const { outcome, report } = await validate('penguins-defects.csv');
  expect(outcome).toMatchObject({ exitCode: 1, verdict: 'failed', outputs: { 'failed-checks': 6 } });
  const failed = report.sources.flatMap(({ checks }) => checks).filter(({ status }) => status === 'failed');
  expect(Object.fromEntries(failed.map((one) => [one.check, one.samples.map(({ line }) => line)]))).toEqual({
    readable: [250, 301],
    'id unique': [200, 201],
    'island in': [102, 126],
    'beak_depth_mm type': [160],
    'flipper_length_mm nullable': [58],
    'body_mass_g min': [21, 22, 23],
  });
});
