import { ServiceError } from './service.ts';

/** One page of a list, and the token of the next one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** Items from where `token` says; the token is the position, made opaque. */
export function pageOf<Item>(
  items: readonly Item[],
  token: string | undefined,
  size: number,
  errorCode = 'InvalidParameterException',
): Page<Item> {
  const start =
    token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString().replace(/^at:/, ''));
  if (!Number.isInteger(start) || start < 0)
    throw new ServiceError(errorCode, 'the pagination token is invalid');
  const end = start + size;
  const isMore = end < items.length;
  return {
    items: items.slice(start, end),
    nextToken: isMore ? Buffer.from(`at:${end}`).toString('base64url') : undefined,
  };
}
