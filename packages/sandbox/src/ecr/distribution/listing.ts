import { isDigest, manifestMediaTypes } from '../manifest.ts';
import { referrersOf } from '../referrers.ts';
import { RegistryError } from './error.ts';
import { type Exchange, sendJson } from './exchange.ts';

/** `GET …/tags/list`, sorted, in pages of at most 1000. */
export function serveTags(exchange: Exchange): void {
  const { repository, url } = exchange;
  const { page, next } = paged([...repository.tags.keys()].sort(), url);
  const link = next === undefined ? {} : { link: `<${pageUrl(url, next)}>; rel="next"` };
  sendJson(exchange, { name: repository.name, tags: page }, link);
}

/** `GET …/referrers/<digest>[?artifactType=…]`: an index of what is attached. */
export function serveReferrers(exchange: Exchange, digest: string): void {
  if (!isDigest(digest))
    throw new RegistryError('DIGEST_INVALID', 400, `"${digest}" is not a SHA-256 digest`);
  const types = exchange.url.searchParams.getAll('artifactType');
  const manifests = referrersOf(exchange.repository, digest, types);
  sendJson(
    exchange,
    { schemaVersion: 2, mediaType: manifestMediaTypes.ociIndex, manifests },
    types.length > 0 ? { 'oci-filters-applied': 'artifactType' } : {},
    manifestMediaTypes.ociIndex,
  );
}

/** One page of sorted names: those after `last`, `n` at most. */
export function paged(
  names: readonly string[],
  url: URL,
): { page: readonly string[]; next: string | undefined } {
  const wanted = url.searchParams.get('n');
  const n = wanted === null ? 1_000 : Number(wanted);
  if (!Number.isInteger(n) || n < 0 || n > 1_000) {
    throw new RegistryError('PAGINATION_NUMBER_INVALID', 400, 'n must be a number between 0 and 1000');
  }
  const last = url.searchParams.get('last');
  const rest = last === null ? names : names.filter((name) => name > last);
  const page = rest.slice(0, n);
  return { page, next: n > 0 && rest.length > n ? page.at(-1) : undefined };
}

function pageUrl(url: URL, last: string): string {
  const next = new URL(url);
  next.searchParams.set('last', last);
  return `${next.pathname}${next.search}`;
}
