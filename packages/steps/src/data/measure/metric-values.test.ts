import { describe, expect, it } from 'vitest';
import { duckDbDialect } from '../engine/duckdb-dialect.ts';
import { Aggregates } from './known.ts';
import { aggregateProbe, type BoundAggregate, classOf, typeProblem, valueType } from './metric-values.ts';

const aggregate = (name: BoundAggregate['name'], x?: string): BoundAggregate => ({
  name,
  isDistinct: false,
  x,
  rows: 'good',
  at: name === 'quantile_cont' ? 0.9 : undefined,
  numbers: { most: 1, rows: 0 },
  dialect: duckDbDialect,
});

/** The value of an aggregate whose parts have these values, in the order in which they are asked for. */
async function found(one: BoundAggregate, native: string, answers: readonly unknown[]) {
  const known = new Aggregates();
  if (one.x !== undefined) known.learnType(one.x, native);
  const left = [...answers];
  const engine = { aggregate: async (asked: readonly unknown[]) => asked.map(() => left.shift()) };
  const probe = aggregateProbe(one);
  for (const ask of probe.asks) await known.read(engine, ask(known), '');
  expect(left).toEqual([]);
  return probe.value(known);
}

describe('the value of an aggregate', () => {
  it.each([
    ['rows', aggregate('count'), '', [3n], 'BIGINT 3'],
    ['no rows, of which the engine says null', aggregate('count_if', 'b'), 'BOOLEAN', [null], 'BIGINT 0'],
    ['a sum of whole numbers', aggregate('sum', 'x'), 'BIGINT', [2n, '-4', '9', '5'], 'HUGEINT 5'],
    ['a sum of none', aggregate('sum', 'x'), 'BIGINT', [0n, null, null, null], 'HUGEINT null'],
    [
      'a sum of decimals',
      aggregate('sum', 'x'),
      'DECIMAL(9,2)',
      [2n, '0.05', '0.10', '0.15'],
      'DECIMAL(38, 2) 0.15',
    ],
    [
      'decimals whose digits nobody tells',
      aggregate('sum', 'x'),
      'DECIMAL',
      [1n, '0.050', '0.050', '0.050'],
      'DECIMAL(38, 3) 0.050',
    ],
    [
      'a mean of decimals',
      aggregate('avg', 'x'),
      'DECIMAL(9,2)',
      [3n, '0.05', '0.10', '0.15'],
      'DOUBLE 0.049999999999999996',
    ],
    [
      'a sum of 38 digits',
      aggregate('sum', 'x'),
      'HUGEINT',
      [1n, '1', '9'.repeat(38), '9'.repeat(38)],
      `HUGEINT ${'9'.repeat(38)}`,
    ],
    [
      'one that may have 39',
      aggregate('sum', 'x'),
      'HUGEINT',
      [2n, '1', '5'.padEnd(38, '0')],
      'the sum may have',
    ],
    [
      'one that may have 39 below zero',
      aggregate('sum', 'x'),
      'HUGEINT',
      [2n, '-5'.padEnd(39, '0'), '1'],
      'the sum may have',
    ],
    ['a zero below zero', aggregate('min', 'x'), 'DOUBLE', [-0, 0n], 'DOUBLE 0'],
    ['the greatest, with NaN', aggregate('max', 'x'), 'DOUBLE', [5, 1n], 'DOUBLE NaN'],
    ['the least, with NaN', aggregate('min', 'x'), 'DOUBLE', [5, 1n], 'DOUBLE 5'],
    ['the least of NaN alone', aggregate('min', 'x'), 'FLOAT', [null, 1n], 'DOUBLE NaN'],
    ['the greatest text', aggregate('max', 'x'), 'VARCHAR', ['b'], 'VARCHAR b'],
    [
      'a sum with NaN',
      aggregate('sum', 'x'),
      'DOUBLE',
      [1n, 2, 2, 1n, 2n ** 60n],
      'sum has NaN or infinities',
    ],
    ['a median', aggregate('median', 'x'), 'INTEGER', [1.5, 0n], 'DOUBLE 1.5'],
  ])('of %s', async (_which, one, native, answers, expected) => {
    const value = await found(one, native, answers);
    const told = 'reason' in value ? value.reason : `${value.type} ${value.text}`;
    expect(told.startsWith(expected) && ('reason' in value || told === expected), told).toBe(true);
  });
});

it.each([
  ['UTINYINT', 'integer'],
  ['INTEGER', 'integer'],
  ['UINTEGER', 'integer'],
  ['HUGEINT', 'integer'],
  ['DECIMAL(12,2)', 'decimal'],
  ['DECIMAL', 'decimal'],
  ['REAL', 'float'],
  ['DOUBLE', 'float'],
  ["ENUM('a')", 'text'],
  ['TIMESTAMP WITH TIME ZONE', 'time'],
  // two that are equal are not the same: a month and 30 days
  ['INTERVAL', 'other'],
  ['DOUBLE[]', 'other'],
])('adds %s up as %s', (native, kind) => expect(classOf(native)).toBe(kind));

it.each([
  ['sum', 'VARCHAR', 'has sum of VARCHAR, which is no number'],
  ['avg', 'DATE', 'has avg of DATE, which is no number'],
  ['median', 'BOOLEAN', 'has median of BOOLEAN, which is no number'],
  ['min', 'INTERVAL', 'has min of INTERVAL'],
  ['count', 'INTERVAL', undefined],
  ['bool_or', 'INTEGER', 'has bool_or of INTEGER, which is not true or false'],
] as const)('%s of %s: %s', (name, native, problem) =>
  expect(typeProblem(aggregate(name, 'x'), native)).toBe(problem),
);

it.each([
  ['count', 'VARCHAR', 'BIGINT'],
  ['sum', 'TINYINT', 'HUGEINT'],
  ['sum', 'DECIMAL(12,2)', 'DECIMAL(38, 2)'],
  ['avg', 'DECIMAL(12,2)', 'DOUBLE'],
  ['max', 'FLOAT', 'DOUBLE'],
  ['max', 'DATE', 'DATE'],
  ['max', 'TIMESTAMP(3) WITH TIME ZONE', 'TIMESTAMP WITH TIME ZONE'],
  ['bool_and', 'BOOLEAN', 'BOOLEAN'],
] as const)('%s of %s is %s', (name, native, type) =>
  expect(valueType(aggregate(name, 'x'), native)).toBe(type),
);
