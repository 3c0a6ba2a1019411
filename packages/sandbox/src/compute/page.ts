import { ServiceError } from '../service.ts';

/** One page of a list, and the token of the next; a token is the index of the first item. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Cuts a page out of `all`; a token that no answer of ours contained is refused with `tokenError`. */
export function pageOf<T>(
  all: readonly T[],
  size: number,
  token: string | undefined,
  tokenError: string,
): Page<T> {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0 || start > all.length) {
    throw new ServiceError(tokenError, `the token "${token}" is not valid`);
  }
  const end = start + size;
  const next = end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: all.slice(start, end), next };
}
