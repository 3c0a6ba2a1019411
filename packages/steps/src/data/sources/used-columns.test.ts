import { expect, it } from 'vitest';
import type { Check, Rule } from '../checks/check.ts';
import { anyFails } from '../checks/limit.ts';
import { wantedColumns } from './used-columns.ts';

const check = (rule: Rule, columns: readonly string[], where?: string): Check => ({
  name: rule.kind,
  rule,
  columns,
  limits: anyFails,
  demand: '',
  line: 1,
  ...(where !== undefined && { where }),
});
const names = ['id', 'ID2', 'c"d', 'left', 'right'];
const leakage: Rule = { kind: 'leakage', label: 'id', except: [], range: { max: 1 }, minRows: 200 };
const here = 's3://b/a.parquet';

const drift = { kind: 'drift', source: here, measure: 'psi', bins: 'quantiles', minRows: 1 } as const;
const ofAll: Rule = {
  kind: 'drift-of-all',
  source: here,
  except: ['id', 'c"d'],
  ordered: drift,
  names: drift,
};

it.each<[string, string, Check, readonly string[]]>([
  ['a check of its own', here, check({ kind: 'nullable' }, ['ID']), ['id']],
  ['a check of another source', 'x.csv', check({ kind: 'nullable' }, ['id']), []],
  ['names and types only', here, check({ kind: 'strict' }, ['id', 'left']), []],
  ['an expression', here, check({ kind: 'expression', sql: 'Left > 1 AND "c""d" > 0' }, []), ['c"d', 'left']],
  ['what rows are chosen by', here, check({ kind: 'unique' }, ['id'], 'RIGHT = 2'), ['id', 'right']],
  [
    'what others refer to',
    'x.csv',
    check({ kind: 'references', source: here, column: 'right' }, ['left']),
    ['left', 'right'],
  ],
  [
    'what others refer to elsewhere',
    'x.csv',
    check({ kind: 'references', source: 'y', column: 'right' }, ['left']),
    [],
  ],
  ['all but some', here, check(ofAll, [], 'id > 0'), ['id', 'ID2', 'left', 'right']],
  ['all but some of another source', 'x.csv', check(ofAll, []), ['ID2', 'left', 'right']],
  ['what is in no other source', 'x.csv', check({ kind: 'overlap', source: here }, ['id2']), ['ID2']],
  ['every column there is', here, check(leakage, ['id']), names],
  [
    'those that are named',
    here,
    check({ ...leakage, features: ['right'] }, ['id', 'right']),
    ['id', 'right'],
  ],
])('takes for used: %s', (_rule, entry, one, expected) => {
  const plan = {
    checks: [one],
    types: new Map(),
    formats: new Map(),
    nanIsNull: false,
    optional: new Set<string>(),
    pii: new Set<string>(),
  };
  expect(wantedColumns(here, [{ entry, plan }])(names)).toEqual(expected);
});
