import { type Problem, StepError } from '@ml-ci/core';

/** Labels that say what an image was made from. */
export interface Provenance {
  readonly commit: string | undefined;
  readonly model: string | undefined;
  readonly dataReport: string | undefined;
  readonly lockDigest: string | undefined;
}

/**
 * The labels of an image: what it was made from, then the configuration's, then the user's. No time is among them: the
 * same inputs give the same digest.
 */
export function imageLabels(
  provenance: Provenance,
  configured: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const own = {
    'org.opencontainers.image.revision': provenance.commit,
    'org.opencontainers.image.title': provenance.model,
    'dev.ml-ci.data-report': provenance.dataReport,
    'dev.ml-ci.lock': provenance.lockDigest,
  };
  const known = Object.entries(own).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(known), ...configured, ...given };
}

/** Reads `NAME=VALUE` items; every item that is not one is named. */
export function readPairs(input: string, items: readonly string[]): Readonly<Record<string, string>> {
  const problems: Problem[] = [];
  const pairs = items.map((item): readonly [string, string] => {
    const at = item.indexOf('=');
    if (at <= 0) problems.push({ name: input, message: `"${item}" is not NAME=VALUE` });
    return [item.slice(0, at), item.slice(at + 1)];
  });
  if (problems.length > 0) {
    throw new StepError('INPUT_INVALID', {
      message: `--${input} has items that are not NAME=VALUE`,
      problems,
    });
  }
  return Object.fromEntries(pairs);
}
