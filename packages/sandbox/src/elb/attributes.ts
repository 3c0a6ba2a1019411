/** Applies changes, and gives all attributes as the API shows them. */
export function changed(
  attributes: Map<string, string>,
  changes: readonly { Key: string; Value: string }[],
): object[] {
  for (const { Key, Value } of changes) attributes.set(Key, Value);
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
