import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { execute } from '../execute.ts';
import { string } from '../input.ts';
import { defineStep, type RunInfo } from '../step.ts';
import { failed, passed } from '../verdict.ts';
import { detectHost } from './detect.ts';
import { codebuildRun } from './run-info.ts';

const services = () => ({ services: {}, rehearsal: () => undefined, dispose: async () => undefined });
const build = {
  CODEBUILD_BUILD_ID: 'models:0f3c',
  CODEBUILD_BUILD_ARN: 'arn:aws:codebuild:eu-west-1:111111111111:build/models:0f3c',
  CODEBUILD_RESOLVED_SOURCE_VERSION: 'cafe',
  CODEBUILD_INITIATOR: 'GitHub-Hookshot/1',
};

/** Runs a step in a build, and gives what stands in its log. */
async function runInBuild(argv: readonly string[], env: Readonly<Record<string, string>> = {}, cwd?: string) {
  const folder = cwd ?? (await mkdtemp(join(tmpdir(), 'codebuild-')));
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const streams = {
    stdout: { isTTY: true, write: (text: string) => stdout.push(text) },
    stderr: { write: (text: string) => stderr.push(text) },
  };
  const host = detectHost({ argv, env: { ...build, FORCE_COLOR: '1', ...env }, cwd: folder, ...streams });
  let run: RunInfo | undefined;
  const step = defineStep({
    name: 'make',
    summary: 'Makes',
    inputs: { uri: string({ summary: 'm', handover: ['make.digest'] }) },
    outputs: { digest: { summary: 'd' } },
    permissions: [],
    async run({ inputs, log, ...context }) {
      run = context.run;
      log.table({ title: 'layers', columns: ['from'], rows: [['model']] });
      log.progress({ label: 'copy', done: 1, total: 4 });
      return inputs.uri === 'bad' ? failed('it is bad') : passed({ digest: inputs.uri ?? 'new' });
    },
  });
  const outcome = await execute(step, host, { services });
  return { outcome, run, folder, stdout: stdout.join(''), stderr: stderr.join('') };
}

describe('codebuildHost', () => {
  it('puts a step between a first and a last line, in words without colour', async () => {
    const { stdout, outcome } = await runInBuild(['--uri', 'bad']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('===== ml-ci make: begin =====');
    expect(lines.at(-1)).toBe('===== ml-ci make: end, failed, exit 1 =====');
    expect(lines).toEqual(expect.arrayContaining(['layers', '  model', '  it is bad', 'copy: 1 of 4']));
    expect(/[\p{Cc}]/u.test(lines.join(''))).toBe(false);
    expect(outcome.exitCode).toBe(1);
  });

  it('keeps stdout for the JSON object where that is asked for', async () => {
    const { stdout, stderr } = await runInBuild(['--json', '--uri', 'm']);
    expect(JSON.parse(stdout)).toMatchObject({ step: 'make', verdict: 'passed' });
    expect(stderr).toMatch(/^===== ml-ci make: begin =====\n[\s\S]*end, passed, exit 0 =====\n$/);
  });

  it('ends the block of a step whose inputs are wrong', async () => {
    const { stdout, outcome } = await runInBuild(['--urj', 'm']);
    expect(outcome.exitCode).toBe(2);
    expect(stdout).toMatch(/^===== ml-ci make: begin =====\n[\s\S]*end, error, exit 2 =====\n$/);
  });

  it('hands over within a build, and not between two builds of a batch that share a folder', async () => {
    const one = { CODEBUILD_BATCH_BUILD_IDENTIFIER: 'seed_1' };
    const { folder } = await runInBuild(['--uri', 'm'], one);
    expect((await runInBuild([], one, folder)).outcome.outputs).toEqual({ digest: 'm' });
    const other = { CODEBUILD_BATCH_BUILD_IDENTIFIER: 'seed_2' };
    expect((await runInBuild([], other, folder)).outcome.outputs).toEqual({ digest: 'new' });
  });
});

describe('codebuildRun', () => {
  it.each<[string, Readonly<Record<string, string>>, Partial<RunInfo>]>([
    [
      'a commit, who began it and where it is shown',
      {},
      {
        id: 'models:0f3c',
        commit: 'cafe',
        actor: 'GitHub-Hookshot/1',
        ref: undefined,
        event: undefined,
        url: 'https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/111111111111/projects/models/build/models%3A0f3c/',
      },
    ],
    [
      'the ref and the event of a webhook',
      { CODEBUILD_WEBHOOK_HEAD_REF: 'refs/heads/main', CODEBUILD_WEBHOOK_EVENT: 'PUSH' },
      { ref: 'refs/heads/main', event: 'PUSH' },
    ],
    ['the pull request by which it was triggered', { CODEBUILD_WEBHOOK_TRIGGER: 'pr/7' }, { ref: 'pr/7' }],
    [
      'the commit that was asked for, before the source is there',
      { CODEBUILD_RESOLVED_SOURCE_VERSION: '', CODEBUILD_SOURCE_VERSION: 'a'.repeat(40) },
      { commit: 'a'.repeat(40) },
    ],
    [
      'no commit for a source in S3',
      { CODEBUILD_RESOLVED_SOURCE_VERSION: '', CODEBUILD_SOURCE_VERSION: 'arn:aws:s3:::b/source.zip' },
      { commit: undefined },
    ],
    ['the public address', { CODEBUILD_PUBLIC_BUILD_URL: 'https://public/' }, { url: 'https://public/' }],
    ['its part of a batch', { CODEBUILD_BATCH_BUILD_IDENTIFIER: 'seed_1' }, { id: 'models:0f3c-seed_1' }],
    [
      'no address outside the partition aws',
      { CODEBUILD_BUILD_ARN: 'arn:aws-cn:codebuild:cn-north-1:1:build/m:1' },
      { url: undefined },
    ],
  ])('tells %s', (_what, env, expected) => {
    expect(codebuildRun({ ...build, ...env })).toMatchObject(expected);
  });
});
