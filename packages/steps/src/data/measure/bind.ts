import type {
  CellRule,
  Check,
  DriftRule,
  FigureRule,
  LeakageRule,
  OutlierRule,
  RelatedRowRule,
  SourcePlan,
} from '../checks/check.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { ParsedExpression } from '../expression/expression.ts';
import type { ParsedMetric } from '../expression/metric.ts';
import { typeOfNative } from '../sources/cell-types.ts';
import type { Table } from '../sources/table.ts';
import type { NumbersAtOnce } from './ask-quantiles.ts';
import { bindLeakage } from './bind-leakage.ts';
import { bindMetric } from './bind-metric.ts';
import { bindDrift, bindNoDrift, bindRelatedRows, bindRelatedTable } from './bind-related.ts';
import { bindSql } from './bind-sql.ts';
import { cellCondition } from './cell-condition.ts';
import { absent, columnProblem, mismatch, type Unmeasured, unmeasured } from './columns.ts';
import { figureProbe } from './figure-probes.ts';
import type { Known, Probe, ProbeTarget } from './probe.ts';
import type { Projection } from './projection.ts';
import type { Related } from './related.ts';
import { conditionProbe, outlierProbe, uniqueProbe } from './row-probes.ts';
import type { ValueCounts } from './value-counts.ts';

/** A check, brought together with the columns that are there. */
export type Bound =
  /** Measured over the rows. */
  | {
      readonly kind: 'probe';
      readonly check: Check;
      readonly probe: Probe;
      /** The boolean SQL that the check took from its file: an expression, or what its rows are chosen by. */
      readonly expressions: readonly string[];
      /** Set where it took more SQL from there than that. */
      readonly metric?: BoundMetric;
    }
  /** Decided by the columns alone. */
  | { readonly kind: 'decided'; readonly check: Check; readonly problem: string | undefined }
  /** Decided once the rows are counted. */
  | { readonly kind: 'counted'; readonly check: Check }
  | Unmeasured;

/** The SQL over a row that a metric is made of. */
interface BoundMetric {
  /** What its aggregates are of: SQL of any type. */
  readonly values: readonly string[];
  /** Why it is no number, where their types say so; EngineError where the engine says so. */
  typeProblem(known: Pick<Known, 'typeOf'>): Promise<string | undefined>;
}

/** What checks are bound to. */
export interface Binding {
  readonly table: Table;
  readonly plan: SourcePlan;
  readonly dialect: Dialect;
  readonly projection: Projection;
  readonly expressions: ReadonlyMap<string, ParsedExpression>;
  readonly metrics: ReadonlyMap<string, ParsedMetric>;
  /** What ages are counted to. */
  readonly nowMs: number;
  /** Not all rows are read, so that their number tells nothing. */
  readonly isSample: boolean;
  readonly counts: ValueCounts;
  readonly numbers: NumbersAtOnce;
  /** The sources that this one is held against, by their entries. */
  readonly related: ReadonlyMap<string, Related>;
}

/** Brings a check together with the columns of the table. */
export async function bind(check: Check, binding: Binding): Promise<Bound> {
  const { table } = binding;
  const { rule } = check;
  if (table.unreadable.length > 0 && rule.kind !== 'readable') {
    return { kind: 'unmeasured', check, reason: 'the source cannot be read', isAllowed: true };
  }
  switch (rule.kind) {
    case 'readable':
      return { kind: 'counted', check };
    case 'row-count':
      return binding.isSample ? ofSample(check) : { kind: 'counted', check };
    case 'header':
    case 'present':
    case 'strict':
    case 'ordered':
      return { kind: 'decided', check, problem: columnProblem(check, rule.kind, table) };
    case 'row-change':
      return binding.isSample ? ofSample(check) : bindRelatedTable(check, rule, binding);
    case 'same-columns':
      return bindRelatedTable(check, rule, binding);
    case 'drift-of-all':
      return bindNoDrift(check, rule.source, binding);
    case 'history':
      throw new Error(`"${check.name}" is told from earlier runs`);
    default:
      return bindRows(check, rule, binding);
  }
}

/** How many rows there are is not known of a sample. */
function ofSample(check: Check): Unmeasured {
  return { kind: 'unmeasured', check, reason: 'only a sample of the rows was read', isAllowed: true };
}

/** A check of rows, with the rows that it looks at. */
async function bindRows(check: Check, rule: RowRule, binding: Binding): Promise<Bound> {
  const { where } = check;
  const { dialect } = binding;
  if (where === undefined)
    return bindProbe(check, rule, { check, scope: 'good', isPart: false, dialect }, binding, []);
  const chosen = await bindSql(check, where, binding);
  if ('kind' in chosen) return chosen;
  const target: ProbeTarget = { check, scope: `good AND ${chosen.sql}`, isPart: true, dialect };
  const bound = await bindProbe(check, rule, target, binding, [chosen.sql]);
  return bound.kind === 'probe' ? { ...bound, probe: readingScope(bound.probe, target) } : bound;
}

/** The same probe, and the first reading looks at what the rows are chosen by: an expression that fails there is told as such. */
function readingScope({ asks, tell }: Probe, { scope }: ProbeTarget): Probe {
  const [first, ...others] = asks;
  return { asks: [(known) => [...(first?.(known) ?? []), `count_if(${scope})`], ...others], tell };
}

type RowRule =
  | CellRule
  | FigureRule
  | OutlierRule
  | DriftRule
  | LeakageRule
  | RelatedRowRule
  | Extract<Check['rule'], { kind: 'unique' | 'expression' | 'metric' }>;

async function bindProbe(
  check: Check,
  rule: RowRule,
  target: ProbeTarget,
  binding: Binding,
  expressions: readonly string[],
): Promise<Bound> {
  const { table, plan, projection } = binding;
  switch (rule.kind) {
    case 'expression': {
      const found = await bindSql(check, rule.sql, binding);
      if ('kind' in found) return found;
      const probe = conditionProbe(target, `NOT ${found.sql}`);
      return { kind: 'probe', check: found.check, probe, expressions: [...expressions, found.sql] };
    }
    case 'metric':
      return bindMetric(check, rule, target, binding, expressions);
    case 'unique': {
      const missing = unmeasured(check, check.columns, table, plan);
      const value = () => projection.together(check.columns, rule.nulls);
      const isRow = check.columns.length > 1 || rule.nulls === 'equal';
      return (
        missing ?? {
          kind: 'probe',
          check,
          probe: uniqueProbe(target, value(), { isRow, isInteger: isManyIntegers(check, binding) }),
          expressions,
        }
      );
    }
    case 'drift':
      return bindDrift(check, rule, target, binding, expressions);
    case 'leakage':
      return bindLeakage(check, rule, target, binding, expressions);
    case 'references':
    case 'overlap':
      return bindRelatedRows(check, rule, target, binding, expressions);
    case 'mean':
    case 'std':
    case 'sum':
    case 'quantile':
    case 'smallest':
    case 'largest':
    case 'distinct':
    case 'distinct-share':
    case 'includes':
    case 'most-common':
    case 'balance':
    case 'max-age':
    case 'outliers': {
      const missing = unmeasured(check, check.columns, table, plan);
      if (missing !== undefined) return missing;
      const [name = ''] = check.columns;
      const cells = {
        value: () => `t${projection.place(name)}`,
        number: () => projection.number(name),
      };
      const probe =
        rule.kind === 'outliers'
          ? outlierProbe(target, rule, cells.number(), binding.numbers)
          : figureProbe(target, rule, cells, { ...binding, native: nativeOf(table, name) });
      return { kind: 'probe', check, probe, expressions };
    }
    default:
      return bindCells(check, rule, target, binding, expressions);
  }
}

function bindCells(
  check: Check,
  rule: CellRule,
  target: ProbeTarget,
  { table, plan, projection, dialect }: Binding,
  expressions: readonly string[],
): Bound {
  const [name = ''] = check.columns;
  const missing = absent(check, [name], table, plan);
  if (missing !== undefined) return missing;
  const problem = mismatch(table, name, plan);
  if (rule.kind === 'type' && !table.isText) return { kind: 'decided', check, problem };
  if (problem !== undefined && rule.kind !== 'nullable') {
    return { kind: 'unmeasured', check, reason: `the column ${problem}`, isAllowed: false };
  }
  const native = table.columns.find((column) => column.name === name)?.native ?? '';
  const condition = cellCondition(rule, projection.place(name), table.isText ? 'text' : native, dialect);
  return { kind: 'probe', check, probe: conditionProbe(target, condition), expressions };
}

/** The type of the engine that a column has; none where the cells are text. */
function nativeOf(table: Table, name: string): string | undefined {
  return table.isText ? undefined : table.columns.find((column) => column.name === name)?.native;
}

/** From so many rows on it pays to look once more at a column by itself. */
const manyRows = 1_000_000;

/** True for one column of whole numbers of very many rows, where it can be read without the others. */
function isManyIntegers({ columns }: Check, { table, numbers }: Binding): boolean {
  const [name = '', ...others] = columns;
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined || others.length > 0 || table.isText || column.otherTypes.length > 0) return false;
  const isMany = numbers.rows >= manyRows && Number.isFinite(numbers.rows);
  return isMany && typeOfNative(column.native) === 'integer';
}
