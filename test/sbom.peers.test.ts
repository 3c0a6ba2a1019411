import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTgz, makeWheel } from '../packages/sandbox/test/package-files.ts';
import { type Bench, startBench } from '../packages/steps/test/dependencies/bench.ts';

const python = join(import.meta.dirname, '../.cache/peers/sbom/bin/python');
// CycloneDX's own library, with its own copy of the schema; strict: unknown members are errors
const validate = `
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())
print(error or "valid")
`;

function verdictOn(text: string): string {
  const { stdout, stderr, status } = spawnSync(python, ['-c', validate], { input: text, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

async function sbomOf(bench: Bench, inputs: Readonly<Record<string, string>>): Promise<string> {
  const { outcome } = await bench.install(inputs);
  expect(outcome).toMatchObject({ verdict: 'passed', outputs: { sbom: '.ml-ci/dependencies.cdx.json' } });
  return readFile(join(bench.project, String(outcome.outputs.sbom)), 'utf8');
}

it('the SBOM of an install is CycloneDX 1.6, for npm and for pip', { timeout: 60_000 }, async () => {
  const shapes = await makeTgz('@ml/shapes', '2.0.0', {});
  const wheel = makeWheel('tiny', '1.0', {});
  const bench = await startBench({ npm: [shapes], pypi: [wheel] });
  try {
    const project = { name: 'model', version: '1.0.0', dependencies: { '@ml/shapes': '2.0.0' } };
    const entry = { version: '2.0.0', integrity: shapes.integrity };
    const packages = { '': project, 'node_modules/@ml/shapes': entry };
    await bench.write({
      'package.json': JSON.stringify(project),
      'package-lock.json': JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages }),
      'requirements.txt': `tiny==1.0 --hash=sha256:${wheel.sha256}\n`,
    });
    const ofNpm = await sbomOf(bench, { lock: 'package-lock.json' });
    expect(JSON.parse(ofNpm).components).toMatchObject([{ purl: 'pkg:npm/%40ml/shapes@2.0.0' }]);
    expect(verdictOn(ofNpm)).toBe('valid');
    const ofPip = await sbomOf(bench, { lock: 'requirements.txt', target: 'packages' });
    // of the same run, so both are in it
    const purls = JSON.parse(ofPip).components.map(({ purl }: { purl: string }) => purl);
    expect(purls).toEqual(['pkg:npm/%40ml/shapes@2.0.0', 'pkg:pypi/tiny@1.0']);
    expect(verdictOn(ofPip)).toBe('valid');
    // and the validator is one: it refuses what is none
    expect(verdictOn(ofPip.replace('"library"', '"thing"'))).not.toBe('valid');
  } finally {
    await bench.close();
  }
});
