import { StepError } from '@ml-ci/core';
import type { RegistryAnswer } from './transport.ts';

/** Where a list goes on, by its `Link` header; only on the host that was asked. */
export function nextPage({ headers, url }: RegistryAnswer): URL | undefined {
  const link = /<([^>]+)>\s*;[^,]*\brel="?next"?/.exec(String(headers.link ?? ''))?.[1];
  if (link === undefined) return undefined;
  const next = new URL(link, url);
  return next.host === url.host ? new URL(`${next.pathname}${next.search}`, url) : undefined;
}

/** The tags of an answer to `tags/list`. */
export function readTags(bytes: Buffer, name: string): readonly string[] {
  const { tags } = parseJson(bytes, name);
  if (tags === null || tags === undefined) return []; // docker-registry says null for a repository without tags
  if (Array.isArray(tags)) return tags.filter((tag): tag is string => typeof tag === 'string');
  throw new StepError('REGISTRY_UNAVAILABLE', { message: `"${name}" lists its tags in an unknown form` });
}

/** The object in an answer. */
export function parseJson(bytes: Buffer, name: string): { readonly [key: string]: unknown } {
  try {
    return Object(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new StepError('REGISTRY_UNAVAILABLE', {
      message: `"${name}" answered with what is not JSON`,
      cause,
    });
  }
}
