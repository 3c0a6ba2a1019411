import type { Engine } from '../engine/engine.ts';
import { allowedNodes, isRecord, nodeNames, parseTree, refusedFunctions } from './expression.ts';

/** A query of a checks file as the engine's own parser understood it. */
export interface ParsedQuery {
  /** The query as the engine writes it from its tree; nothing else of the text is kept. */
  readonly sql: string;
  /** The tables of the checks file that it reads. */
  readonly tables: readonly string[];
  /** True where it says in which order its rows come. */
  readonly isOrdered: boolean;
}

/** The query, or why it is refused. */
export type QueryResult =
  | { readonly ok: true; readonly query: ParsedQuery }
  | { readonly ok: false; readonly reason: string };

/** What a query may have besides what an expression may. Everything else, known or not, is refused. */
const allowedExpressions = new Set([...allowedNodes, 'STAR', 'SUBQUERY', 'WINDOW']);

/** The parts of a query that are no expressions: queries, what they read from, and how their rows are ordered and cut. */
const allowedParts = new Set([
  'SELECT_NODE',
  'SET_OPERATION_NODE',
  'BASE_TABLE',
  'EMPTY',
  'JOIN',
  'SUBQUERY',
  'DISTINCT_MODIFIER',
  'LIMIT_MODIFIER',
  'ORDER_MODIFIER',
  'ASCENDING',
  'DESCENDING',
  'ORDER_DEFAULT',
]);

const partNames: Readonly<Record<string, string>> = {
  TABLE_FUNCTION: 'a table function',
  SHOW_REF: 'SHOW or DESCRIBE',
  EXPRESSION_LIST: 'VALUES',
  RECURSIVE_CTE_NODE: 'a recursive query',
  LIMIT_PERCENT_MODIFIER: 'a limit in percent',
};

/** Aggregates whose result depends on the order in which rows come: they must say in which. */
const ofTheOrder = new Set([
  'any_value',
  'arbitrary',
  'array_agg',
  'first',
  'group_concat',
  'last',
  'list',
  'listagg',
  'string_agg',
]);

/** Aggregates that tell something else each time. */
const ofChance = /^(approx_|reservoir_)/;

/**
 * Reads text as one SELECT over the tables of a checks file. As with an expression the text never becomes part of a query: the
 * tree of the engine's parser is held against a list of what is allowed, and SQL is written from the tree.
 */
export async function parseQuery(
  engine: Engine,
  text: string,
  tables: readonly string[],
): Promise<QueryResult> {
  const [row] = await engine.query('SELECT json_serialize_sql($1::VARCHAR) AS tree', [text]);
  const tree = parseTree(String(row?.tree));
  if (!isRecord(tree) || tree.error !== false || !Array.isArray(tree.statements)) {
    const message = isRecord(tree) ? String(tree.error_message) : 'nothing was parsed';
    return refused(
      /Only SELECT/.test(message) ? 'is no SELECT' : `does not parse: ${message.split('\n')[0]}`,
    );
  }
  const [statement, ...others] = tree.statements;
  if (others.length > 0 || !isRecord(statement)) return refused('is more than one SELECT');
  const walk: Walk = { tables: new Set(), named: new Set(), functions: new Set(), refused: undefined };
  visit(statement.node, walk);
  if (walk.refused !== undefined) return refused(walk.refused);
  const known = new Set([...tables.map((name) => name.toLowerCase()), ...walk.named]);
  const stranger = [...walk.tables].find((name) => !known.has(name));
  if (stranger !== undefined)
    return refused(`reads from "${stranger}", which is no table of the checks file`);
  const callable = await queryFunctions(engine);
  const unknown = [...walk.functions].find((name) => !callable.has(name));
  if (unknown !== undefined) return refused(`calls "${unknown}", which is no deterministic function`);
  const [written] = await engine.query('SELECT json_deserialize_sql($1::JSON) AS sql', [String(row?.tree)]);
  return {
    ok: true,
    query: {
      sql: String(written?.sql),
      tables: tables.filter((name) => walk.tables.has(name.toLowerCase())),
      isOrdered: isOrdered(statement.node),
    },
  };
}

const refused = (reason: string): QueryResult => ({ ok: false, reason });

async function queryFunctions(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.query(
    `SELECT function_name AS name FROM duckdb_functions() GROUP BY 1
     HAVING bool_and(function_type IN ('scalar', 'aggregate') AND stability = 'CONSISTENT')`,
  );
  const names = rows.map(({ name }) => String(name));
  return new Set([
    ...names.filter((name) => !refusedFunctions.has(name) && !ofChance.test(name)),
    'nullif',
    'round_even',
  ]);
}

function isOrdered(node: unknown): boolean {
  const modifiers = isRecord(node) && Array.isArray(node.modifiers) ? node.modifiers : [];
  return modifiers.some((modifier) => isRecord(modifier) && modifier.type === 'ORDER_MODIFIER');
}

interface Walk {
  /** Names of tables that are read, and those that the query makes itself. */
  readonly tables: Set<string>;
  readonly named: Set<string>;
  readonly functions: Set<string>;
  refused: string | undefined;
}

function visit(node: unknown, walk: Walk): void {
  if (walk.refused !== undefined) return;
  if (Array.isArray(node)) for (const child of node) visit(child, walk);
  if (!isRecord(node)) return;
  if ('id' in node && 'type_info' in node) {
    visitType(node, walk);
    return;
  }
  if ('class' in node) visitExpression(node, walk);
  else if (typeof node.type === 'string') visitPart(node, node.type, walk);
  // a constant holds a value of the user, whatever it looks like
  if (node.class === 'CONSTANT') return;
  for (const child of Object.values(node)) visit(child, walk);
}

function visitExpression(node: Record<string, unknown>, walk: Walk): void {
  const kind = String(node.class);
  if (!allowedExpressions.has(kind)) walk.refused = `has ${nodeNames[kind] ?? words(kind)}`;
  if (kind === 'STAR' && (node.columns !== false || node.expr !== null)) walk.refused = 'has COLUMNS';
  if (kind !== 'FUNCTION' && kind !== 'WINDOW') return;
  if (!['', 'main'].includes(String(node.schema)) || node.catalog !== '') walk.refused = 'names a schema';
  const name = String(node.function_name).toLowerCase();
  walk.functions.add(name);
  const orders = isRecord(node.order_bys) ? node.order_bys.orders : undefined;
  const hasOrder = Array.isArray(orders) && orders.length > 0;
  if (kind === 'FUNCTION' && ofTheOrder.has(name) && !hasOrder)
    walk.refused = `calls "${name}" without an order: write ${name}(… ORDER BY …)`;
}

function visitPart(node: Record<string, unknown>, type: string, walk: Walk): void {
  if (!allowedParts.has(type)) walk.refused = `has ${partNames[type] ?? words(type)}`;
  if ('sample' in node && node.sample !== null) walk.refused = 'takes a sample';
  if (type === 'JOIN' && node.ref_type === 'POSITIONAL') walk.refused = 'joins by position';
  if (type === 'BASE_TABLE') {
    const isPlain = node.schema_name === '' && node.catalog_name === '' && node.at_clause === null;
    if (!isPlain) walk.refused = `names a schema with "${node.table_name}"`;
    walk.tables.add(String(node.table_name).toLowerCase());
  }
  const map = isRecord(node.cte_map) && Array.isArray(node.cte_map.map) ? node.cte_map.map : [];
  for (const entry of map) {
    const name = isRecord(entry) ? String(entry.key) : '';
    // a name that looks like a file would be one where the part is not in reach
    if (!/^[A-Za-z_]\w*$/.test(name)) walk.refused = `names a part "${name}": letters, digits and _`;
    walk.named.add(name.toLowerCase());
  }
}

/** A type that the parser does not know may be one of an extension. */
function visitType(node: Record<string, unknown>, walk: Walk): void {
  if (/"id":"UNBOUND"/.test(JSON.stringify(node))) walk.refused = 'casts to what is no type';
}

const words = (kind: string) => kind.toLowerCase().replaceAll('_', ' ');
