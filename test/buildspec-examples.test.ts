import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allInputs, kebab } from '@ml-ci/core';
import { parseYaml } from '@ml-ci/core/yaml';
import { steps } from '@ml-ci/steps';
import { describe, expect, it } from 'vitest';
import cli from '../packages/cli/package.json' with { type: 'json' };
import { exportedVariables } from '../packages/cli/src/derive/buildspec.ts';

const root = join(import.meta.dirname, '..');
const examples = globSync('buildspecs/examples/*.yml', { cwd: root });

interface Example {
  readonly env: { readonly 'exported-variables': readonly string[] };
  readonly phases: Readonly<Record<string, { readonly commands: readonly string[] }>>;
}

it('there is an example', () => {
  expect(examples).toContain('buildspecs/examples/release.yml');
});

describe.each(examples)('%s', (path) => {
  const { value, problems } = parseYaml(readFileSync(join(root, path), 'utf8'), path);
  // the assertions below look at what they use
  const example = value as Example;
  const calls = Object.values(example.phases)
    .flatMap(({ commands }) => commands)
    .filter((line) => line.startsWith('npx '))
    .map((line) => line.split(' '));

  it('is YAML', () => expect(problems).toEqual([]));

  it('calls this version of ml-ci', () => {
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) expect(call.slice(0, 3)).toEqual(['npx', '--yes', `ml-ci@${cli.version}`]);
  });

  it('names only steps and flags that exist', () => {
    for (const [, , , name, ...words] of calls) {
      const step = steps.find((known) => known.name === name);
      const flags = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
      const known = step === undefined ? [] : Object.keys(allInputs(step)).map(kebab);
      expect(steps.map((each) => each.name)).toContain(name);
      expect(known).toEqual(expect.arrayContaining(flags));
    }
  });

  it('exports only what its steps put out', () => {
    const called = steps.filter(({ name }) => calls.some((call) => call[3] === name));
    expect(called.flatMap(exportedVariables)).toEqual(
      expect.arrayContaining([...example.env['exported-variables']]),
    );
  });
});
