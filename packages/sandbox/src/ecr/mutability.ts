/** Whether tags of a repository may move. */
export interface Mutability {
  readonly setting: 'MUTABLE' | 'IMMUTABLE' | 'MUTABLE_WITH_EXCLUSION' | 'IMMUTABLE_WITH_EXCLUSION';
  /** Wildcards; tags that match one get the other treatment. */
  readonly filters: readonly string[];
}

/** What `imageTagMutability` may be. */
export const mutabilitySettings: readonly Mutability['setting'][] = [
  'MUTABLE',
  'IMMUTABLE',
  'MUTABLE_WITH_EXCLUSION',
  'IMMUTABLE_WITH_EXCLUSION',
];

/** Whether a tag that exists may not move. */
export function isTagImmutable(mutability: Mutability, tag: string): boolean {
  const isExcluded = mutability.filters.some((filter) => wildcard(filter).test(tag));
  switch (mutability.setting) {
    case 'MUTABLE':
      return false;
    case 'IMMUTABLE':
      return true;
    case 'MUTABLE_WITH_EXCLUSION':
      return isExcluded;
    case 'IMMUTABLE_WITH_EXCLUSION':
      return !isExcluded;
  }
}

/** Why a setting and its filters are refused, or undefined. Five filters with two stars each: SEMANTICS 1.6 (U). */
export function mutabilityProblem(mutability: Mutability): string | undefined {
  const { setting, filters } = mutability;
  const wantsFilters = setting.endsWith('_WITH_EXCLUSION');
  if (wantsFilters && filters.length === 0) return `${setting} needs at least one exclusion filter`;
  if (!wantsFilters && filters.length > 0) return `exclusion filters do not go with ${setting}`;
  if (filters.length > 5) return 'at most 5 exclusion filters are allowed';
  const bad = filters.find(
    (filter) => !/^[0-9a-zA-Z._*-]{1,128}$/.test(filter) || filter.split('*').length > 3,
  );
  return bad === undefined
    ? undefined
    : `"${bad}" is not a filter of tag characters with at most two wildcards`;
}

function wildcard(filter: string): RegExp {
  const literal = filter.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`);
}
