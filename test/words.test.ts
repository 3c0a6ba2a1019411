// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases are sources
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allInputs, kebab } from '@ml-ci/core';
import { steps } from '@ml-ci/steps';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
// what runs on every surface; a command of `packages/cli` is a command line and may write one
const sources = globSync('packages/{core,oci,aws,containers,steps}/src/**/*.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.test.ts') && file !== 'packages/core/src/words.ts',
);
const names = new Set(steps.flatMap((step) => Object.keys(allInputs(step)).map(kebab)));

/**
 * Flags of steps that a source writes out. A command for a shell may have them (`ml-ci promote --to prod`), and so may a
 * word of its own, which is for a program that is started.
 */
function bareFlags(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return code.split('\n').flatMap((line) =>
    [...line.matchAll(/--([a-z][a-z-]*)(?![a-z.-])/g)].flatMap(({ 0: flag, 1: name = '', index }) => {
      const isCommand = /\b(ml-ci|aws|uv|pip|poetry|pdm|npm|pnpm|yarn) [a-z-]+ [^'`]*$/.test(
        line.slice(0, index),
      );
      const isWord = line.slice(index - 1).startsWith(`'${flag}'`);
      return names.has(name) && !isCommand && !isWord ? [flag] : [];
    }),
  );
}

describe('texts for users', () => {
  it.each(sources)('%s names no input as a flag: on GitHub there are none', (file) => {
    expect(
      bareFlags(readFileSync(join(root, file), 'utf8')),
      'fix: ({ input }) => `give ${input(…)}`',
    ).toEqual([]);
  });

  it.each([
    ['a flag', "fix: 'use --on-conflict wait'", ['--on-conflict']],
    ['a flag behind a command that is over', '`run ml-ci status` or `--tag ${x}`', ['--tag']],
    ['one of every step', "'give a longer --timeout'", ['--timeout']],
    ['a command for a shell', '`ml-ci promote --to ${name} --digest ${digest}`', []],
    ['a command of AWS', '`aws deploy stop-deployment --region ${region}`', []],
    ['a word for a program', "['--target', folder]", []],
    ['a flag of another program', "'npm install --package-lock-only'", []],
    ['a flag of another program that a step has as well', "'uv export --format pylock.toml -o LOCK'", []],
    ['a setting of another program', '`--config.store-dir=${folder}`', []],
    ['a comment', '/** `--plan`: changes nothing. */\n  // as --tag', []],
  ])('%s is judged as it should', (_what, source, found) => {
    expect(bareFlags(source)).toEqual(found);
  });

  it('name inputs that there are', () => {
    const named = sources.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\binput\('([^']+)'/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !names.has(name ?? ''))).toEqual([]);
  });
});
