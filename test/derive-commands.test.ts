import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseYaml } from '@ml-ci/core/yaml';
import { steps } from '@ml-ci/steps';
import { beforeEach, describe, expect, it } from 'vitest';
import { main } from '../packages/cli/src/main.ts';

const root = join(import.meta.dirname, '..');
let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'ml-ci-derive-'));
  // none of these commands needs a configuration, so a broken one is in nobody's way
  await writeFile(join(cwd, 'ml-ci.yml'), 'version: [');
});

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Runs `ml-ci` in this process: what a process of its own adds, test/cli.test.ts looks at. */
async function mlci(...argv: readonly string[]): Promise<Ended> {
  const chunks: string[] = [];
  const write = (chunk: string) => chunks.push(chunk) > 0;
  // a screen asks a stream for no more than this
  const stdout = { write, isTTY: false, columns: 80 } as unknown as NodeJS.WriteStream;
  const exitCode = await main({ argv, env: { NO_COLOR: '1' }, cwd, stdout, stderr: stdout });
  return { exitCode, stdout: chunks.join('') };
}

/** Without the first line, which says who made it. */
const body = (text: string) => text.slice(text.indexOf('\n'));

describe('ml-ci generate', () => {
  it.each([
    ['buildspec', 'buildspecs/promote.yml'],
    ['action', 'actions/promote/action.yml'],
  ])('prints as %s what the repository holds', async (what, path) => {
    const { exitCode, stdout } = await mlci('generate', what, 'promote');
    expect(exitCode).toBe(0);
    expect(body(stdout)).toBe(body(await readFile(join(root, path), 'utf8')));
  });

  it('puts several steps into one buildspec', async () => {
    const { stdout } = await mlci('generate', 'buildspec', 'install', 'promote');
    const { value, problems } = parseYaml(stdout, 'buildspec.yml');
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ phases: { install: {}, build: {} } });
  });

  it('writes into a folder, again over its own file, and never over that of somebody', async () => {
    const path = join(cwd, 'made', 'buildspec.yml');
    const write = () => mlci('generate', 'buildspec', 'promote', '--out', 'made');
    expect(await write()).toEqual({ exitCode: 0, stdout: '' });
    const first = await readFile(path, 'utf8');
    expect((await write()).exitCode).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(first);
    const changed = `${body(first).trimStart()}# mine\n`;
    await writeFile(path, changed);
    const { exitCode, stdout } = await write();
    expect(exitCode).toBe(2);
    expect(stdout).toContain('INPUT_INVALID');
    expect(await readFile(path, 'utf8')).toBe(changed);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['what cannot be made', ['buildspek', 'promote'], ['did you mean "buildspec"?']],
    ['every step that does not exist', ['buildspec', 'promot', 'instal'], ['"promote"', '"install"']],
    ['a step twice', ['buildspec', 'promote', 'promote'], ['is named twice']],
    ['an action of two steps', ['action', 'promote', 'install'], ['is made for one step']],
    ['no step', ['buildspec'], ['is required']],
  ])('refuses %s', async (_rule, words, texts) => {
    const { exitCode, stdout } = await mlci('generate', ...words);
    expect(exitCode).toBe(2);
    for (const text of ['INPUT_INVALID', ...texts]) expect(stdout).toContain(text);
  });
});

describe('ml-ci schema', () => {
  it('prints a strict schema of ml-ci.yml that says what a key is', async () => {
    const { exitCode, stdout } = await mlci('schema');
    const schema: unknown = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      additionalProperties: false,
      required: ['version'],
      properties: { environments: { description: 'in promotion order' }, version: { const: 1 } },
    });
    expect((await mlci('schema', 'config')).stdout).toBe(stdout);
  });

  it('has a pattern for names that lets capital letters through, as the command does', async () => {
    const schema: { properties: { model: { pattern: string } } } = JSON.parse((await mlci('schema')).stdout);
    const pattern = new RegExp(schema.properties.model.pattern);
    expect(['Fraud-2', 'fraud.v2', '-x', 'a b'].map((name) => pattern.test(name))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each(['checks', 'report'])('prints a strict schema of %s', async (what) => {
    const { exitCode, stdout } = await mlci('schema', what);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.any(String),
    });
  });

  it('refuses a document that it does not know', async () => {
    const { exitCode, stdout } = await mlci('schema', 'confg');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('did you mean "config"?');
  });
});

describe('ml-ci completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script of %s', async (shell) => {
    const { exitCode, stdout } = await mlci('completion', shell);
    expect(exitCode).toBe(0);
    for (const { name } of steps) expect(stdout).toContain(name);
  });

  it('refuses a shell that it does not know', async () => {
    const { exitCode, stdout } = await mlci('completion', 'fishy');
    expect(exitCode).toBe(2);
    expect(stdout).toContain('did you mean "fish"?');
  });
});
