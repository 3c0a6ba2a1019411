import { beforeAll, describe, expect, it } from 'vitest';
import { type CheckedRun, folderWith, runEach, runIn, runOn, statuses } from './fixture.ts';

/** The rule, the column's checks, cells that pass, and cells that fail with the number of failing rows. */
const cells: [string, string, string[], string[], number][] = [
  [
    'type integer',
    'type: integer',
    ['0', '-5', '+7', '9223372036854775808'],
    ['1.7', '1e3', ' 4', '0x10', '1_000', ''],
    5,
  ],
  ['type number', 'type: number', ['1', '-.5', '2.', '1e-3'], ['1,5', 'abc', '1_000', ' 1', '0x1'], 5],
  ['type boolean', 'type: boolean', ['true', 'FALSE', 'False'], ['yes', '1', 'tru'], 3],
  [
    'type date',
    'type: date',
    ['2024-02-29', '0001-01-01'],
    ['2023-02-29', '2024-2-3', '29.02.2024', '2024-02-29T00:00'],
    4,
  ],
  [
    'type timestamp',
    'type: timestamp',
    ['2024-02-29T12:00', '2024-02-29 12:00:01.5+02:00', '2024-01-01T00:00:00Z'],
    ['2024-02-29', '2024-02-30T12:00', 'now'],
    3,
  ],
  ['nullable', '{ type: string, nullable: false }', ['a', '""'], ['', ''], 2],
  ['finite', 'type: number', ['1'], ['NaN', 'inf', '-Infinity', '1e999'], 4],
  ['min', '{ type: integer, min: 3 }', ['3', '99999999999999999999'], ['2', '-99999999999999999999'], 2],
  ['max', '{ type: number, max: 2.5 }', ['2.5', '-1e300'], ['2.5000001', '1e300'], 2],
  ['min', '{ type: date, min: 2024-01-01 }', ['2024-01-01'], ['2023-12-31'], 1],
  [
    'max',
    '{ type: timestamp, max: 2024-01-01 }',
    ['2023-12-31T23:30-00:30', '2024-01-01T00:00'],
    ['2023-12-31T23:30-01:00'],
    1,
  ],
  ['min', '{ type: number, finite: false, min: 0 }', ['inf'], ['NaN', '-inf'], 2],
  ['max', '{ type: number, finite: false, max: 0 }', ['-inf'], ['NaN', 'inf'], 2],
  ['above', '{ type: integer, above: 3 }', ['4'], ['3', '2'], 2],
  ['above', '{ type: number, finite: false, above: 0 }', ['inf'], ['NaN', '0'], 2],
  ['below', '{ below: 2.5 }', ['2.4999'], ['2.5', '1e300'], 2],
  ['below', '{ type: number, finite: false, below: 2.5 }', ['-inf'], ['NaN', 'inf'], 2],
  ['above', '{ above: 2024-01-01 }', ['2024-01-02'], ['2024-01-01'], 1],
  [
    'type date',
    '{ type: date, date-format: "%d.%m.%Y" }',
    ['29.02.2024', '01.12.0999'],
    ['2024-02-29', '29.02.2023', 'x'],
    3,
  ],
  [
    'type timestamp',
    '{ type: timestamp, date-format: [ISO8601, "%d.%m.%Y %H:%M"] }',
    ['2024-02-29', '2024-02-29T12:00Z', '29.02.2024 12:00'],
    ['29.02.2024', '2023-02-29', 'now'],
    3,
  ],
  [
    'min',
    '{ type: timestamp, date-format: ISO8601, min: 2024-01-02 }',
    ['2024-01-02', '2024-01-02T00:00'],
    ['2024-01-01', '2024-01-01T23:59'],
    2,
  ],
  ['in', '{ in: [a, b] }', ['a', 'b'], ['A', 'a ', '""'], 3],
  ['in', '{ type: number, in: [1, 2.5] }', ['1.0', '2.50'], ['2', '1.01'], 2],
  ['not-in', '{ not-in: [x] }', ['X'], ['x', 'x'], 2],
  ['matches', '{ matches: "^[A-Z]\\\\d+$" }', ['A1'], ['a1', 'A', '"A1\nB2"'], 3],
  ['matches', '{ matches: "b" }', ['abc'], ['ac'], 1],
  ['length', '{ length: { min: 2, max: 3 } }', ['ab', 'äöü', '👍👍'], ['a', 'abcd', '""'], 3],
  ['length', '{ length: 1 }', ['é'], ['e\u0301'], 1],
  [
    'unique',
    '{ type: string, unique: true, nullable: true }',
    ['a', 'b', '', ''],
    ['a', 'b', 'a', 'b', 'c', 'a'],
    5,
  ],
  ['unique', '{ type: number, unique: true }', ['1', '2'], ['1', '1.0', '1e0', '2'], 3],
];

describe('a check of cells', () => {
  const columns = cells.map(([, column]) => `columns:\n  x: ${block(column)}`);
  const runWith = (part: 2 | 3) =>
    runEach(
      cases(
        columns,
        cells.map((cell) => csv(cell[part])),
      ),
    );
  let good: CheckedRun;
  let bad: CheckedRun;
  beforeAll(async () => {
    good = await runWith(2);
    bad = await runWith(3);
  });

  it.each(cells.map((cell, at) => [...cell, at] as const))(
    '%s: %s',
    (name, _column, _good, _bad, failing, at) => {
      const check = `x ${name.split(' ')[0]}`;
      expect(Object.entries(statuses(good.report, at)).filter(([, [status]]) => status !== 'passed')).toEqual(
        [],
      );
      expect(statuses(good.report, at)[check]).toEqual(['passed', 0]);
      expect(statuses(bad.report, at)[check]).toEqual(['failed', failing]);
    },
  );

  it('decides the exit code', () => expect([good.outcome.exitCode, bad.outcome.exitCode]).toEqual([0, 1]));
});

/** The rule, the checks, the file, and what becomes of which check. */
const tables: [string, string, string, Record<string, [string, number]>][] = [
  ['row count below', 'row-count: { min: 3 }', 'a\n1\n2\n', { 'row-count': ['failed', 1] }],
  ['row count above', 'row-count: { max: 1 }', 'a\n1\n2\n', { 'row-count': ['failed', 1] }],
  ['row count exact', 'row-count: 2', 'a\n1\n2\n', { 'row-count': ['passed', 0] }],
  ['zero rows are a finding', 'columns: { a: {} }', 'a\n', { 'row-count': ['failed', 1] }],
  [
    'an empty file is a finding',
    'columns: { a: {} }',
    '',
    { 'row-count': ['failed', 1], 'a present': ['failed', 1] },
  ],
  ['zero rows may be allowed', 'row-count: { min: 0 }', 'a\n', { 'row-count': ['passed', 0] }],
  [
    'a missing column',
    'columns: { b: { type: integer } }',
    'a\n1\n',
    { 'b present': ['failed', 1], 'b type': ['skipped', 0] },
  ],
  [
    'a missing column of which nothing is asked',
    'columns: { b: { nullable: true } }',
    'a\n1\n',
    { 'b present': ['failed', 1] },
  ],
  [
    'a column that may be missing',
    'columns: { b: { required: false, min: 1 } }',
    'a\n1\n',
    { 'b min': ['skipped', 0] },
  ],
  ['strict', 'columns: { a: {} }\nstrict: true', 'a,b\n1,2\n', { strict: ['failed', 1] }],
  ['strict passes', 'columns: { a: {}, b: {} }\nstrict: true', 'b,a\n1,2\n', { strict: ['passed', 0] }],
  ['ordered', 'columns: { a: {}, b: {} }\nordered: true', 'b,a\n1,2\n', { ordered: ['failed', 1] }],
  [
    'ordered passes',
    'columns: { a: {}, b: {} }\nordered: true',
    'a,x,b\n1,2,3\n',
    { ordered: ['passed', 0] },
  ],
  ['a header with one name twice', 'row-count: 1', 'a,a\n1,2\n', { header: ['failed', 1] }],
  ['unique together', 'unique: [[a, b]]', 'a,b\n1,2\n1,3\n1,2\n,\n,\n', { 'a, b unique': ['failed', 2] }],
  [
    'unique together where nulls are equal',
    'unique: [{ columns: [a, b], nulls: equal }]',
    'a,b\n1,\n1,\n2,\n,\n,\n1,2\n',
    { 'a, b unique': ['failed', 4] },
  ],
  [
    'unique where nulls are equal',
    'unique: [{ columns: [a], nulls: equal }]',
    'a,b\n,1\n,2\n3,3\n',
    { 'a unique': ['failed', 2] },
  ],
  [
    'NaN that is a null',
    'nan-is-null: true\ncolumns: { a: { type: number, min: 0 }, b: { type: number, nullable: true, max: 5 }, c: { type: string } }',
    'a,b,c\nNaN,nan,NaN\n1,NaN,x\n',
    {
      'a nullable': ['failed', 1],
      'a min': ['passed', 0],
      'a finite': ['passed', 0],
      'b max': ['passed', 0],
    },
  ],
  ['unique of a missing column', 'unique: [[a, b]]', 'a\n1\n', { 'a, b unique': ['failed', 0] }],
  [
    'an expression',
    'columns: { a: { type: integer }, b: { type: integer, nullable: true } }\nexpressions: [{ sql: a < b }]',
    'a,b\n1,2\n10,9\n3,\n',
    { 'a < b': ['failed', 1] },
  ],
  [
    'an expression of nulls needs no types',
    'expressions: [{ sql: a IS NOT NULL OR b IS NULL }]',
    'a,b\n1,x\n,y\n,\n',
    { 'a IS NOT NULL OR b IS NULL': ['failed', 1] },
  ],
  [
    'an expression in other capitals',
    'columns: { a: { type: integer } }\nexpressions: [{ sql: A = 1 }]',
    'a\n1\n',
    { 'A = 1': ['passed', 0] },
  ],
  [
    'a share of nulls',
    'columns: { a: { nullable: 50% }, b: {} }',
    'a,b\n1,1\n,1\n',
    { 'a nullable': ['passed', 1] },
  ],
  [
    'a share of nulls that is too large',
    'columns: { a: { nullable: 49.9% }, b: {} }',
    'a,b\n1,1\n,1\n',
    { 'a nullable': ['failed', 1] },
  ],
  [
    'a warning',
    'columns: { a: { min: { value: 5, severity: warn } } }',
    'a\n1\n',
    { 'a min': ['warned', 1] },
  ],
  [
    'a column of warnings',
    'columns: { a: { min: 5, severity: warn } }',
    'a\nx\n1\n',
    { 'a min': ['warned', 1], 'a type': ['warned', 1] },
  ],
  [
    'a check against its column',
    'columns: { a: { severity: warn, min: { value: 5, severity: error } } }',
    'a\n1\n',
    { 'a min': ['failed', 1] },
  ],
  [
    'warn and fail',
    'columns: { a: { min: { value: 5, warn: 0, fail: 50% } } }',
    'a\n1\n9\n',
    { 'a min': ['warned', 1] },
  ],
  [
    'more than fail',
    'columns: { a: { min: { value: 5, warn: 0, fail: 1 } } }',
    'a\n1\n2\n9\n',
    { 'a min': ['failed', 2] },
  ],
  [
    'names of SQL and dots',
    'columns: { select: { type: integer }, a.b: { type: integer } }\nexpressions: [{ sql: \'"select" < "a.b"\' }]',
    'select,a.b\n2,1\n',
    { '"select" < "a.b"': ['failed', 1] },
  ],
  [
    'hostile names',
    `columns: { 'x"; DROP TABLE t; --': { in: ["o'clock"] } }`,
    `"x""; DROP TABLE t; --"\no'clock\n`,
    { 'x"; DROP TABLE t; -- in': ['passed', 0] },
  ],
  [
    'names that differ in capitals',
    'columns: { id: { type: integer }, ID: { type: string } }',
    'id,ID\n1,x\n',
    { 'id type': ['passed', 0], 'ID type': ['passed', 0] },
  ],
];

describe('a check of the table', () => {
  let run: CheckedRun;
  beforeAll(async () => {
    run = await runEach(
      cases(
        tables.map(([, checks]) => checks),
        tables.map(([, , content]) => content),
      ),
    );
  });

  it.each(tables.map((table, at) => [...table, at] as const))(
    '%s',
    (_rule, _checks, _content, expected, at) => {
      expect(statuses(run.report, at)).toMatchObject(expected);
    },
  );
});

it.each([
  ['a warning passes', '{ min: { value: 5, severity: warn } }', 0, 'passed'],
  ['a failure fails', '{ min: 5 }', 1, 'failed'],
])('%s', async (_rule, column, exitCode, verdict) => {
  const { outcome, report } = await runOn('d.csv', 'a\n1\n', `version: 1\ncolumns: { a: ${column} }\n`);
  expect([outcome.exitCode, outcome.verdict, report.verdict]).toEqual([exitCode, verdict, verdict]);
});

it('gives the checks of one source on top of those of all', async () => {
  const root = await folderWith({ 'a.csv': 'x\n1\n', 'b.csv': 'x\n1\n' });
  const checks =
    'version: 1\ncolumns: { x: { min: 1 } }\nsources: { b.csv: { columns: { x: { min: 2 } }, row-count: 5 } }\n';
  const { report } = await runIn(root, checks, { sources: 'a.csv,b.csv' });
  expect(statuses(report, 0)).toMatchObject({ 'x min': ['passed', 0], 'row-count': ['passed', 0] });
  expect(statuses(report, 1)).toMatchObject({ 'x min': ['failed', 1], 'row-count': ['failed', 1] });
});

function csv(values: readonly string[]): string {
  return `i,x\n${values.map((value, index) => `${index},${/[,]/.test(value) ? `"${value}"` : value}\n`).join('')}`;
}

function cases(checks: readonly string[], contents: readonly string[]) {
  return checks.map((each, at) => ({ checks: each, content: contents[at] ?? '' }));
}

const block = (column: string) => (column.startsWith('{') ? column : `{ ${column} }`);
