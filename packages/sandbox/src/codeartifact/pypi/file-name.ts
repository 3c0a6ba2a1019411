import { normalizeProject } from './name.ts';

/** What the name of a distribution says. */
export interface Distribution {
  readonly kind: 'wheel' | 'sdist';
  /** Normalised. */
  readonly project: string;
  readonly version: string;
}

/** Reads `scikit_learn-1.5.0-cp311-….whl` and `name-1.0.tar.gz`; undefined for any other file. */
export function parseDistribution(fileName: string): Distribution | undefined {
  const wheel = /^([A-Za-z0-9][A-Za-z0-9._]*)-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl$/.exec(fileName);
  if (wheel) return distribution('wheel', wheel[1], wheel[2]);
  const sdist = /^([A-Za-z0-9][A-Za-z0-9._-]*)-(\d[^-]*)\.(?:tar\.gz|zip)$/.exec(fileName);
  return sdist ? distribution('sdist', sdist[1], sdist[2]) : undefined;
}

function distribution(kind: 'wheel' | 'sdist', name = '', version = ''): Distribution {
  return { kind, project: normalizeProject(name), version };
}
