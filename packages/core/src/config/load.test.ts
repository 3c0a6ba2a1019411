import { describe, expect, it } from 'vitest';
import { StepError } from '../error.ts';
import { parseConfig } from './load.ts';

const dev = 'dev: { account: "111111111111", region: eu-west-1, repository: dev/m }';

async function mistakes(source: string): Promise<string[]> {
  const error = await parseConfig(source, { file: '/p/ml-ci.yml' }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StepError)) throw new Error('expected a StepError', { cause: error });
  expect(error.code).toBe('CONFIG_INVALID');
  return error.problems.map(({ place, name, message }) => `${place} ${name} ${message}`);
}

describe('parseConfig', () => {
  it('turns environments into their three kinds, in promotion order', async () => {
    const config = await parseConfig(
      `version: 1\nmodel: m\nenvironments:\n  ${dev}\n  lab: { registry: "localhost:5000/m" }\n  disk: { layout: out }\n`,
      { file: '/p/ml-ci.yml' },
    );
    expect(config.root).toBe('/p');
    expect(config.environments).toEqual([
      { type: 'ecr', name: 'dev', account: '111111111111', region: 'eu-west-1', repository: 'dev/m' },
      { type: 'registry', name: 'lab', registry: 'localhost:5000/m' },
      { type: 'layout', name: 'disk', path: 'out' },
    ]);
  });

  it.each([
    ['an unknown key', `version: 1\nenvironmnts: {}\n`, ['ml-ci.yml:2 environmnts is no key here']],
    [
      'a wrong type',
      'version: 1\nrelease:\n  steps: promote\n  until: dev\n',
      ['ml-ci.yml:3 release.steps is not an array'],
    ],
    ['a missing key', 'version: 1\ndata:\n  checks: c.yml\n', ['ml-ci.yml:2 data.sources is missing']],
    [
      'an account that YAML reads as a number',
      `version: 1\nenvironments:\n  dev:\n    account: 111111111111\n    region: eu-west-1\n    repository: r\n`,
      ['ml-ci.yml:4 environments.dev.account is not a string'],
    ],
    [
      'two places for images',
      'version: 1\nenvironments:\n  dev: { registry: a/b, layout: c }\n',
      ['ml-ci.yml:3 environments.dev needs exactly one of repository (ECR), registry and layout'],
    ],
    [
      'a stage that does not exist',
      `version: 1\nenvironments:\n  ${dev}\nrelease: { steps: [promote], until: prd }\n`,
      ['ml-ci.yml:4 release.until "prd" is no environment'],
    ],
    ['a key given twice', 'version: 1\nversion: 1\n', ['ml-ci.yml:2 ml-ci.yml Map keys must be unique']],
    [
      'several mistakes',
      'version: 2\nmodel: "a b"\nfoo: 1\n',
      [
        'ml-ci.yml:1 version invalid input: expected 1',
        'ml-ci.yml:2 model is not a name: letters, digits, ".", "_" and "-"',
        'ml-ci.yml:3 foo is no key here',
      ],
    ],
  ])('reports %s with its line', async (_rule, source, expected) => {
    expect(await mistakes(source)).toEqual(expected);
  });

  it('refuses a YAML bomb instead of expanding it', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`,
    );
    const [first] = await mistakes(`version: 1\nl0: &l0 [x]\n${levels.join('\n')}\n`);
    expect(first).toContain('Excessive alias count');
  });
});
