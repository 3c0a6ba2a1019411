import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

const bin = join(import.meta.dirname, '../packages/cli/bin/ml-ci.js');
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ml-ci-release-'));
  await mkdir(join(root, 'app'));
  await writeFile(join(root, 'app/server.mjs'), 'console.log(1);\n');
  await writeFile(join(root, 'rows.csv'), 'id\n1\n2\n');
  await writeFile(join(root, 'checks.yml'), 'version: 1\ncolumns:\n  id: { type: integer, unique: true }\n');
  await writeFile(
    join(root, 'ml-ci.yml'),
    `version: 1
model: m
environments: { dev: { layout: out/dev }, staging: { layout: out/staging }, prod: { layout: out/prod } }
data: { checks: checks.yml, sources: [rows.csv] }
image: { engine: layers, base: scratch, layers: [{ from: app, to: /app }], command: [node, /app/server.mjs] }
release: { steps: [validate-data, build-image, promote], until: prod }
`,
  );
});

interface Released {
  readonly exitCode: number;
  readonly verdict: string;
  /** Each link with its verdict. */
  readonly links: readonly string[];
  readonly digest: unknown;
}

/** Runs `ml-ci release --json` as a user does. */
function release(...flags: readonly string[]): Promise<Released> {
  const env = { PATH: process.env.PATH, HOME: root };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [bin, 'release', '--json', ...flags],
      { cwd: root, env },
      (error, stdout, stderr) => {
        if (stdout === '') return reject(new Error(stderr));
        const { verdict, links } = JSON.parse(stdout) as {
          verdict: string;
          links: { link: string; verdict: string; outputs?: Record<string, unknown> }[];
        };
        const exitCode = typeof error?.code === 'number' ? error.code : 0;
        resolve({
          exitCode,
          verdict,
          links: links.map(({ link, verdict: ended }) => `${link} ${ended}`),
          digest: links.at(-1)?.outputs?.digest,
        });
      },
    );
  });
}

describe('ml-ci release', () => {
  it('goes on after what is unchanged, and asks every stage again', async () => {
    const first = await release('--tag', '1');
    expect(first).toMatchObject({
      exitCode: 0,
      links: ['validate-data passed', 'build-image passed', 'promote:staging passed', 'promote:prod passed'],
    });
    await rm(join(root, 'out/prod'), { recursive: true });
    const second = await release('--tag', '1');
    expect(second.links).toEqual([
      'validate-data unchanged',
      'build-image unchanged',
      'promote:staging passed',
      'promote:prod passed',
    ]);
    expect(second.digest).toBe(first.digest);
  });

  it('begins again at a step that is named, and anew with another tag or --fresh', async () => {
    await release('--tag', '1', '--until', 'staging');
    expect((await release('--tag', '1', '--until', 'staging', '--from', 'build-image')).links).toEqual([
      'validate-data unchanged',
      'build-image passed',
      'promote:staging passed',
    ]);
    expect((await release('--tag', '2', '--until', 'staging')).links[0]).toBe('validate-data passed');
    expect((await release('--tag', '2', '--until', 'staging', '--fresh')).links[0]).toBe(
      'validate-data passed',
    );
  });

  it('stops at the step whose answer is no, with its exit code, and promotes nothing', async () => {
    await writeFile(join(root, 'rows.csv'), 'id\n1\n1\n');
    expect(await release('--tag', '1')).toMatchObject({
      exitCode: 1,
      verdict: 'failed',
      links: ['validate-data failed'],
    });
    await writeFile(join(root, 'rows.csv'), 'id\n1\n3\n');
    expect((await release('--tag', '1')).verdict).toBe('passed');
  });
});
