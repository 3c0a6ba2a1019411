import { type ConfigDocument, StepError } from '@ml-ci/core';
import { describe, expect, it } from 'vitest';
import { chainOf, startAt } from './chain.ts';

const ecr = { account: '111111111111', region: 'eu-west-1', repository: 'm' };
const ecs = {
  target: 'ecs',
  cluster: 'c',
  service: 's',
  container: 'x',
  port: 80,
  application: 'a',
  group: 'g',
} as const;
const document: ConfigDocument = {
  version: 1,
  environments: { dev: ecr, staging: ecr, prod: ecr },
  deploy: { prod: ecs },
  release: { steps: ['install', 'build-image', 'promote', 'deploy'], until: 'prod' },
};

describe('chainOf', () => {
  it('does what is done once first, then each stage in order', () => {
    const links = chainOf(document, { tag: '1.0', until: 'prod' });
    expect(links.map(({ key, inputs }) => [key, inputs])).toEqual([
      ['install', {}],
      ['build-image', { env: 'dev', tag: '1.0' }],
      ['promote:staging', { from: 'dev', to: 'staging', tag: '1.0' }],
      ['promote:prod', { from: 'staging', to: 'prod', tag: '1.0' }],
      ['deploy-ecs:prod', { env: 'prod' }],
    ]);
  });

  it('ends at the stage that was asked for', () => {
    expect(chainOf(document, { tag: '1.0', until: 'staging' }).map(({ key }) => key)).toEqual([
      'install',
      'build-image',
      'promote:staging',
    ]);
  });

  it('lets a rehearsal replace inputs of a step', () => {
    const [install] = chainOf(document, {
      tag: '1.0',
      until: 'dev',
      overrides: { install: { lock: 'other.lock' } },
    });
    expect(install?.inputs).toEqual({ lock: 'other.lock' });
  });

  it.each([
    ['a stage that does not exist', document, 'prd', 'INPUT_INVALID'],
    [
      'a configuration without a chain',
      { version: 1 as const, environments: { dev: ecr } },
      'dev',
      'CONFIG_INVALID',
    ],
  ])('refuses %s', (_rule, given, until, code) => {
    expect(() => chainOf(given, { tag: 't', until })).toThrowError(expect.objectContaining({ code }));
  });
});

describe('startAt', () => {
  const links = chainOf(document, { tag: '1.0', until: 'prod' });
  it('finds a step or a key', () => {
    expect([startAt(links, 'promote'), startAt(links, 'promote:prod')]).toEqual([2, 3]);
  });
  it('refuses a word that is neither', () => {
    expect(() => startAt(links, 'promot')).toThrow(StepError);
  });
});
