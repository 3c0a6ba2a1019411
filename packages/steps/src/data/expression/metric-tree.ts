import { aggregateOf } from './aggregates.ts';
import { isRecord } from './expression.ts';

/** A node of the tree that the engine's parser makes, whose numbers are as `JSON.rawJSON` makes them. */
export type TreeNode = Readonly<Record<string, unknown>>;

/** What was cut out of a tree. */
export interface Cut {
  readonly aggregates: TreeNode[];
  /** Columns that are named outside of them. */
  readonly columns: string[];
}

/** The column that stands for an aggregate, by its number. */
export const placeOf = (at: number) => `aggregate ${at}`;

/** The tree with a column in the place of each aggregate. */
export function cutOut(node: unknown, cut: Cut): unknown {
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

/** A constant number of a tree; undefined for what is none. */
export function constantNumber(node: unknown): number | undefined {
  const { value } = isRecord(node) && node.class === 'CONSTANT' && isRecord(node.value) ? node : {};
  if (!isRecord(value) || !isRecord(value.type) || value.is_null !== false) return undefined;
  const number = isRecord(value.value) && isNumber(value.value) ? Number(value.value.rawJSON) : Number.NaN;
  const scale = isRecord(value.type.type_info) ? value.type.type_info.scale : undefined;
  const digits = isRecord(scale) && isNumber(scale) ? Number(scale.rawJSON) : 0;
  return Number.isNaN(number) ? undefined : number / 10 ** digits;
}

/** The tree of `SELECT <item>` in JSON, with another item. */
export function withItem(tree: TreeNode, item: unknown): string {
  const [statement] = Array.isArray(tree.statements) ? tree.statements : [];
  const node = isRecord(statement) && isRecord(statement.node) ? statement.node : {};
  return JSON.stringify({
    ...tree,
    statements: [{ ...(isRecord(statement) ? statement : {}), node: { ...node, select_list: [item] } }],
  });
}

/** The item, where there is exactly one; what else is wrong is seen later. */
export function itemOf(tree: TreeNode): unknown {
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

/** A tree of the engine's parser with its numbers as they are written; undefined where it is none. */
export function exactTree(json: string): TreeNode | undefined {
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

const isNumber = (node: TreeNode): node is { readonly rawJSON: string } => typeof node.rawJSON === 'string';
