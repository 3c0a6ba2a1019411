import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import { boolean, list, string } from './input.ts';

const inputs = {
  tag: string({ summary: 'a tag' }),
  allowBuild: list({ summary: 'packages' }),
  json: boolean({ summary: 'json', default: false }),
};

describe('parseArguments', () => {
  it.each([
    ['a value', ['--tag', '1.0'], { tag: '1.0' }],
    ['a value behind =', ['--tag=--odd'], { tag: '--odd' }],
    ['a flag', ['--json'], { json: 'true' }],
    ['a negated flag', ['--no-json'], { json: 'false' }],
    ['a list given twice', ['--allow-build', 'a', '--allow-build', 'b,c'], { allowBuild: 'a\nb,c' }],
    ['a value that looks like a command', ['--tag', '$(rm -rf /)'], { tag: '$(rm -rf /)' }],
  ])('reads %s', (_rule, argv, expected) => {
    const { given, problems } = parseArguments(inputs, argv);
    expect(problems).toEqual([]);
    expect(Object.fromEntries([...given].map(([name, { raw }]) => [name, raw]))).toEqual(expected);
  });

  it('reports every mistake at once, with the nearest name', () => {
    const { problems } = parseArguments(inputs, [
      '--tga',
      '1',
      '--json',
      '--tag',
      '1',
      '--tag',
      '2',
      '--no-tag',
      '--allow-build',
    ]);
    expect(problems.map(({ place, fix }) => [place, fix])).toEqual([
      ['--tga', 'did you mean "tag"?'],
      ['--tag', 'give it once'],
      ['--no-tag', 'did you mean "tag"?'],
      ['--allow-build', '--allow-build A,B,…'],
    ]);
  });

  it('keeps words that belong to no flag', () => {
    expect(parseArguments(inputs, ['stray', '--tag', '1']).positionals).toEqual(['stray']);
  });
});
