import { quote } from '../checks/literal.ts';
import type { Engine } from '../engine/engine.ts';
import { type AggregateName, aggregateOf, insteadOf } from './aggregates.ts';
import {
  type ExpressionResult,
  isRecord,
  type ParsedExpression,
  readExpression,
  serialized,
} from './expression.ts';
import {
  type Cut,
  constantNumber,
  cutOut,
  exactTree,
  itemOf,
  placeOf,
  type TreeNode,
  withItem,
} from './metric-tree.ts';

/** An aggregate of a metric. */
interface ParsedAggregate {
  readonly name: AggregateName;
  /** Of different values only. */
  readonly isDistinct: boolean;
  /** None of `count(*)`. */
  readonly of?: ParsedExpression;
  readonly filter?: ParsedExpression;
  /** Of a quantile, from 0 to 1. */
  readonly at?: number;
}

/** The value of an aggregate, as the engine of this machine reads it. */
export interface AggregateValue {
  readonly type: string;
  /** Null where it has none. */
  readonly text: string | null;
}

/** A metric as the engine's own parser understood it: aggregates, and what is computed from them. */
export interface ParsedMetric {
  readonly aggregates: readonly ParsedAggregate[];
  /** The type that the engine gives it, by those of its aggregates; what does not fit is an EngineError. */
  typeOf(types: readonly string[]): Promise<string>;
  /** The figure, from the values of its aggregates; null where it is unknown. */
  valueOf(values: readonly AggregateValue[]): Promise<number | null>;
}

/** The metric, or why it is refused and what to write instead. */
export type MetricResult = { readonly ok: true; readonly metric: ParsedMetric } | Refusal;

interface Refusal {
  readonly ok: false;
  readonly reason: string;
  readonly fix?: string;
}

type Functions = () => Promise<ReadonlySet<string>>;

/**
 * Reads text as one number computed from aggregates. Each aggregate is cut out of the tree of the engine's parser and read as
 * an expression of a row; a name stands in its place. All parts are held against the list of what is allowed.
 */
export async function parseMetric(engine: Engine, text: string, functions: Functions): Promise<MetricResult> {
  const json = await serialized(engine, text);
  const tree = exactTree(json);
  const item = tree === undefined ? undefined : itemOf(tree);
  if (tree === undefined || item === undefined) {
    const read = await readExpression(engine, json, functions);
    return read.ok ? refused('is more than an expression') : refusalOf(read);
  }
  const cut: Cut = { aggregates: [], columns: [] };
  const outerJson = withItem(tree, cutOut(item, cut));
  const outer = await readExpression(engine, outerJson, functions);
  if (!outer.ok) return refusalOf(outer);
  if (cut.aggregates.length === 0)
    return refused('has no aggregate', 'write a condition on each row under expressions');
  const [bare] = cut.columns;
  if (bare !== undefined)
    return refused(
      `names "${bare}" outside of an aggregate`,
      'one figure is made of all rows: write max(…), sum(…)',
    );
  const aggregates: ParsedAggregate[] = [];
  for (const node of cut.aggregates) {
    const read = await readAggregate(engine, tree, node, functions);
    if ('reason' in read) return read;
    aggregates.push(read);
  }
  return { ok: true, metric: metricOf(engine, outer.expression, aggregates) };
}

const refused = (reason: string, fix?: string): Refusal => ({
  ok: false,
  reason,
  ...(fix !== undefined && { fix }),
});

/** A part that is refused as an expression is; instead of a function that may not stand there, another may. */
function refusalOf({ reason, unknownFunction: name }: Extract<ExpressionResult, { ok: false }>): Refusal {
  if (name === undefined) return refused(reason);
  return refused(
    `calls "${name}", which is no aggregate of metrics and no deterministic function`,
    insteadOf(name),
  );
}

function metricOf(
  engine: Engine,
  outer: ParsedExpression,
  aggregates: readonly ParsedAggregate[],
): ParsedMetric {
  const names = new Map(aggregates.map((_, at) => [placeOf(at), `m${at}`]));
  const from = (values: readonly AggregateValue[]) =>
    `SELECT ${values.map(({ type, text }, at) => `CAST(${text === null ? 'NULL' : quote(text)} AS ${type}) AS m${at}`).join(', ')}`;
  return {
    aggregates,
    async typeOf(types) {
      const nulls = types.map((type) => ({ type, text: null }));
      const [type = ''] = await engine.typesOf([await outer.rewrite(names)], from(nulls));
      return type;
    },
    async valueOf(values) {
      const sql = await outer.rewrite(names);
      const [row] = await engine.query(`SELECT CAST((${sql}) AS DOUBLE) AS value FROM (${from(values)})`);
      return row?.value === null ? null : Number(row?.value);
    },
  };
}

async function readAggregate(
  engine: Engine,
  tree: TreeNode,
  node: TreeNode,
  functions: Functions,
): Promise<ParsedAggregate | Refusal> {
  const called = String(node.function_name).toLowerCase();
  const name = aggregateOf(called);
  const fault = formFault(node, called);
  if (name === undefined || fault !== undefined) return fault ?? refused(`calls "${called}"`);
  const children: readonly unknown[] = Array.isArray(node.children) ? node.children : [];
  const at = name === 'median' ? 0.5 : name === 'quantile_cont' ? constantNumber(children[1]) : undefined;
  if (name === 'quantile_cont' && (at === undefined || at < 0 || at > 1))
    return refused(`calls "${called}" without a number from 0 to 1`, 'write quantile_cont(x, 0.9)');
  const parts: ParsedExpression[] = [];
  for (const part of [children[0], node.filter].filter(isRecord)) {
    const nested: Cut = { aggregates: [], columns: [] };
    cutOut(part, nested);
    const [inner] = nested.aggregates;
    if (inner !== undefined) {
      const reason = `has "${aggregateOf(String(inner.function_name))}" inside of "${name}"`;
      return refused(reason, 'write each aggregate over the rows');
    }
    const read = await readExpression(engine, withItem(tree, part), functions);
    if (!read.ok) return refusalOf(read);
    parts.push(read.expression);
  }
  const [of, filter] = isRecord(children[0]) ? parts : [undefined, parts[0]];
  return {
    name,
    isDistinct: node.distinct === true && name === 'count',
    ...(of && { of }),
    ...(filter && { filter }),
    ...(at !== undefined && { at }),
  };
}

/** What an aggregate may not say besides what it is of. */
function formFault(node: TreeNode, called: string): Refusal | undefined {
  const name = aggregateOf(called);
  const { length } = Array.isArray(node.children) ? node.children : [];
  const orders =
    isRecord(node.order_bys) && Array.isArray(node.order_bys.orders) ? node.order_bys.orders : [];
  if (!['', 'main'].includes(String(node.schema)) || node.catalog !== '') return refused('names a schema');
  if (orders.length > 0)
    return refused(
      `calls "${called}" with an order`,
      name === 'quantile_cont' ? 'write quantile_cont(x, 0.9)' : 'leave ORDER BY out',
    );
  if (node.export_state === true) return refused(`exports the state of "${called}"`);
  // of these it would change nothing, or all of what makes them exact
  if (node.distinct === true && !['count', 'min', 'max'].includes(String(name)))
    return refused(`calls "${called}" with DISTINCT`, 'write count(DISTINCT …), or leave DISTINCT out');
  const wanted = called === 'count_star' ? 0 : name === 'quantile_cont' ? 2 : 1;
  if (length !== wanted) return refused(`calls "${called}" with ${length} arguments instead of ${wanted}`);
  return undefined;
}
