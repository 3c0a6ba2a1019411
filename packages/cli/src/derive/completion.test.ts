import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { steps } from '@ml-ci/steps';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../commands.ts';
import { completionsOf } from './completion.ts';
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { zshCompletion } from './completion-zsh.ts';

const run = promisify(execFile);
const completions = completionsOf(commands, steps);
const names = completions.map(({ name }) => name);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ml-ci-completion-'));
  await mkdir(join(folder, 'deep', 'down'), { recursive: true });
  await writeFile(join(folder, 'ml-ci.yml'), config);
  await writeFile(join(folder, 'deep', 'down', 'notes here.txt'), '');
  await writeFile(join(folder, 'complete.bash'), bashCompletion(completions));
  await writeFile(join(folder, '_ml-ci'), zshCompletion(completions));
  await writeFile(join(folder, 'complete.fish'), fishCompletion(completions));
});

const config = `version: 1
environments: # in this order
  dev:
    account: "111111111111"

  # the one before the last
  staging:
    registry: 127.0.0.1:5000/m
    requires:
      environments:
        - dev
  prod: &prod
    layout: out
    requires:
      environments: [staging]
deploy:
  elsewhere:
    target: ecs
`;

/** What bash offers where the cursor stands behind the last word. */
async function bash(words: readonly string[]): Promise<string[]> {
  const script = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ml_ci; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run(
    'bash',
    ['--norc', '-ec', script, join(folder, 'complete.bash'), 'ml-ci', ...words],
    { cwd: join(folder, 'deep', 'down') },
  );
  return stdout.split('\n').filter((line) => line !== '');
}

/** What fish offers behind this line. */
async function fish(line: string): Promise<string[]> {
  const { stdout } = await run(
    'fish',
    ['--no-config', '-c', `source ${join(folder, 'complete.fish')}; complete -C '${line}'`],
    { cwd: join(folder, 'deep', 'down'), env: { ...process.env, HOME: folder } },
  );
  return stdout.split('\n').flatMap((row) => (row === '' ? [] : [row.split('\t')[0] ?? '']));
}

/** What zsh shows in a terminal of its own when Tab is pressed twice behind this line. */
async function zsh(line: string): Promise<string> {
  const script = `
    zmodload zsh/zpty
    zpty shell 'TERM=dumb zsh -f -i'
    zpty -w shell "fpath=($1 \\$fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=1000; cd $1/deep/down; PS1='<READ''Y>'"
    zpty -r -m shell out '*<READY>*'
    zpty -w -n shell "$2"$'\\t\\t'
    zpty -w -n shell $'\\x15print DO''NE\\n'
    zpty -r -m shell out '*DONE*'
    print -r -- "$out"
    zpty -d shell`;
  const { stdout } = await run('zsh', ['-f', '-c', script, 'zsh', folder, line], { timeout: 15_000 });
  return stdout;
}

const isInstalled = async (shell: string) =>
  run(shell, ['--version']).then(
    () => true,
    () => false,
  );

describe('bash', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['every command and step', [''], [...names, '--help', '--version']],
    ['the names that begin so', ['pro'], ['promote-packages', 'promote']],
    ['flags', ['promote', '--t'], ['--to', '--tag', '--timeout']],
    ['flags where a step takes no words', ['promote', '--from', 'dev', '--re'], ['--referrers']],
    ['the environments of the nearest ml-ci.yml', ['promote', '--from', ''], ['dev', 'staging', 'prod']],
    ['the environments that begin so', ['deploy-ecs', '--env', 'p'], ['prod']],
    ['the words of an input', ['promote', '--referrers', ''], ['all', 'none']],
    ['words behind an equals sign', ['promote', '--referrers', '=', 'a'], ['all']],
    ['words right at the equals sign', ['promote', '--referrers', '='], ['all', 'none']],
    ['files', ['validate-data', '--checks', ''], ['notes here.txt']],
    ['the negative of what is on by default', ['build-image', '--no-'], ['--no-cache']],
    ['nothing for text that nobody can know', ['promote', '--tag', ''], []],
    ['the words of a command', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['steps for a command of steps', ['generate', 'buildspec', 'deploy'], ['deploy-ecs']],
    ['nothing for what does not exist', ['promotee', ''], []],
  ])('offers %s', async (_rule, words, offered) => {
    expect(await bash(words)).toEqual(offered);
  });

  it('offers every flag of every command', async () => {
    for (const { name, flags } of completions)
      expect(await bash([name, '--'])).toEqual([...flags.map(({ flag }) => `--${flag}`), '--help']);
  });
});

describe('fish, where it is installed', async () => {
  it.skipIf(!(await isInstalled('fish')))('offers commands, flags, words and environments', async () => {
    expect((await fish('ml-ci ')).sort()).toEqual([...names].sort());
    expect(await fish('ml-ci promote --referrers ')).toEqual(['all', 'none']);
    expect((await fish('ml-ci promote --from ')).sort()).toEqual(['dev', 'prod', 'staging']);
    expect(await fish('ml-ci deploy-ecs --on-conf')).toEqual(['--on-conflict']);
    expect(await fish('ml-ci generate buildspec deploy')).toEqual(['deploy-ecs']);
  });
});

describe('zsh, where it is installed', async () => {
  it.skipIf(!(await isInstalled('zsh')))('offers commands, flags, words and environments', async () => {
    const all = await zsh('ml-ci ');
    for (const name of names) expect(all).toContain(name);
    expect(await zsh('ml-ci promote --from ')).toMatch(/dev\s+prod\s+staging/);
    expect(await zsh('ml-ci promote --referrers ')).toMatch(/all\s+none/);
    expect(await zsh('ml-ci deploy-ecs --on-conf')).toContain('--on-conflict=');
    expect(await zsh('ml-ci generate buildspec deploy')).toContain('deploy-ecs');
  });
});
