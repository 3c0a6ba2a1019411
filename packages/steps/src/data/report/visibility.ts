import { createHmac } from 'node:crypto';
import { type ShowValues, shown } from './mask.ts';
import type { ReportInput, SourceResult } from './report.ts';
import type { Finding } from './verdict.ts';

/** How far the values of one source may be seen. */
export interface Visibility {
  readonly show: ShowValues;
  /** Columns with personal data: their values are never shown. */
  readonly pii: ReadonlySet<string>;
  /** Stands for such a value where people read, so that they can tell two from each other; not in what is hashed. */
  readonly token?: (value: string) => string;
}

/** A value as it may be seen. */
export type Seen =
  | { readonly kind: 'none' | 'null' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pii'; readonly token?: string };

/** For what is the same bytes for the same data. */
export function forMachines({ showValues }: ReportInput, { pii }: SourceResult): Visibility {
  return { show: showValues, pii };
}

/** For what people read: values with personal data are tokens, under a key that nobody has any more. */
export function forPeople({ showValues, piiKey }: ReportInput, { pii }: SourceResult): Visibility {
  const token = (value: string) => createHmac('sha256', piiKey).update(value).digest('hex').slice(0, 12);
  return { show: showValues, pii, token };
}

/** An expression may spell a column with other capitals than the checks file. */
function isPersonal(column: string, pii: ReadonlySet<string>): boolean {
  return [...pii].some((name) => name.toLowerCase() === column.toLowerCase());
}

/** What is found of one figure that is a value of the data itself, or as good as one. */
const ofOneValue: ReadonlySet<string> = new Set(['quantile', 'smallest', 'largest', 'max-age']);

/** A finding without its figure, where that would tell a value with personal data. */
export function withheld(finding: Finding, pii: ReadonlySet<string>): Finding {
  const { check, figure, message, ...rest } = finding;
  const values =
    check.rule.kind === 'metric'
      ? (check.rule.valuesOf ?? [])
      : ofOneValue.has(check.rule.kind)
        ? check.columns
        : [];
  const tellsValue = values.some((name) => isPersonal(name, pii));
  if (figure === undefined || !tellsValue) return finding;
  const told = 'it is not; the figure is withheld, since it is a value of a column with personal data';
  return { check, ...rest, message: message === undefined ? undefined : told };
}

/** A value of a column; a text that belongs to no column may hold those of every one. */
export function see(column: string, value: string | null, { show, pii, token }: Visibility): Seen {
  const isPii = column === '' ? pii.size > 0 : isPersonal(column, pii);
  const visible = shown(value, show);
  if (visible === undefined || (isPii && column === '')) return { kind: 'none' };
  if (visible === null || value === null) return { kind: 'null' };
  if (!isPii) return { kind: 'text', text: visible };
  return token === undefined ? { kind: 'pii' } : { kind: 'pii', token: token(value) };
}

/** The edges of bins are values of the data, some of them: the least and the greatest. */
export function areEdgesSeen(column: string, { show, pii }: Visibility): boolean {
  return show !== 'none' && !isPersonal(column, pii);
}

/** The same in words: `"-3"`, `null`, `pii 3f9a01c2d4e5`; undefined where nothing may be said. */
export function seenText(seen: Seen): string | undefined {
  switch (seen.kind) {
    case 'none':
      return undefined;
    case 'null':
      return 'null';
    case 'text':
      return JSON.stringify(seen.text);
    case 'pii':
      return seen.token === undefined ? 'withheld' : `pii ${seen.token}`;
  }
}
