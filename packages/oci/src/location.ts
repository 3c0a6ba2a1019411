import { isIPv4, isIPv6 } from 'node:net';
import { StepError } from '@ml-ci/core';
import { isLoopbackHost } from './reference.ts';

/**
 * Where an upload goes on: `location` as the registry sent it, from the URL that was asked. It may be relative, carry a
 * query, or be on another host; another host that is a private address literal is refused, since a registry could make us
 * send bytes into the network we run in.
 */
export function uploadLocation(location: string | undefined, from: URL): URL {
  const target = parse(location, from, 'UPLOAD_LOCATION_UNSAFE');
  if (target.host === from.host)
    target.protocol = from.protocol; // behind a TLS proxy registries often say http
  else if (isPrivateAddress(target.hostname) || isDowngrade(from, target)) {
    throw unsafe('UPLOAD_LOCATION_UNSAFE', 'an upload', from, target);
  }
  return target;
}

/** Where a read goes on after a redirect: anywhere, but never from TLS to plain text and never to link-local addresses. */
export function redirectLocation(location: string | undefined, from: URL): URL {
  const target = parse(location, from, 'REDIRECT_UNSAFE');
  if (isDowngrade(from, target) || (target.host !== from.host && isLinkLocal(target.hostname))) {
    throw unsafe('REDIRECT_UNSAFE', 'a download', from, target);
  }
  return target;
}

/** The URL with the digest in its query and everything else kept. */
export function withDigest(location: URL, digest: string): URL {
  const url = new URL(location);
  url.searchParams.set('digest', digest);
  return url;
}

/** A URL for messages: without user, query and fragment, where signatures and tokens are. */
export function printUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** True for literals of loopback, private, unique-local, link-local and unspecified addresses, and for localhost. */
export function isPrivateAddress(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isLoopbackHost(name) || isLinkLocal(name)) return true;
  const v4 = isIPv4(name) ? name : mappedIPv4(name);
  if (v4 !== undefined) return /^(?:0|10|127)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(v4);
  return isIPv6(name) && /^(?:::1?$|f[cd])/.test(name);
}

function isLinkLocal(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const v4 = isIPv4(name) ? name : mappedIPv4(name);
  return v4?.startsWith('169.254.') === true || (isIPv6(name) && /^fe[89ab]/.test(name));
}

/** The URL parser writes `::ffff:10.0.0.1` as `::ffff:a00:1`. */
function mappedIPv4(name: string): string | undefined {
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(name);
  if (!match) return undefined;
  const [high, low] = [Number.parseInt(match[1] ?? '', 16), Number.parseInt(match[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function isDowngrade(from: URL, target: URL): boolean {
  if (target.protocol === 'https:') return false;
  return from.protocol === 'https:' || target.protocol !== 'http:' || !isLoopbackHost(target.host);
}

type UnsafeCode = 'UPLOAD_LOCATION_UNSAFE' | 'REDIRECT_UNSAFE';

function parse(location: string | undefined, from: URL, code: UnsafeCode): URL {
  if (location !== undefined && URL.canParse(location, from.href)) return new URL(location, from);
  throw new StepError(code, { message: `"${printUrl(from)}" sent no usable Location header` });
}

function unsafe(code: UnsafeCode, what: string, from: URL, target: URL): StepError {
  return new StepError(code, {
    message: `"${from.host}" sent ${what} to "${target.origin}"`,
    fix: 'correct the public address in the configuration of the registry, or do not trust it',
  });
}
