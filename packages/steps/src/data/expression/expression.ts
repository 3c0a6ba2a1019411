import type { Engine } from '../engine/engine.ts';

/** An expression of a checks file as the engine's own parser understood it. */
export interface ParsedExpression {
  /** The columns it names, as it spells them. */
  readonly columns: readonly string[];
  /** Those of them whose value it looks at, and not only whether there is one. */
  readonly valued: readonly string[];
  /** As the parser made it: what other engines' SQL is written from. */
  readonly tree: unknown;
  /** The same expression with other columns in the place of those it names; nothing else of the text is kept. */
  rewrite(columns: ReadonlyMap<string, string>): Promise<string>;
}

/** The expression, or why it is refused. */
export type ExpressionResult =
  | { readonly ok: true; readonly expression: ParsedExpression }
  | {
      readonly ok: false;
      readonly reason: string;
      /** The function that it may not call, where that is why. */
      readonly unknownFunction?: string;
    };

/** What an expression may be made of. Everything else, known or not, is refused. */
export const allowedNodes = new Set([
  'BETWEEN',
  'CASE',
  'CAST',
  'COLUMN_REF',
  'COMPARISON',
  'CONJUNCTION',
  'CONSTANT',
  'FUNCTION',
  'OPERATOR',
]);

/** What is refused, for the reader. */
export const nodeNames: Readonly<Record<string, string>> = {
  SUBQUERY: 'a subquery',
  WINDOW: 'a window function',
  STAR: 'a star',
  PARAMETER: 'a parameter',
  LAMBDA: 'a lambda',
  POSITIONAL_REFERENCE: 'a position',
};

/** Macros that stand for one deterministic expression. */
const allowedMacros = new Set(['nullif', 'fdiv', 'fmod', 'round_even']);

/** Functions the engine calls deterministic, but that tell of the clock, of the engine or of our own names. */
export const refusedFunctions = new Set([
  'age',
  'alias',
  'current_localtime',
  'current_localtimestamp',
  'current_setting',
  'getenv',
  'getvariable',
  'json_deserialize_sql',
  'json_execute_serialized_sql',
  'json_serialize_plan',
  'json_serialize_sql',
  'stats',
  'vector_type',
  'version',
]);

/** The parts of a SELECT that must be empty, as the engine serialises them. */
const emptyParts: Readonly<Record<string, string>> = {
  where_clause: 'null',
  group_expressions: '[]',
  group_sets: '[]',
  having: 'null',
  sample: 'null',
  qualify: 'null',
  modifiers: '[]',
  cte_map: '{"map":[]}',
};

/**
 * Reads text as one expression over the columns of a row. The text itself never becomes part of a query: the engine's
 * parser turns it into a tree, the tree is held against a list of what is allowed, and SQL is written from the tree.
 */
export async function parseExpression(
  engine: Engine,
  text: string,
  functions: () => Promise<ReadonlySet<string>>,
): Promise<ExpressionResult> {
  return readExpression(engine, await serialized(engine, text), functions);
}

/** `SELECT <text>` as the tree of the engine's parser, in JSON. */
export async function serialized(engine: Engine, text: string): Promise<string> {
  const [row] = await engine.query('SELECT json_serialize_sql($1::VARCHAR) AS tree', [`SELECT ${text}`]);
  return String(row?.tree);
}

/** The same from its tree. */
export async function readExpression(
  engine: Engine,
  json: string,
  functions: () => Promise<ReadonlySet<string>>,
): Promise<ExpressionResult> {
  const item = selectedItem(parseTree(json));
  if (typeof item === 'string') return { ok: false, reason: item };
  const walk: Walk = { columns: new Set(), valued: new Set(), functions: new Set(), refused: undefined };
  visit(item.expression, walk);
  if (walk.refused !== undefined) return { ok: false, reason: walk.refused };
  const known = walk.functions.size === 0 ? new Set() : await functions();
  const unknown = [...walk.functions].find((name) => !known.has(name));
  if (unknown !== undefined) {
    const reason = `calls "${unknown}", which is no deterministic function of a row`;
    return { ok: false, reason, unknownFunction: unknown };
  }
  const columns = { columns: [...walk.columns], valued: [...walk.valued] };
  const { expression: tree } = item;
  return { ok: true, expression: { ...columns, tree, rewrite: (to) => rewrite(engine, json, to) } };
}

/** The functions an expression may call: deterministic, of one row. */
export async function rowFunctions(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.query(
    `SELECT function_name AS name FROM duckdb_functions() GROUP BY 1
     HAVING bool_and(function_type = 'scalar' AND stability = 'CONSISTENT')`,
  );
  const names = rows.map(({ name }) => String(name)).filter((name) => !refusedFunctions.has(name));
  return new Set([...names, ...allowedMacros]);
}

/** The engine writes infinite constants (1e400) as no JSON has them. */
export function parseTree(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return { error: true, error_message: 'a number is too large' };
  }
}

/** The one expression of `SELECT <expression>`, or why the tree is something else. */
function selectedItem(tree: unknown): string | { readonly expression: unknown } {
  if (!isRecord(tree) || tree.error !== false || !Array.isArray(tree.statements)) {
    const message = isRecord(tree) ? String(tree.error_message) : 'nothing was parsed';
    return /Only SELECT/.test(message)
      ? 'is more than an expression'
      : `does not parse: ${message.split('\n')[0]}`;
  }
  const [statement, ...others] = tree.statements;
  const node = isRecord(statement) ? statement.node : undefined;
  if (others.length > 0 || !isRecord(node) || node.type !== 'SELECT_NODE')
    return 'is more than an expression';
  if (!isRecord(node.from_table) || node.from_table.type !== 'EMPTY') return 'reads from a table of its own';
  const full = Object.entries(emptyParts).find(([part, empty]) => JSON.stringify(node[part]) !== empty);
  if (full !== undefined) return 'is more than an expression';
  if (!Array.isArray(node.select_list) || node.select_list.length !== 1) return 'is more than one expression';
  const [expression] = node.select_list;
  if (!isRecord(expression) || expression.alias !== '') return 'gives a name to the expression';
  return { expression };
}

interface Walk {
  readonly columns: Set<string>;
  readonly valued: Set<string>;
  readonly functions: Set<string>;
  refused: string | undefined;
}

function visit(node: unknown, walk: Walk): void {
  if (Array.isArray(node)) for (const child of node) visit(child, walk);
  if (!isRecord(node) || walk.refused !== undefined) return;
  if ('class' in node) visitExpression(node, walk);
  if (node.id === 'UNBOUND') visitType(node.type_info, walk);
  const tested = testedForNull(node);
  if (tested !== undefined) walk.columns.add(tested);
  else for (const [key, child] of Object.entries(node)) if (key !== 'value') visit(child, walk);
}

/** The column of `column IS NULL` and `column IS NOT NULL`, which need not know what it holds. */
function testedForNull({ type, children }: Record<string, unknown>): string | undefined {
  if (type !== 'OPERATOR_IS_NULL' && type !== 'OPERATOR_IS_NOT_NULL') return undefined;
  const [child, ...others]: readonly unknown[] = Array.isArray(children) ? children : [];
  if (others.length > 0 || !isRecord(child) || child.class !== 'COLUMN_REF') return undefined;
  const names: readonly unknown[] = Array.isArray(child.column_names) ? child.column_names : [];
  return names.length === 1 ? String(names[0]) : undefined;
}

function visitExpression(node: Record<string, unknown>, walk: Walk): void {
  const kind = String(node.class);
  if (!allowedNodes.has(kind)) {
    walk.refused = `has ${nodeNames[kind] ?? kind.toLowerCase().replaceAll('_', ' ')}`;
  } else if (kind === 'COLUMN_REF') {
    const names = Array.isArray(node.column_names) ? node.column_names : [];
    if (names.length === 1) {
      walk.columns.add(String(names[0]));
      walk.valued.add(String(names[0]));
    } else
      walk.refused = `names "${names.join('.')}": write the column alone, in double quotes where it has a dot`;
  } else if (kind === 'FUNCTION') {
    if (!['', 'main'].includes(String(node.schema)) || node.catalog !== '') walk.refused = 'names a schema';
    walk.functions.add(String(node.function_name).toLowerCase());
  }
}

/** A type that the parser does not know may be one of an extension, or a word before a text: `ATTACH 'x'`. */
function visitType(info: unknown, walk: Walk): void {
  const name = isRecord(info) ? String(info.name) : '';
  if (name.toLowerCase() !== 'json') walk.refused = `casts to "${name}", which is no type`;
}

/**
 * Columns are replaced in the text of the tree, because its numbers may be larger than JavaScript's. The replaced text
 * cannot stand inside a string: there its quotes would be escaped.
 */
async function rewrite(engine: Engine, json: string, columns: ReadonlyMap<string, string>): Promise<string> {
  const replaced = json.replaceAll(/"column_names":(\["(?:[^"\\]|\\.)*"\])/g, (_, list: string) => {
    const [name] = JSON.parse(list) as [string];
    const to = columns.get(name);
    if (to === undefined) throw new Error(`no column stands for ${JSON.stringify(name)}`);
    return `"column_names":["${to}"]`;
  });
  const [row] = await engine.query('SELECT json_deserialize_sql($1::JSON) AS sql', [replaced]);
  const sql = String(row?.sql);
  if (!sql.startsWith('SELECT ')) throw new Error(`unexpected expression ${sql}`);
  return sql.slice('SELECT '.length);
}

/** True for an object of a tree. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
