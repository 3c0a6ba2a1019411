/** A node of the tree that the parser of this machine's engine makes of an expression. */
export type Node = Readonly<Record<string, unknown>>;

/** What has no meaning in Athena that is the same. */
export class RefusedExpression extends Error {}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The nodes of a list. */
export function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
