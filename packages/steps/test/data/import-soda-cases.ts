// biome-ignore-all lint/suspicious/noTemplateCurlyInString: contracts of Soda have variables
import type { ImportCase } from './import-cases.ts';

const contract = (column: string, more = '') =>
  `dataset: cases/main/t\ncolumns:\n  - name: a\n${column.replace(/^/gm, '    ')}\n${more}`;
const check = (text: string, type = '') =>
  contract(`${type === '' ? '' : `data_type: ${type}\n`}checks:\n  - ${text}`);
const table = (...checks: string[]) =>
  `dataset: cases/main/t\ncolumns:\n  - name: a\n  - name: b\nchecks:\n${checks.map((each) => `  - ${each}\n`).join('')}`;
const rows = (...values: string[]) =>
  `SELECT * FROM (VALUES ${values.map((value) => `(${value})`).join(', ')}) AS t(a)`;
const pairs = (...values: string[]) =>
  `SELECT * FROM (VALUES ${values.map((value) => `(${value})`).join(', ')}) AS t(a, b)`;

/** Contracts of Soda 4, on its DuckDB data source. */
export const sodaCases: readonly ImportCase[] = [
  {
    name: 'nothing is missing',
    rules: check('missing:'),
    parquet: rows('1', 'NULL', 'NULL'),
    expect: ['failed', 2],
  },
  {
    name: 'nulls that nobody asks about',
    rules: check('invalid: { valid_min: 1 }'),
    parquet: rows('1', 'NULL'),
    expect: ['passed', 0],
  },
  {
    name: 'few are missing',
    rules: check('missing: { threshold: { must_be_less_than: 2 } }'),
    parquet: rows('1', 'NULL'),
    expect: ['passed', 0],
  },
  {
    name: 'too many are missing',
    rules: check('missing: { threshold: { must_be_less_than: 2 } }'),
    parquet: rows('1', 'NULL', 'NULL'),
    expect: ['failed', 2],
  },
  {
    name: 'a share is missing, which is the limit',
    rules: check('missing: { threshold: { metric: percent, must_be_less_than: 50 } }'),
    parquet: rows('1', 'NULL'),
    expect: ['failed', 1],
  },
  {
    name: 'a share is missing, which may be',
    rules: check('missing: { threshold: { metric: percent, must_be_less_than_or_equal: 50 } }'),
    parquet: rows('1', 'NULL'),
    expect: ['passed', 0],
  },
  {
    name: 'other values that are missing',
    rules: check("missing: { missing_values: ['-'] }"),
    parquet: rows("'x'", "'-'", 'NULL'),
    expect: ['failed', 2],
  },
  {
    name: 'a warning of missing values',
    rules: check('missing: { threshold: { must_be: 0, level: warn } }'),
    parquet: rows('1', 'NULL'),
    expect: ['passed', 0],
  },
  {
    name: 'valid values',
    rules: check('invalid: { valid_values: [x, y] }'),
    parquet: rows("'x'", "'z'", 'NULL'),
    expect: ['failed', 1],
  },
  {
    name: 'invalid values',
    rules: check('invalid: { invalid_values: [x] }'),
    parquet: rows("'x'", "'z'"),
    expect: ['failed', 1],
  },
  {
    name: 'a least and a greatest value',
    rules: check('invalid: { valid_min: 1, valid_max: 2 }'),
    parquet: rows('0', '1', '2', '3'),
    expect: ['failed', 2],
  },
  {
    name: 'both, of which some may be',
    rules: check('invalid: { valid_min: 1, valid_max: 2, threshold: { must_be_less_than_or_equal: 1 } }'),
    parquet: rows('0', '1', '3'),
    expect: ['failed', 2],
  },
  {
    name: 'a format, found anywhere',
    rules: check("invalid: { valid_format: { regex: 'b+', name: b } }"),
    parquet: rows("'abc'", "'ac'"),
    expect: ['failed', 1],
  },
  {
    name: 'a format that is not',
    rules: check("invalid: { invalid_format: { regex: '^a', name: a } }"),
    parquet: rows("'abc'", "'ba'"),
    expect: ['failed', 1],
  },
  {
    name: 'lengths of text',
    rules: check('invalid: { valid_min_length: 2, valid_max_length: 3 }'),
    parquet: rows("'a'", "'äö'", "'abcd'"),
    expect: ['failed', 2],
  },
  {
    name: 'a length of text',
    rules: check('invalid: { valid_length: 2 }'),
    parquet: rows("'a'", "'ab'"),
    expect: ['failed', 1],
  },
  {
    name: 'a check with a filter',
    rules: check('invalid: { valid_min: 1, filter: a < 5 }', 'integer'),
    parquet: rows('0', '9'),
    expect: ['failed', 1],
  },
  {
    name: 'no duplicates',
    rules: check('duplicate:'),
    parquet: rows('1', '2', '1', 'NULL', 'NULL'),
    expect: ['failed', 2],
    theirs: ['failed', 1],
  },
  {
    name: 'no duplicates together',
    rules: table('duplicate: { columns: [a, b] }'),
    parquet: pairs('1, 1', '1, NULL', '2, 2'),
    expect: ['passed', 0],
  },
  {
    name: 'duplicates with nulls',
    rules: table('duplicate: { columns: [a, b] }'),
    parquet: pairs('1, NULL', '1, NULL', '2, 2'),
    expect: ['failed', 2],
    theirs: ['failed', 1],
  },
  {
    name: 'an average',
    rules: check(
      'aggregate: { function: avg, threshold: { must_be_between: { greater_than: 1, less_than_or_equal: 2 } } }',
    ),
    parquet: rows('1', '3', 'NULL'),
    expect: ['passed', 0],
  },
  {
    name: 'a sum that is too large',
    rules: check('aggregate: { function: sum, threshold: { must_be_less_than: 4 } }'),
    parquet: rows('1', '3'),
    expect: ['failed', 0],
  },
  {
    name: 'a least and no other',
    rules: check('aggregate: { function: min, threshold: { must_be: 1 } }'),
    parquet: rows('1', '3'),
    expect: ['passed', 0],
  },
  {
    name: 'a greatest length',
    rules: check('aggregate: { function: maxLength, threshold: { must_be_less_than_or_equal: 2 } }'),
    parquet: rows("'ab'", "'abc'"),
    expect: ['failed', 1],
    theirs: ['failed', 0],
  },
  {
    name: 'a number of rows',
    rules: table('row_count: { threshold: { must_be_between: { greater_than: 1, less_than: 3 } } }'),
    parquet: pairs('1, 1', '2, 2'),
    expect: ['passed', 0],
  },
  {
    name: 'no row',
    rules: table('row_count:'),
    parquet: 'SELECT 1 AS a, 1 AS b WHERE false',
    expect: ['failed', 0],
  },
  {
    name: 'columns beside those listed',
    rules: 'dataset: cases/main/t\ncolumns:\n  - name: a\nchecks:\n  - schema:\n',
    parquet: pairs('1, 1'),
    expect: ['failed', 0],
  },
  {
    name: 'columns beside those listed, which may be',
    rules:
      'dataset: cases/main/t\ncolumns:\n  - name: a\nchecks:\n  - schema: { allow_extra_columns: true }\n',
    parquet: pairs('1, 1'),
    expect: ['passed', 0],
  },
  {
    name: 'columns in another order',
    rules: table('schema:'),
    parquet: 'SELECT 1 AS b, 2 AS a',
    expect: ['failed', 0],
  },
  {
    name: 'rows that fail',
    rules: table('failed_rows: { expression: a > b }'),
    parquet: pairs('1, 2', '2, 1', 'NULL, 1'),
    expect: ['failed', 1],
  },
  {
    name: 'rows that fail, of a filter with a variable',
    rules:
      'dataset: cases/main/t\nvariables: { LEAST: { default: 2 } }\nfilter: a >= ${var.LEAST}\ncolumns:\n  - name: a\n  - name: b\nchecks:\n  - failed_rows: { expression: b = 1 }\n',
    parquet: pairs('1, 1', '2, 1'),
    expect: ['failed', 1],
  },
  {
    name: 'a metric in its range',
    rules: table(
      'metric: { expression: sum(a) / count(*), threshold: { must_be_between: { greater_than: 1.4, less_than: 1.6 } } }',
    ),
    parquet: pairs('1, 1', '2, 1'),
    expect: ['passed', 0],
  },
  {
    name: 'a metric at the end of its range',
    rules: table('metric: { expression: sum(a) / count(*), threshold: { must_be_less_than: 1.5 } }'),
    parquet: pairs('1, 1', '2, 1'),
    expect: ['failed', 0],
  },
  {
    name: 'a metric with FILTER and different values',
    rules: table(
      'metric: { expression: "count(*) FILTER (WHERE a > b) / count(DISTINCT b)", threshold: { must_be: 1 } }',
    ),
    parquet: pairs('2, 1', '2, 1', '2, 3', 'NULL, NULL'),
    expect: ['passed', 0],
  },
  {
    name: 'a metric of decimals',
    rules: table('metric: { expression: max(a) - min(a), threshold: { must_be: 0.2 } }'),
    parquet: pairs('0.1, 1', '0.3, 1'),
    expect: ['passed', 0],
  },
  {
    name: 'a metric of a column',
    rules: check('metric: { expression: avg(a), threshold: { must_be_greater_than: 2, level: warn } }'),
    parquet: rows('1', '2'),
    expect: ['passed', 0],
  },
  {
    name: 'a metric of the rows of the contract',
    rules:
      'dataset: cases/main/t\nfilter: a >= 2\ncolumns:\n  - name: a\n  - name: b\nchecks:\n  - metric: { expression: count(*), threshold: { must_be: 1 } }\n',
    parquet: pairs('1, 1', '2, 1'),
    expect: ['passed', 0],
  },
];
