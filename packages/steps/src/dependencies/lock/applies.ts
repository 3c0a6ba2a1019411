import type { Applies, Entry } from './entry.ts';
import { type Asked, reduceMarker } from './marker.ts';

/** When an entry is installed, and what is wrong with what says so. */
type When = Pick<Entry, 'applies' | 'objections'>;

/** An entry of which a lock says, or does not say, when it is installed. */
export function when(applies: Applies): When {
  return { applies, objections: [] };
}

/** An entry that applies where a marker of the lock holds; always where there is none. */
export function whereMarker(marker: unknown, asked: Asked = { extras: [], groups: [] }): When {
  if (marker === undefined) return when(true);
  const applies = typeof marker === 'string' ? reduceMarker(marker, asked) : undefined;
  if (applies !== undefined) return when(applies);
  return { applies, objections: [{ message: 'has a marker that cannot be read', isUnsafe: false }] };
}
