import { splitAsked } from '../../lock/yarn-1.ts';
import type { Yarn1Entry } from '../../lock/yarn-1-syntax.ts';

/** What of a package.json says what is installed. */
export interface AskingManifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  /** Of the project alone: `ms`, `debug/ms`, `**\/ms`. */
  readonly resolutions?: Readonly<Record<string, string>>;
}

/**
 * What workspaces or packages ask for and the lock has no entry of. With `--frozen-lockfile` Yarn 1 looks at the project's own
 * dependencies alone, and takes these from the registry with whatever hash that gives.
 */
export function notCovered(
  entries: readonly Pick<Yarn1Entry, 'asked' | 'needs'>[],
  manifests: readonly AskingManifest[],
): readonly string[] {
  const covered = new Set(entries.flatMap(({ asked }) => asked));
  const local = new Set(manifests.map(({ name }) => name));
  const resolved = new Set(
    manifests.flatMap(({ resolutions }) => Object.keys(resolutions ?? {}).map(lastName)),
  );
  const wanted = [...manifests.flatMap(askedBy), ...entries.flatMap(({ needs }) => needs)];
  const missing = wanted.filter((asked) => {
    if (covered.has(asked) || /^@?[^@]+@link:/.test(asked)) return false;
    const name = /^(@?[^@]+)/.exec(asked)?.[1] ?? '';
    return !local.has(name) && !resolved.has(name) && !resolved.has(splitAsked(asked).name);
  });
  return [...new Set(missing)].sort();
}

function askedBy(manifest: AskingManifest): string[] {
  const sections = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  const all = sections.flatMap((section) => Object.entries(section ?? {}));
  // An empty range is asked for by the name alone.
  return all.map(([name, range]) => (range === '' ? name : `${name}@${range}`));
}

/** `debug/@ml/ms` names `@ml/ms`. */
function lastName(path: string): string {
  return /(?:@[^/]+\/)?[^/]+$/.exec(path)?.[0] ?? path;
}
