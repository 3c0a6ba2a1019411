import { quote } from '../checks/literal.ts';
import type { Engine } from '../engine/engine.ts';
import { type AggregateName, aggregateOf, insteadOf } from './aggregates.ts';
import { isRecord, type ParsedExpression, readExpression, serialized } from './expression.ts';

/** An aggregate of a metric. */
export interface ParsedAggregate {
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
type Node = Readonly<Record<string, unknown>>;

/**
 * Reads text as one number computed from aggregates. Each aggregate is cut out of the tree of the engine's parser and read as
 * an expression of a row; a name stands in its place. All parts are held against the list of what is allowed.
 */
export async function parseMetric(engine: Engine, text: string, functions: Functions): Promise<MetricResult> {
  const json = await serialized(engine, text);
  const tree = exactTree(json);
  const item = tree === undefined ? undefined : itemOf(tree);
  if (tree === undefined || item === undefined) return await refusalOf(engine, json, functions);
  const cut: Cut = { aggregates: [], columns: [] };
  const outerJson = withItem(tree, cutOut(item, cut));
  const strange = await strangeFunction(outerJson, functions);
  const outer = await readExpression(engine, outerJson, functions);
  if (!outer.ok) return { ...outer, ...(strange !== undefined && { fix: insteadOf(strange) }) };
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

/** What does not parse as one expression is refused in the words of expressions. */
async function refusalOf(engine: Engine, json: string, functions: Functions): Promise<Refusal> {
  const read = await readExpression(engine, json, functions);
  return read.ok ? refused('is more than an expression') : read;
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

interface Cut {
  readonly aggregates: Node[];
  /** Columns that are named outside of them. */
  readonly columns: string[];
}

const placeOf = (at: number) => `aggregate ${at}`;

/** The tree with a column in the place of each aggregate. */
function cutOut(node: unknown, cut: Cut): unknown {
  if (Array.isArray(node)) return node.map((child) => cutOut(child, cut));
  if (!isRecord(node) || isNumber(node)) return node;
  if (node.class === 'COLUMN_REF') {
    cut.columns.push(Array.isArray(node.column_names) ? node.column_names.join('.') : '');
    return node;
  }
  if (node.class === 'FUNCTION' && aggregateOf(String(node.function_name)) !== undefined) {
    const { alias, query_location } = node;
    const name = placeOf(cut.aggregates.push(node) - 1);
    return { class: 'COLUMN_REF', type: 'COLUMN_REF', alias, query_location, column_names: [name] };
  }
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, cutOut(child, cut)]));
}

async function readAggregate(
  engine: Engine,
  tree: Node,
  node: Node,
  functions: Functions,
): Promise<ParsedAggregate | Refusal> {
  const called = String(node.function_name).toLowerCase();
  const name = aggregateOf(called);
  const fault = formFault(node, called);
  if (name === undefined || fault !== undefined) return fault ?? refused(`calls "${called}"`);
  const children: readonly unknown[] = Array.isArray(node.children) ? node.children : [];
  const at = name === 'median' ? 0.5 : name === 'quantile_cont' ? numberOf(children[1]) : undefined;
  if (name === 'quantile_cont' && (at === undefined || at < 0 || at > 1))
    return refused(`calls "${called}" without a number from 0 to 1`, 'write quantile_cont(x, 0.9)');
  const parts: ParsedExpression[] = [];
  for (const part of [children[0], node.filter].filter(isRecord)) {
    const nested: Cut = { aggregates: [], columns: [] };
    cutOut(part, nested);
    const inner = nested.aggregates[0]?.function_name;
    if (inner !== undefined)
      return refused(`has "${inner}" inside of "${called}"`, 'write each aggregate over the rows');
    const read = await readExpression(engine, withItem(tree, part), functions);
    if (!read.ok) return { ...read, reason: `in "${called}" ${read.reason}` };
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
function formFault(node: Node, called: string): Refusal | undefined {
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

/** A constant number of the tree. */
function numberOf(node: unknown): number | undefined {
  const { value } = isRecord(node) && node.class === 'CONSTANT' && isRecord(node.value) ? node : {};
  if (!isRecord(value) || !isRecord(value.type) || value.is_null !== false) return undefined;
  const number = isRecord(value.value) && isNumber(value.value) ? Number(value.value.rawJSON) : Number.NaN;
  const scale = isRecord(value.type.type_info) ? value.type.type_info.scale : undefined;
  const digits = isRecord(scale) && isNumber(scale) ? Number(scale.rawJSON) : 0;
  return Number.isNaN(number) ? undefined : Number(`${number}e-${digits}`);
}

/** The first function outside of all aggregates that is none of a row. */
async function strangeFunction(json: string, functions: Functions): Promise<string | undefined> {
  const names = [...json.matchAll(/"function_name":"([^"\\]*)"/g)].map(([, name = '']) => name.toLowerCase());
  if (names.length === 0) return undefined;
  const known = await functions();
  return names.find((name) => !known.has(name));
}

/** The tree of `SELECT <item>` in JSON, with another item. */
function withItem(tree: Node, item: unknown): string {
  const [statement] = Array.isArray(tree.statements) ? tree.statements : [];
  const node = isRecord(statement) && isRecord(statement.node) ? statement.node : {};
  return JSON.stringify({
    ...tree,
    statements: [{ ...(isRecord(statement) ? statement : {}), node: { ...node, select_list: [item] } }],
  });
}

/** The item, where there is exactly one; what else is wrong is seen later. */
function itemOf(tree: Node): unknown {
  const statements: readonly unknown[] = Array.isArray(tree.statements) ? tree.statements : [];
  const node = statements.length === 1 && isRecord(statements[0]) ? statements[0].node : undefined;
  const list: readonly unknown[] = isRecord(node) && Array.isArray(node.select_list) ? node.select_list : [];
  return list.length === 1 ? list[0] : undefined;
}

/** Numbers as they are written: those of the tree may be larger than JavaScript's. */
interface ExactJson {
  parse(
    json: string,
    revive: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): { readonly rawJSON: string };
}

function exactTree(json: string): Node | undefined {
  // the library of types does not have these two yet
  const exact = JSON as unknown as ExactJson;
  try {
    const tree = exact.parse(json, (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined ? exact.rawJSON(source) : value,
    );
    return isRecord(tree) ? tree : undefined;
  } catch {
    return undefined;
  }
}

const isNumber = (node: Node): node is { readonly rawJSON: string } => typeof node.rawJSON === 'string';
