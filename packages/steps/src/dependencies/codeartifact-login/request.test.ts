import type { InputValues, StepError } from '@ml-ci/core';
import { describe, expect, it } from 'vitest';
import type { inputs } from './inputs.ts';
import { readRequest } from './request.ts';

type Inputs = InputValues<typeof inputs>;

const given: Inputs = {
  tools: ['pip'],
  mode: 'file',
  domain: 'ml',
  repository: 'pinned',
  owner: undefined,
  region: undefined,
  env: undefined,
  duration: 0,
  endpointType: 'ipv4',
  scope: undefined,
  extraIndex: false,
  docker: false,
  logout: false,
};

describe('readRequest', () => {
  it('takes each tool once, in their order, and a scope with or without its sign', () => {
    const { tools, scope, place } = readRequest({ ...given, tools: ['npm', 'pip', 'npm'], scope: 'ml' });
    expect([tools.map(({ name }) => name), scope, place]).toEqual([['npm', 'pip'], '@ml', 'file']);
    expect(readRequest({ ...given, tools: ['npm'], scope: '@ml', mode: 'none' })).toMatchObject({
      scope: '@ml',
      place: undefined,
    });
  });

  it.each<[string, Partial<Inputs>, readonly string[]]>([
    ['no tool', { tools: undefined }, ['tools is required']],
    ['a tool with a typing mistake', { tools: ['poetr'] }, ['did you mean "poetry"']],
    ['conda', { tools: ['conda'] }, ['no format of CodeArtifact', 'pip section of environment.yml']],
    ['no domain and no repository', { domain: undefined, repository: undefined }, ['domain', 'repository']],
    ['a netrc for npm', { tools: ['pip', 'npm'], mode: 'netrc' }, ['npm has no way to a token by netrc']],
    ['variables for swift', { tools: ['swift'], mode: 'env' }, ['use mode file for it']],
    ['a scope that is none', { tools: ['npm'], scope: '@a b' }, ['"@a b" is not a scope']],
    ['a scope for pip', { scope: '@ml' }, ['scope means nothing to pip']],
    ['an extra index for npm', { tools: ['npm'], extraIndex: true }, ['npm asks one registry only']],
    ['lines for Docker of nothing', { mode: 'none', docker: true }, ['docker has nothing to hand']],
    [
      'everything at once',
      { tools: ['pipp', 'npm'], domain: undefined, mode: 'netrc', extraIndex: true },
      ['pipp', 'domain', 'by netrc', 'one registry only'],
    ],
  ])('refuses %s', (_rule, more, words) => {
    let thrown: unknown;
    try {
      readRequest({ ...given, ...more });
    } catch (error) {
      thrown = error;
    }
    // the assertions below fail for anything else
    const { code, problems } = thrown as StepError;
    expect(code).toBe('INPUT_INVALID');
    const text = problems.map(({ name, message, fix }) => `${name} ${message} ${fix}`).join('\n');
    for (const word of words) expect(text).toContain(word);
  });

  it('lets a scope be beside the index of a tool that has none', () => {
    const both = { tools: ['pip', 'npm'], scope: '@ml', extraIndex: true };
    expect(readRequest({ ...given, ...both }).tools).toHaveLength(2);
  });
});
