import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { collectExports, exportLines, removeExports, writeExports } from './exports.ts';
import { createFiles } from './files.ts';
import { statementsOf } from './shell.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'exports-'));
});

/** What a shell that sources the file has under a name. */
function sourced(file: string, name: string): string {
  return execFileSync('sh', ['-c', `. "${file}"; printf '%s.' "$${name}"`], { encoding: 'utf8' }).slice(
    0,
    -1,
  );
}

const nasty = [
  'plain',
  '',
  'it\'s "quoted" $HOME `id` \\',
  'two\nlines # login\nexport PATH=/nowhere\n',
  "ends with a quote'",
  ' # login',
];

describe('collectExports', () => {
  it.each([
    'GITHUB_ENV',
    'github_token',
    'RUNNER_TEMP',
    'NODE_OPTIONS',
    'ML_CI_TAG',
    'A-B',
    '1A',
    '',
    'A\nB',
  ])('refuses "%s"', (name) => {
    const exported = collectExports(() => undefined);
    expect(() => exported.set(name, 'x')).toThrow('may export');
    expect(() => exported.secret(name, 'x')).toThrow('may export');
    expect(() => exported.unset(name)).toThrow('may export');
  });

  it('holds each name once, as it was said last, and masks a secret', () => {
    const masked: string[] = [];
    const exported = collectExports((secret) => masked.push(secret));
    exported.set('A', 'x');
    exported.secret('A', 'hunter2');
    exported.secret('B', 'hunter3');
    exported.unset('B');
    expect([[...exported.variables], [...exported.secrets], [...exported.gone]]).toEqual([
      [],
      [['A', 'hunter2']],
      ['B'],
    ]);
    expect(masked).toEqual(['hunter2', 'hunter3']);
  });
});

describe('outputs.env', () => {
  it.each(nasty)('gives a shell exactly %j', async (value) => {
    const files = createFiles(cwd);
    for (const last of [value, 'other', value]) {
      const exported = collectExports(() => undefined);
      exported.set('A', last);
      exported.set('B', value);
      await writeExports(files, 'login', exported, undefined);
    }
    const path = join(cwd, '.ml-ci/outputs.env');
    expect([sourced(path, 'A'), sourced(path, 'B')]).toEqual([value, value]);
    expect(statementsOf(await readFile(path, 'utf8'))).toHaveLength(2);
  });

  it('keeps what is of others, replaces what is its own, and takes back what it is told to', () => {
    const before =
      "export ML_CI_LOGIN_TOOLS='a\n# login'\nexport A='1' # login\nexport B='2' # login\nexport A='3' # other\n";
    const exported = collectExports(() => undefined);
    exported.set('C', '4');
    exported.unset('A');
    expect(exportLines(before, 'login', exported, undefined)).toBe(
      "export ML_CI_LOGIN_TOOLS='a\n# login'\nexport B='2' # login\nexport A='3' # other\nexport C='4' # login\n",
    );
  });

  it('has a secret only by the name of a file that we alone may read', async () => {
    const files = createFiles(cwd);
    const folder = await mkdtemp(join(tmpdir(), 'exports-'));
    const path = join(cwd, '.ml-ci/outputs.env');
    await writeFile(await files.state('outputs.env'), "export ML_CI_OTHER_X='y'\n");
    for (const [name, value] of [
      ['TOKEN', "hun'ter\n2"],
      ['OTHER', 'hunter3'],
    ] as const) {
      const exported = collectExports(() => undefined);
      exported.secret(name, value);
      await writeExports(files, 'login', exported, folder);
    }
    expect(await readFile(path, 'utf8')).not.toContain('hun');
    expect([sourced(path, 'TOKEN'), sourced(path, 'OTHER'), sourced(path, 'ML_CI_OTHER_X')]).toEqual([
      "hun'ter\n2",
      'hunter3',
      'y',
    ]);
    expect((await stat(join(folder, 'env.sh'))).mode & 0o777).toBe(0o600);
    const taken = collectExports(() => undefined);
    taken.unset('TOKEN');
    taken.unset('OTHER');
    await writeExports(files, 'login', taken, folder);
    expect(await readFile(path, 'utf8')).toBe("export ML_CI_OTHER_X='y'\n");
    await expect(stat(join(folder, 'env.sh'))).rejects.toThrow('ENOENT');
  });

  it('can be sourced when the file with the secrets is gone, and loses all of a step at once', async () => {
    const files = createFiles(cwd);
    const exported = collectExports(() => undefined);
    exported.secret('TOKEN', 'hunter2');
    exported.set('A', 'x');
    const folder = await mkdtemp(join(tmpdir(), 'exports-'));
    await writeExports(files, 'login', exported, folder);
    await writeFile(join(folder, 'env.sh'), '');
    const path = join(cwd, '.ml-ci/outputs.env');
    expect([sourced(path, 'A'), sourced(path, 'TOKEN')]).toEqual(['x', '']);
    await removeExports(files, 'login');
    expect(await readFile(path, 'utf8')).toBe('');
  });
});
