import { StepError } from '@ml-ci/core';
import { isDigest } from './digest-text.ts';
import type { Digest } from './repository.ts';

/** Where an image is: `host/path:tag@digest`. */
export interface ImageReference {
  /** The registry's host, with its port where it has one. */
  readonly host: string;
  /** The repository in the registry. */
  readonly path: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const pathPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** True for what a registry takes as a tag. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/**
 * Reads `host/path[:tag][@digest]`. As everywhere, a first part without a dot, a colon or `localhost` is no host but a
 * repository of Docker Hub. REFERENCE_INVALID says which part is wrong.
 */
export function parseReference(text: string): ImageReference {
  const [named = '', digest, ...rest] = text.split('@');
  if (rest.length > 0) throw invalid(text, 'has more than one "@"');
  if (digest !== undefined && !isDigest(digest)) throw invalid(text, `has no digest behind "@"`);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !isTag(tag)) throw invalid(text, `has no tag in "${tag}"`);
  const { host, path } = splitHost(colon < 0 ? named : named.slice(0, colon));
  if (!hostPattern.test(host)) throw invalid(text, `has no host in "${host}"`);
  if (!pathPattern.test(path) || path.length > 255) throw invalid(text, `has no repository in "${path}"`);
  return { host, path, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** The text of a reference; `parseReference` reads it back. */
export function printReference({ host, path, tag, digest }: ImageReference): string {
  return `${host}/${path}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** What a registry is asked for: the digest where there is one, else the tag, else `latest`. */
export function referenceTarget(reference: ImageReference): string {
  return reference.digest ?? reference.tag ?? 'latest';
}

/** True where a registry on this host is reached over plain HTTP: loopback, and nothing else. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}

function splitHost(name: string): { host: string; path: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  if (/[.:]/.test(first) || first === 'localhost') return { host: first, path: name.slice(slash + 1) };
  return { host: 'docker.io', path: slash < 0 ? `library/${name}` : name };
}

function invalid(text: string, why: string): StepError {
  return new StepError('REFERENCE_INVALID', {
    message: `${JSON.stringify(text)} ${why}`,
    fix: 'write it as host/repository:tag or host/repository@sha256:…',
  });
}
