import type { Rule, SourcePlan } from '../checks/check.ts';

/** A source with what is checked of it. */
interface Checked {
  readonly entry: string;
  readonly plan: SourcePlan;
}

/** Of the columns of a file, those whose values are needed. */
export type Wanted = (names: readonly string[]) => readonly string[];

/** Told by the names and types of the columns, or by the number of rows: no value is read. */
const ofTheFooter: ReadonlySet<Rule['kind']> = new Set([
  'readable',
  'header',
  'present',
  'strict',
  'ordered',
  'row-count',
  'row-change',
  'same-columns',
]);

/**
 * The columns of an entry that all checks of a run look at, in it and from other sources. SQL is not parsed yet, and a rule may
 * name columns in its own way: one whose name stands anywhere in their texts is taken for used.
 */
export function wantedColumns(entry: string, checked: readonly Checked[]): Wanted {
  const named = new Set<string>();
  const texts: string[] = [];
  const leftOut: (readonly string[])[] = [];
  for (const { entry: from, plan } of checked)
    for (const { rule, where = '', columns } of plan.checks) {
      const isHere = from === entry || ('source' in rule && rule.source === entry);
      if (!isHere || ofTheFooter.has(rule.kind)) continue;
      // whatever is there and is not named
      if (rule.kind === 'leakage' && rule.features === undefined) return (names) => names;
      for (const column of columns) named.add(column.toLowerCase());
      texts.push(where.toLowerCase());
      if (rule.kind === 'drift-of-all') {
        leftOut.push(rule.except);
        continue;
      }
      const { kind: _, ...asked } = rule;
      texts.push(...textsIn(asked).map((text) => text.toLowerCase()));
    }
  const words = new Set(texts.flatMap((text) => text.split(/[^a-z0-9_]+/)));
  const isUsed = (name: string) => {
    const lower = name.toLowerCase();
    if (leftOut.some((except) => !except.includes(name))) return true;
    if (named.has(lower) || words.has(lower)) return true;
    // other names stand in quotes, where one of their own is written twice
    const isPlain = /^[a-z0-9_]+$/.test(lower);
    return (
      !isPlain && texts.some((text) => text.includes(lower) || text.includes(lower.replaceAll('"', '""')))
    );
  };
  return (names) => names.filter(isUsed);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
