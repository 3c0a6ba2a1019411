// biome-ignore-all lint/suspicious/noTemplateCurlyInString: contracts of Soda have variables
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StepError } from '@ml-ci/core';
import { describe, expect, it } from 'vitest';
import { parseChecks } from '../../src/data/checks/document.ts';
import { planSource } from '../../src/data/checks/plan.ts';
import { readCondition } from '../../src/data/import/gx-condition.ts';
import {
  documentOf,
  isImported,
  type ReadChecks,
  readChecks,
  unsupportedIn,
} from '../../src/data/import/read-checks.ts';
import { writeChecks } from '../../src/data/import/write-checks.ts';
import { folderWith, runIn, statuses } from './fixture.ts';
import { gxCases } from './import-gx-cases.ts';
import { panderaCases } from './import-pandera-cases.ts';
import { sodaCases } from './import-soda-cases.ts';

const allCases = [
  ...panderaCases.map((each) => ['pandera', each] as const),
  ...gxCases.map((each) => ['Great Expectations', each] as const),
  ...sodaCases.map((each) => ['Soda', each] as const),
];

const textOf = (rules: unknown) => (typeof rules === 'string' ? rules : JSON.stringify(rules, null, 1));

function imported(rules: unknown) {
  const checks = readChecks(textOf(rules), 'rules');
  if (!isImported(checks)) throw new Error('the file was taken for one of ours');
  return checks;
}

const plain = ({ document, ...at }: ReadChecks) => {
  const { plan, problems } = planSource(document, undefined, at);
  expect(problems).toEqual([]);
  return { ...plan, checks: plan.checks.map(({ line: _, ...check }) => check) };
};

describe('a converted file', () => {
  it.each(allCases.map(([tool, each]) => [tool, each.name, each.rules] as const))(
    'of %s gives the same plan: %s',
    (_tool, _name, rules) => {
      const checks = imported(rules);
      const written = writeChecks(checks);
      expect(plain(parseChecks(written, 'checks.yml'))).toEqual(plain(checks));
    },
  );

  it('says where each check comes from, and what was left out', () => {
    const rules = {
      schema_type: 'dataframe',
      columns: { a: { dtype: 'int64', greater_than: 1 } },
      drop_invalid_rows: true,
    };
    expect(writeChecks(imported(rules)).split('\n').slice(0, 14)).toEqual([
      '# 2 checks imported from a pandera schema, rules',
      '# 1 rule left out:',
      '#   rules:9 drop_invalid_rows passes whatever the rows are: leave it out: rows that fail are counted, and nothing is dropped',
      '',
      'version: 1',
      'columns:',
      '  # rules:4',
      '  a:',
      '    type: integer',
      '    # rules:6',
      '    above: 1',
      'row-count:',
      '  min: 0',
      'nan-is-null: true',
    ]);
  });
});

function suiteOf(type: string, kwargs: object) {
  return { name: 's', expectations: [{ type: `expect_${type}`, kwargs }] };
}

/** The rule file, and what is listed: place, name, and a part of the reason. */
const unsupported: [string, unknown, string[]][] = [
  [
    'an unknown key of a schema',
    { schema_type: 'dataframe', columns: {}, sparkle: 1 },
    ['rules:4 sparkle is not known'],
  ],
  [
    'an unknown key of a column',
    { schema_type: 'dataframe', columns: { a: { sparkle: 1 } } },
    ['rules:5 sparkle is not known'],
  ],
  [
    'columns by a pattern',
    { schema_type: 'dataframe', columns: { '^a_': { regex: true } } },
    ['rules:5 columns like ^a_'],
  ],
  [
    'a check of the whole frame',
    { schema_type: 'dataframe', columns: {}, checks: { greater_than: 0 } },
    ['rules:5 greater_than looks at all columns'],
  ],
  [
    'a check of one own',
    { schema_type: 'dataframe', columns: { a: { checks: { mine: 1 } } } },
    ['rules:6 mine is no check of pandera itself'],
  ],
  [
    'groups',
    {
      schema_type: 'dataframe',
      columns: { a: { checks: { isin: { value: [1], options: { groupby: 'b' } } } } },
    },
    ['rules:6 isin looks at groups'],
  ],
  [
    'an index with a name',
    { schema_type: 'dataframe', columns: {}, index: [{ dtype: 'int64', name: 'id' }] },
    ['rules:5 the index "id" is of no file'],
  ],
  [
    'a multi-index',
    {
      schema_type: 'dataframe',
      columns: {},
      multiindex: { strict: true },
      index: [{ name: 'a' }, { name: 'b' }],
    },
    ['rules:4 multiindex', 'rules:8 the index "a"', 'rules:11 the index "b"'],
  ],
  [
    'a type that files lack',
    { schema_type: 'dataframe', columns: { a: { dtype: 'timedelta64[ns]' } } },
    ['rules:5 dtype timedelta64[ns]'],
  ],
  [
    'a schema of polars',
    { schema_type: 'dataframe', api: 'polars', columns: {} },
    ['rules:3 a schema of polars'],
  ],
  [
    'a pattern that looks ahead',
    { schema_type: 'dataframe', columns: { a: { dtype: 'str', str_matches: 'a(?=b)' } } },
    ['rules:6 str_matches its pattern looks ahead'],
  ],
  [
    'a distribution',
    {
      name: 's',
      expectations: [{ type: 'expect_column_kl_divergence_to_be_less_than', kwargs: { column: 'a' } }],
    },
    ['rules:4 expect_column_kl_divergence_to_be_less_than is a test of a distribution'],
  ],
  [
    'an expectation of a plugin',
    { name: 's', expectations: [{ type: 'expect_it', kwargs: {} }] },
    ['rules:4 expect_it has no equal'],
  ],
  [
    'an unknown argument',
    {
      name: 's',
      expectations: [{ type: 'expect_column_values_to_be_unique', kwargs: { column: 'a', sparkle: 1 } }],
    },
    ['rules:4 expect_column_values_to_be_unique has the argument "sparkle"'],
  ],
  [
    'an unknown key of an expectation',
    { name: 's', expectations: [{ type: 'expect_column_to_exist', kwargs: { column: 'a' }, windows: [1] }] },
    ['rules:9 windows is not known'],
  ],
  [
    'a value of the run',
    {
      name: 's',
      expectations: [
        { type: 'expect_column_mean_to_be_between', kwargs: { column: 'a', min_value: { $PARAMETER: 'x' } } },
      ],
    },
    ['rules:4 expect_column_mean_to_be_between has an object as "min_value"'],
  ],
  [
    'a condition that calls',
    {
      name: 's',
      expectations: [
        {
          type: 'expect_column_values_to_be_unique',
          kwargs: { column: 'a', row_condition: 'b.str.len() > 1', condition_parser: 'pandas' },
        },
      ],
    },
    ['rules:4 expect_column_values_to_be_unique has a condition that cannot be read here'],
  ],
  [
    'a query of several rows',
    {
      name: 's',
      expectations: [
        {
          type: 'unexpected_rows_expectation',
          kwargs: { unexpected_rows_query: 'SELECT a FROM {batch} WHERE a > 1 GROUP BY a' },
        },
      ],
    },
    ['rules:4 unexpected_rows_expectation is more than a condition of one row'],
  ],
  [
    'two means',
    {
      name: 's',
      expectations: [1, 2].map((min) => ({
        type: 'expect_column_mean_to_be_between',
        kwargs: { column: 'a', min_value: min },
      })),
    },
    ['rules:11 expect_column_mean_to_be_between stands beside another'],
  ],
  [
    'reference data',
    'dataset: d/t\ncolumns:\n  - name: a\n    checks:\n      - invalid: { valid_reference_data: { dataset: x, column: y } }',
    ['rules:5 invalid has the key "valid_reference_data"'],
  ],
  [
    'a metric of a query',
    'dataset: d/t\nchecks:\n  - metric: { query: SELECT avg(a) FROM t, threshold: { must_be: 1 } }',
    ['rules:3 metric is a query of its own'],
  ],
  [
    'a metric of some rows',
    'dataset: d/t\nchecks:\n  - metric: { expression: avg(a), filter: a > 0, threshold: { must_be: 1 } }',
    ['rules:3 metric has a filter'],
  ],
  [
    'a metric without a threshold',
    'dataset: d/t\nchecks:\n  - metric: { expression: avg(a) }',
    ['rules:3 metric has a threshold that is not known'],
  ],
  [
    'some duplicates',
    'dataset: d/t\ncolumns:\n  - name: a\n    checks:\n      - duplicate: { threshold: { must_be_less_than: 5 } }',
    ['rules:5 duplicate allows some'],
  ],
  [
    'a variable without a default',
    'dataset: d/t\nvariables: { X: }\nfilter: a > ${var.X}\ncolumns: []',
    ['rules:3 a > ${var.X} has a variable without a default'],
  ],
  [
    'a length of a type',
    'dataset: d/t\ncolumns:\n  - { name: a, data_type: varchar, character_maximum_length: 9 }',
    ['rules:3 character_maximum_length is not known'],
  ],
  [
    'a threshold from below',
    'dataset: d/t\ncolumns:\n  - name: a\n    checks:\n      - missing: { threshold: { must_be_greater_than: 5 } }',
    ['rules:5 missing wants rows to fail'],
  ],
  ['a scope', 'dataset: d/t\nscopes: { s: { name: s } }\ncolumns: []', ['rules:2 scopes is not known']],
];

/** Values that are none, and rules that contradict each other: read kindly, they would pass what the tool does not. */
const odd: [string, unknown, string[]][] = [
  ['strict as text', { schema_type: 'dataframe', columns: {}, strict: 'yes' }, ['rules:4 strict is none of']],
  [
    'nullable as text',
    { schema_type: 'dataframe', columns: { a: { nullable: 'no' } } },
    ['rules:5 nullable is neither'],
  ],
  [
    'unique as a number',
    { schema_type: 'dataframe', columns: {}, unique: 1 },
    ['rules:4 unique lists no columns'],
  ],
  [
    'a length as text',
    {
      schema_type: 'dataframe',
      columns: { a: { dtype: 'str', str_length: { min_value: 'x', max_value: 3 } } },
    },
    ['rules:6 str_length has arguments'],
  ],
  [
    'a bound that is an object',
    suiteOf('column_values_to_be_between', { column: 'a', min_value: 1, max_value: { x: 1 } }),
    ['rules:4 expect_column_values_to_be_between has an object as "max_value"'],
  ],
  [
    'a date for a least value',
    suiteOf('column_min_to_be_between', { column: 'a', min_value: 1, max_value: '2024-01-01' }),
    ['rules:4 expect_column_min_to_be_between has no bounds'],
  ],
  [
    'two sets of columns',
    {
      name: 's',
      expectations: ['a', 'b'].map((name) => ({
        type: 'expect_table_columns_to_match_set',
        kwargs: { column_set: [name] },
      })),
    },
    [
      'rules:12 expect_table_columns_to_match_set stands beside',
      'rules:4 expect_table_columns_to_match_set leaves out columns that other rules name: b',
    ],
  ],
  [
    'a set that lacks a column',
    {
      name: 's',
      expectations: [
        { type: 'expect_table_columns_to_match_set', kwargs: { column_set: ['a'] } },
        { type: 'expect_column_to_exist', kwargs: { column: 'b' } },
      ],
    },
    ['rules:4 expect_table_columns_to_match_set leaves out columns that other rules name: b'],
  ],
  [
    'a schema that lacks a column',
    'dataset: d/t\ncolumns: [{ name: a }]\nchecks:\n  - schema:\n  - freshness: { column: b, threshold: { must_be_less_than: 3 } }',
    ['rules:4 schema leaves out columns that other rules name: b'],
  ],
  [
    'a format without a pattern',
    'dataset: d/t\ncolumns:\n  - name: a\n    checks:\n      - invalid: { valid_min: 1, valid_format: { name: x } }',
    ['rules:5 invalid has values that are none'],
  ],
  [
    'missing values that are no list',
    'dataset: d/t\ncolumns:\n  - name: a\n    checks:\n      - missing: { missing_values: x }',
    ['rules:5 missing has values that are none'],
  ],
];

describe('what has no equal is listed', () => {
  it.each([...unsupported, ...odd])('%s', (_what, rules, expected) => {
    const told = unsupportedIn(imported(rules)).map(
      ({ place, name, message }) => `${place} ${name} ${message}`,
    );
    expect(told).toEqual(expected.map((text) => expect.stringContaining(text)));
  });

  it('and is a failure, unless it is allowed', async () => {
    const rules = { schema_type: 'dataframe', drop_invalid_rows: true, columns: { a: { dtype: 'int64' } } };
    const root = await folderWith({ 'd.csv': 'a\n1\n' });
    const refused = await runIn(root, textOf(rules), { sources: 'd.csv' });
    expect([refused.outcome.exitCode, refused.outcome.error?.code]).toEqual([2, 'CHECKS_UNSUPPORTED']);
    expect(refused.outcome.error?.problems).toHaveLength(1);
    const allowed = await runIn(root, textOf(rules), { sources: 'd.csv', 'allow-unsupported': 'true' });
    expect(allowed.outcome.verdict).toBe('passed');
    expect(allowed.report['checks-file']).toMatchObject({ 'imported-from': 'pandera schema', 'left-out': 1 });
    const said = allowed.events.flatMap((event) =>
      'message' in event ? [`${event.type} ${event.message}`] : [],
    );
    expect(said).toContain('info 1 check imported from a pandera schema');
    expect(
      said.filter((line) => line.startsWith('warn left out: drop_invalid_rows (checks.yml:3)')),
    ).toHaveLength(1);
  });
});

it('names the lines of the file of the other tool', async () => {
  const rules = 'schema_type: dataframe\ncolumns:\n  a:\n    dtype: int64\n    greater_than: 5\n';
  const { report } = await runIn(await folderWith({ 'd.csv': 'a\n1\n' }), rules, { sources: 'd.csv' });
  const check = report.sources[0].checks.find(({ check: name }: { check: string }) => name === 'a above');
  expect([check['checks-line'], statuses(report)['a above']]).toEqual([5, ['failed', 1]]);
});

it('reports what does not fit at the place where it was written', () => {
  const rules =
    'schema_type: dataframe\ncolumns:\n  a:\n    dtype: int64\n    isin:\n      - 9007199254740993\n';
  const { document, ...at } = imported(rules);
  expect(planSource(document, undefined, at).problems).toMatchObject([{ place: 'rules:5' }]);
});

it('says how the other tool declares what a column holds', async () => {
  const kwargs = { column_A: 'a', column_B: 'b' };
  const rules = { name: 's', expectations: [{ type: 'expect_column_pair_values_to_be_equal', kwargs }] };
  const { outcome } = await runIn(await folderWith({ 'd.csv': 'a,b\n1,1\n' }), textOf(rules), {
    sources: 'd.csv',
  });
  expect(outcome.error?.problems).toMatchObject([
    { place: 'checks.yml:4', fix: 'say what it holds, with expect_column_values_to_be_of_type' },
    { place: 'checks.yml:4' },
  ]);
});

/** Conditions of suites, and what they are in SQL. */
it.each<[unknown, string, string]>([
  ['a > 5', 'pandas', '"a" > 5'],
  ['a > 5 and (b == "x" or c in [1, 2])', 'pandas', '("a" > 5) AND (("b" = \'x\') OR ("c" IN (1, 2)))'],
  [
    'not a == 1 | `b c` not in ["x"]',
    'pandas',
    '(NOT coalesce("a" = 1, false)) OR (NOT coalesce("b c" IN (\'x\'), false))',
  ],
  ['a.notnull() & ~b.isna()', 'pandas', '("a" IS NOT NULL) AND (NOT coalesce("b" IS NULL, false))'],
  ['col("a") != -1.5', 'great_expectations', '"a" IS DISTINCT FROM -1.5'],
  ['col("a").notNull()', 'great_expectations', '"a" IS NOT NULL'],
  ['a IS NOT NULL AND b RLIKE 1', 'spark', 'a IS NOT NULL AND b RLIKE 1'],
  [
    {
      type: 'or',
      conditions: [
        { type: 'nullity', column: { name: 'a' }, is_null: true },
        { type: 'comparison', column: { name: 'a' }, operator: 'IN', parameter: [1] },
      ],
    },
    '',
    '("a" IS NULL) OR ("a" IN (1))',
  ],
])('the condition %j of %s is %s', (condition, parser, sql) =>
  expect(readCondition(condition, parser)).toMatchObject({ ok: true, sql }),
);

it.each(['a.str.len() > 1', 'a > b', '@x == 1', 'a >', '(a > 1', 'a in []'])(
  'the condition %s is refused',
  (condition) => expect(readCondition(condition, 'pandas')).toMatchObject({ ok: false }),
);

it('the cases in which a tool says something else are argued in the docs', async () => {
  const page = (
    await readFile(join(import.meta.dirname, '../../../../docs/data-import.md'), 'utf8')
  ).replaceAll(/\s+/g, ' ');
  const differing = allCases
    .filter(([, { theirs }]) => theirs !== undefined)
    .map(([, { name }]) => `*${name}*`);
  expect(differing.length).toBeGreaterThan(10);
  expect(differing.filter((name) => !page.includes(name))).toEqual([]);
});

it('takes a file for ours where it is of no other tool', () => {
  expect(() => readChecks('columns: {}', 'rules')).toThrow(StepError);
  expect(readChecks('version: 1\nrow-count: 1', 'rules').imported).toBeUndefined();
});

it('compares text by its characters, and numbers that are only counted together in one expression', () => {
  const rules = (kwargs: object) => ({
    expectation_suite_name: 's',
    expectations: [{ expectation_type: 'expect_column_values_to_be_between', kwargs }],
  });
  expect(documentOf(imported(rules({ column: 'a', min_value: 'b' })).imported.target).expressions).toEqual([
    { sql: `"a" >= 'b'` },
  ]);
  expect(
    documentOf(imported(rules({ column: 'a', min_value: 1, max_value: 2, mostly: 0.9 })).imported.target)
      .expressions,
  ).toEqual([{ sql: '"a" >= 1 AND "a" <= 2', fail: '10%', where: '"a" IS NOT NULL' }]);
});
