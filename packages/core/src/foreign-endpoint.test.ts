import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from './config/load.ts';
import { execute } from './execute.ts';
import { foreignEndpoint } from './foreign-endpoint.ts';
import { memoryHost } from './host/memory.ts';
import { string } from './input.ts';
import { defineStep } from './step.ts';
import { passed } from './verdict.ts';

const source = (endpoint: string) =>
  `version: 1\nmodel: m\nenvironments:\n  dev: { account: "111111111111", region: eu-west-1, repository: m${endpoint} }\n`;

describe('foreignEndpoint', () => {
  it.each<[string, string, Record<string, string>, string | undefined]>([
    ['nothing is set', '', {}, undefined],
    ['a variable names one', '', { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1'],
    [
      'a variable of one service does',
      '',
      { AWS_ENDPOINT_URL_ECR: 'http://127.0.0.1:2' },
      'http://127.0.0.1:2',
    ],
    ['an environment does', ', endpoint: "http://127.0.0.1:3"', {}, 'http://127.0.0.1:3'],
    [
      'it is an address of AWS',
      '',
      { AWS_ENDPOINT_URL_ECS: 'https://vpce-1.ecs.eu-west-1.vpce.amazonaws.com' },
      undefined,
    ],
    [
      'a name only looks like AWS',
      '',
      { AWS_ENDPOINT_URL: 'https://amazonaws.com.example' },
      'https://amazonaws.com.example',
    ],
    ['the variable is empty', '', { AWS_ENDPOINT_URL: '' }, undefined],
  ])('where %s', async (_rule, endpoint, env, expected) => {
    expect(foreignEndpoint(env, await parseConfig(source(endpoint), { file: '/p/ml-ci.yml' }))).toBe(
      expected,
    );
  });
});

it('a rehearsal by `endpoint:` says so, and hands over to the next step of it', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'core-'));
  await writeFile(join(cwd, 'ml-ci.yml'), source(', endpoint: "http://127.0.0.1:3"'));
  const services = () => ({ services: {}, rehearsal: () => undefined, dispose: async () => undefined });
  const outputs = { digest: { summary: 'd' } } as const;
  const make = defineStep({
    name: 'make',
    summary: 'Makes',
    inputs: {},
    outputs,
    permissions: [],
    run: async () => passed({ digest: 'd1' }),
  });
  const digest = string({ summary: 'd', required: true, handover: ['make.digest'] });
  const use = defineStep({
    name: 'use',
    summary: 'Uses',
    inputs: { digest },
    outputs,
    permissions: [],
    run: async ({ inputs }) => passed({ digest: inputs.digest }),
  });
  await execute(make, memoryHost({ cwd }), { services });
  const outcome = await execute(use, memoryHost({ cwd }), { services });
  expect([outcome.outputs, outcome.rehearsal]).toEqual([{ digest: 'd1' }, 'http://127.0.0.1:3']);
});

it('hosts that are allowed by name reach the services', async () => {
  const seen: (readonly string[])[] = [];
  const step = defineStep({
    name: 'make',
    summary: 'Makes',
    inputs: {},
    outputs: {},
    permissions: [],
    run: async () => passed({}),
  });
  const host = memoryHost({
    cwd: await mkdtemp(join(tmpdir(), 'core-')),
    inputs: { 'allow-endpoint': 'a.example,b.example' },
  });
  await execute(step, host, {
    services: ({ allowEndpoints }) => {
      seen.push(allowEndpoints);
      return { services: {}, rehearsal: () => undefined, dispose: async () => undefined };
    },
  });
  expect(seen).toEqual([['a.example', 'b.example']]);
});
