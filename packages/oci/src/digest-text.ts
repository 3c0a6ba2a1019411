import { StepError } from '@ml-ci/core';
import type { Digest } from './repository.ts';

const pattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** True for `sha256:<64 hex>` and `sha512:<128 hex>`. */
export function isDigest(text: string): text is Digest {
  return pattern.test(text);
}

/** `text` as a digest; REFERENCE_INVALID where it is none. */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text;
  throw new StepError('REFERENCE_INVALID', {
    message: `"${text}" is not a digest`,
    fix: 'write it as sha256: and 64 lower-case hexadecimal digits',
  });
}

/** The part of a digest that names a file: `sha256/<hex>`. */
export function digestPath(digest: Digest): readonly [algorithm: string, hex: string] {
  const [algorithm = '', hex = ''] = digest.split(':');
  return [algorithm, hex];
}
