import type { PackageVersion } from './model.ts';

/** Oldest first, as numbers compare; a pre-release comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = comparePart(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

export function sortedVersions(versions: readonly PackageVersion[]): PackageVersion[] {
  return [...versions].sort((a, b) => compareVersions(a.version, b.version));
}

/** The version that a client gets when it names none: the newest published one that is no pre-release. */
export function latestOf(versions: readonly PackageVersion[]): string | undefined {
  const published = sortedVersions(versions.filter(({ status }) => status === 'Published'));
  return (published.findLast(({ version }) => !isPreRelease(version)) ?? published.at(-1))?.version;
}

function isPreRelease(version: string): boolean {
  return /[a-z-]/i.test(version.replace(/\+.*$/, '').replace(/\.?post\d+$/i, ''));
}

function parts(version: string): string[] {
  return version.replace(/\+.*$/, '').match(/\d+|[a-z]+/gi) ?? [];
}

function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return isWord(b) ? 1 : -1;
  if (b === undefined) return isWord(a) ? -1 : 1;
  if (isWord(a) !== isWord(b)) return isWord(a) ? -1 : 1;
  return isWord(a) ? (a < b ? -1 : 1) : Number(a) - Number(b);
}

function isWord(part: string | undefined): boolean {
  // "post" follows its release; every other word is before it.
  return part !== undefined && /^[a-z]/i.test(part) && part.toLowerCase() !== 'post';
}
