import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StepError } from '@ml-ci/core';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '../../src/data/checks/document.ts';
import { planSource } from '../../src/data/checks/plan.ts';
import { folderWith, runIn } from './fixture.ts';

/** The mistakes of a text, as `line name message fix`. */
function mistakesOf(text: string): string[] {
  try {
    parseChecks(text, 'c.yml');
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    expect(error.code).toBe('CHECKS_INVALID');
    return error.problems.map(({ place, name, message, fix = '' }) =>
      `${place} ${name} ${message} ${fix}`.trim(),
    );
  }
  return [];
}

describe('a checks file', () => {
  it.each<[string, string, string[]]>([
    ['no version', 'columns: {}', ['c.yml:1 version']],
    ['an unknown key', 'version: 1\ncolums: {}', ['c.yml:2 colums is no key here did you mean "columns"?']],
    [
      'the name of another tool',
      'version: 1\ncolumns:\n  a:\n    regex: x',
      ['c.yml:4 columns.a.regex is no key here here it is matches'],
    ],
    [
      'several at once',
      'version: 2\ncolumns:\n  a: { typ: integer, nullable: maybe }\n  b: { type: int }\nrow-count: -1',
      [
        'c.yml:1 version',
        'c.yml:3 columns.a.nullable',
        'c.yml:3 columns.a.typ is no key here did you mean "type"?',
        'c.yml:4 columns.b.type',
        'c.yml:5 row-count',
      ],
    ],
    [
      'a long form with a wrong option',
      'version: 1\ncolumns:\n  a:\n    min:\n      value: 1\n      severty: warn',
      ['c.yml:6 columns.a.min.severty is no key here did you mean "severity"?'],
    ],
    [
      'a range with a wrong key',
      'version: 1\nrow-count:\n  min: 1\n  mx: 2',
      ['c.yml:4 row-count.mx is no key here did you mean "max"?'],
    ],
    ['an empty range', 'version: 1\nrow-count: {}', ['c.yml:2 row-count needs min, max or both']],
    [
      'a range upside down',
      'version: 1\nrow-count: { min: 2, max: 1 }',
      ['c.yml:2 row-count has a min above its max'],
    ],
    ['a share over 100', 'version: 1\ncolumns: { a: { nullable: 101% } }', ['c.yml:2 columns.a.nullable']],
    [
      'limits for the table',
      'version: 1\nrow-count:\n  value: 1\n  fail: 5',
      ['c.yml:4 row-count.fail is no key here'],
    ],
    [
      'a quote that is the delimiter',
      `version: 1\ncsv: { delimiter: "'", quote: "'" }`,
      ['c.yml:2 csv has one character as delimiter and as quote'],
    ],
    ['no YAML', 'version: 1\ncolumns: {', ['c.yml:2 c.yml']],
    ['one key twice', 'version: 1\nrow-count: 1\nrow-count: 2', ['c.yml:3 c.yml Map keys must be unique']],
    ['nothing', '', ['c.yml:1 c.yml']],
    ['a list', '- 1', ['c.yml:1 c.yml']],
  ])('with %s names the place', (_rule, text, expected) => {
    const found = mistakesOf(text);
    expect(found).toHaveLength(expected.length);
    expect(found.toSorted()).toEqual(expected.map((start) => expect.stringContaining(start)));
  });

  it('that expands without end is refused at once', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...Array.from(
        'bcdefghij',
        (key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(', ')}]`,
      ),
    ];
    const start = performance.now();
    expect(mistakesOf(`version: 1\n${bomb.join('\n')}\n`).join()).toMatch(/alias/i);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('that is too large is refused', () => {
    expect(mistakesOf(`version: 1\n#${'x'.repeat(1_000_001)}`).join()).toContain('larger than 1 MB');
  });
});

describe('a checks file that does not make sense', () => {
  it.each<[string, string, string[]]>([
    ['asks for nothing', 'version: 1', ['checks.yml:1 asks for nothing']],
    [
      'has a bound of another type',
      'version: 1\ncolumns:\n  a:\n    type: integer\n    min: 0.5',
      ['checks.yml:5 "0.5" is no integer'],
    ],
    [
      'has values of several types',
      'version: 1\ncolumns: { a: { in: [1, x] } }',
      ['checks.yml:2 has values of different types: number, string'],
    ],
    [
      'has a number that YAML rounds',
      'version: 1\ncolumns: { a: { type: integer, max: 9007199254740993 } }',
      ['checks.yml:2 "9007199254740992" is too large to be exact'],
    ],
    [
      'has a length for numbers',
      'version: 1\ncolumns: { a: { type: number, length: 3 } }',
      ['checks.yml:2 is for columns of type string, not number'],
    ],
    [
      'has bounds upside down',
      'version: 1\ncolumns: { a: { min: 3, max: 2 } }',
      ['checks.yml:2 is above max'],
    ],
    [
      'has a day that is none',
      'version: 1\ncolumns: { a: { type: date, min: 2023-02-29 } }',
      ['checks.yml:2 "2023-02-29" is no date'],
    ],
    [
      'has both severity and limits',
      'version: 1\ncolumns: { a: { min: { value: 1, severity: warn, fail: 3 } } }',
      ['checks.yml:2 has a severity besides warn or fail'],
    ],
    [
      'has a block for no source',
      'version: 1\nrow-count: 1\nsources: { d.cvs: { row-count: 2 } }',
      ['checks.yml:3 is no entry of the list of sources'],
    ],
    [
      'has a pattern that is none',
      'version: 1\ncolumns:\n  a:\n    matches: "(["',
      ['checks.yml:4 is no regular expression'],
    ],
    [
      'has a format of dates that is none',
      'version: 1\ncolumns:\n  a: { type: date, date-format: "%Q" }',
      ['checks.yml:3 has a format of dates that is none'],
    ],
    [
      'has a format of dates for numbers',
      'version: 1\ncolumns:\n  a: { type: number, date-format: "%d" }',
      ['checks.yml:3 is for columns of type date or timestamp'],
    ],
    [
      'computes with text',
      'version: 1\ncolumns: { a: { type: integer } }\nexpressions:\n  - sql: a < b',
      ['checks.yml:4 uses the column "b", whose type is not declared'],
    ],
  ])('%s: exit 2, before any data is read', async (_rule, checks, expected) => {
    const root = await folderWith({ 'd.csv': 'a\n1\n' });
    const { outcome, report } = await runIn(root, checks, { sources: 'd.csv' });
    expect([outcome.exitCode, outcome.error?.code]).toEqual([2, 'CHECKS_INVALID']);
    const told = outcome.error?.problems?.map(({ place, message }) => `${place} ${message}`) ?? [];
    expect(told).toHaveLength(expected.length);
    expect(told).toEqual(expected.map((text) => expect.stringContaining(text)));
    expect(report).toBeUndefined();
  });
});

it('says where what is told of a check stands', () => {
  expect(mistakesOf('version: 1\ncolumns: { a: { mean: { min: 1, description: why } } }')).toEqual([
    'c.yml:2 columns.a.mean.description is no key here write { value: { … }, description: … }',
  ]);
});

it('takes the example of its page', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../../docs/checks.md'), 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const checks = parseChecks(example, 'checks.yml');
  const { plan, problems } = planSource(checks.document, 'data/train.csv', checks);
  expect(problems).toEqual([]);
  expect(plan.checks.length).toBeGreaterThan(40);
});
