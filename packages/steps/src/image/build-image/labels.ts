/** Labels that say what an image was made from. */
export interface Provenance {
  readonly commit: string | undefined;
  readonly model: string | undefined;
  readonly dataReport: string | undefined;
  readonly lockDigest: string | undefined;
  /** The digest of the record of an install: what was installed, and where it came from. */
  readonly dependencies: string | undefined;
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
    'dev.ml-ci.dependencies': provenance.dependencies,
  };
  const known = Object.entries(own).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(known), ...configured, ...given };
}
