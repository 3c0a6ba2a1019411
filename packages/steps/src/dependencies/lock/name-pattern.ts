/** Whether a name is one of these, in which `*` stands for any text: `ml-*`, `@esbuild/*`. */
export function isNamedBy(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => wildcard(pattern).test(name));
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
