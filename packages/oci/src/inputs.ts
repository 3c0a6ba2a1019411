// The kinds of input alone: definitions of steps import them from here, and load no protocol where a step only starts.
import { kind, parsedAs, rejected, StepError } from '@ml-ci/core';
import { isDigest } from './digest-text.ts';
import { type ImageReference, isTag, parseReference } from './reference.ts';
import type { Digest } from './repository.ts';

/** An input that is an image reference. */
export const ociRef = kind<ImageReference>('ociRef', 'HOST/REPO[:TAG][@DIGEST]', (raw) => {
  try {
    return parsedAs(parseReference(raw));
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return rejected(error.message.slice(JSON.stringify(raw).length + 1), error.fix);
  }
});

/** An input that is a digest. */
export const digest = kind<Digest>('digest', 'sha256:…', (raw) =>
  isDigest(raw)
    ? parsedAs(raw)
    : rejected('is not a digest', 'write it as sha256: and 64 lower-case hexadecimal digits'),
);

/** An input that is a tag. */
export const tag = kind<string>('tag', 'TAG', (raw) =>
  isTag(raw)
    ? parsedAs(raw)
    : rejected(
        'is not a tag',
        'use up to 128 letters, digits, "_", "." and "-", not beginning with "." or "-"',
      ),
);
