/** What happens when a phase fails. */
export type OnFailure =
  | { readonly action: 'abort' }
  | { readonly action: 'continue' }
  | { readonly action: 'retry'; readonly count: number; readonly pattern: RegExp };

const defaultRetries = 3;

/**
 * Reads `ABORT`, `CONTINUE`, `RETRY`, `RETRY-<count>`, `RETRY-<regex>` or `RETRY-<count>-<regex>`; a text is why it is
 * none of them. A count is 0 to 100, and 3 where none is given.
 */
export function parseOnFailure(text: string): OnFailure | string {
  if (text === 'ABORT') return { action: 'abort' };
  if (text === 'CONTINUE') return { action: 'continue' };
  const [, rest] = /^RETRY(?:-(.+))?$/s.exec(text) ?? [undefined, null];
  if (rest === null) return 'is none of ABORT, CONTINUE, RETRY, RETRY-<count>, RETRY-<regex>';
  const [, digits, regex] = /^(?:(\d+)(?:-|$))?(.*)$/s.exec(rest ?? '') ?? [];
  const count = digits === undefined ? defaultRetries : Number(digits);
  if (count > 100) return `has a count of ${count}, which is more than 100`;
  try {
    return { action: 'retry', count, pattern: new RegExp(regex || '.*', 's') };
  } catch {
    return `has "${regex}", which is no regular expression`;
  }
}
