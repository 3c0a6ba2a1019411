import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { StepError } from './error.ts';
import { execute } from './execute.ts';
import { codebuildHost } from './host/codebuild.ts';
import { githubHost } from './host/github.ts';
import type { Host, OutcomeError } from './host/host.ts';
import { terminalHost } from './host/terminal.ts';
import { boolean, integer, string } from './input.ts';
import { defineStep } from './step.ts';
import { joined } from './words.ts';

const services = () => ({ services: {}, rehearsal: () => undefined, dispose: async () => undefined });
let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'words-'));
});

type Values = Readonly<Record<string, string>>;
type Start = (values: Values, write: (text: string) => void) => Host;

const flags = (values: Values) => Object.entries(values).map(([name, value]) => `--${name}=${value}`);
const shell = (values: Values, write: (text: string) => void) => ({
  argv: flags(values),
  env: {},
  cwd,
  stdout: { write },
  stderr: { write },
});
const hosts: readonly (readonly [string, Start])[] = [
  ['a terminal', (values, write) => terminalHost(shell(values, write))],
  ['CodeBuild', (values, write) => codebuildHost(shell(values, write))],
  [
    'GitHub',
    (values, write) => {
      const env = Object.entries(values).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
      return githubHost({ env: Object.fromEntries(env), cwd, stdout: { write } });
    },
  ],
];

const step = defineStep({
  name: 'make',
  summary: 'Makes',
  inputs: {
    modelUri: string({ summary: 'the model', required: true }),
    count: integer({ summary: 'how many', default: 1 }),
    isLoud: boolean({ summary: 'loudly', default: false }),
  },
  outputs: {},
  permissions: [],
  async run() {
    throw new StepError('TAG_TAKEN', {
      message: 'the tag is taken',
      fix: joined(
        [({ input }) => `use ${input('model-uri', 's3://b/k')} or ${input('is-loud', true)}`, 'or wait'],
        ', ',
      ),
      problems: [{ name: 'count', message: 'is too small', fix: ({ input }) => `raise ${input('count')}` }],
    });
  },
});

/** How the step ended on a host, and all that the host printed. */
async function ended(start: Start, values: Values) {
  let log = '';
  const host = start(values, (text) => {
    log += text;
  });
  const { error, summary } = await execute(step, host, { services });
  return { error: error ?? ({} as OutcomeError), shown: [log, summary] };
}

describe.each(hosts)('on %s', (name, start) => {
  const isAction = name === 'GitHub';

  it('a fix names inputs as the user writes them', async () => {
    const { error, shown } = await ended(start, { 'model-uri': 'm' });
    const [fix, mend] = isAction
      ? ['use with: model-uri: s3://b/k or with: is-loud: true, or wait', 'raise with: count']
      : ['use --model-uri s3://b/k or --is-loud, or wait', 'raise --count'];
    expect([error.fix, error.problems?.[0]?.fix]).toEqual([fix, mend]);
    for (const text of shown) expect(text).toContain(fix);
    if (isAction) expect(shown.join('')).not.toMatch(/--[a-z]/);
  });

  it('a missing input is named as the user would give it, and once', async () => {
    const { error, shown } = await ended(start, {});
    const [place, fix] = isAction
      ? ['with: model-uri', 'give with: model-uri: TEXT, or ML_CI_MODEL_URI']
      : ['--model-uri', 'give --model-uri TEXT, or ML_CI_MODEL_URI'];
    expect(error.problems?.[0]).toMatchObject({ name: 'model-uri', place, fix });
    for (const text of shown) expect(text).toContain(`${place} is required`);
    if (isAction) expect(shown.join('')).not.toMatch(/--[a-z]/);
  });

  it('a value that is no value is shown at its place, and named once', async () => {
    const { shown } = await ended(start, { 'model-uri': 'm', count: 'x' });
    const place = isAction ? 'with: count' : '--count';
    for (const text of shown) expect(text).toContain(`${place} "x" is not a whole number`);
  });

  it('a place that is no input stands before the name', async () => {
    const env = { ML_CI_COUNT: 'x' };
    const { shown } = await ended((values, write) => ({ ...start(values, write), env }), {
      'model-uri': 'm',
    });
    const [log = ''] = shown;
    expect(log).toContain('environment ML_CI_COUNT: count "x" is not a whole number');
  });

  it('says where the inputs of the step are told', async () => {
    const { error } = await ended(start, {});
    expect(error.fix).toBe(isAction ? 'see the README of the action' : 'see ml-ci make --help');
  });
});
