import { alwaysInstalled, alwaysNeeded } from './berry-graph.ts';
import { type Locator, readLocator } from './berry-locator.ts';
import type { Entry, Objection, Reading } from './entry.ts';
import { unreadable } from './lock-error.ts';
import { isNamedBy } from './name-pattern.ts';
import { mapAt, parseYamlLock, textAt, type YamlMap } from './yaml.ts';

/** What Yarn 4.0, 4.14 and 4.15 began to write. */
const versions: readonly string[] = ['8', '9', '10'];

export interface BerryOptions {
  /**
   * Names of optional packages for one platform, with `*` for any text, that are taken without a checksum. On no platform, and
   * with no `supportedArchitectures`, does Yarn write one of them or look at what it gets; all others are refused.
   */
  readonly allowUnchecked?: readonly string[];
}

/**
 * Reads a yarn.lock of Yarn 4. Its checksums are of the archives that Yarn makes of packages: they must be there, and they are
 * no hashes of what a registry has. What only the project's development needs cannot be told from the rest.
 */
export async function readYarnBerry(
  text: string,
  file: string,
  { allowUnchecked = [] }: BerryOptions = {},
): Promise<Reading> {
  const [document = new Map(), ...more] = await parseYamlLock(text, file, 'yarn-berry');
  if (more.length > 0) throw unreadable(file, 'yarn-berry', 'has several documents, not one');
  const version = textAt(mapAt(document, '__metadata'), 'version') ?? 'none';
  if (!versions.includes(version)) {
    throw unreadable(file, 'yarn-berry', `has the version ${version}; ${versions.join(', ')} are known`);
  }
  const always = alwaysInstalled(document);
  const checked = checkedIn(document);
  const unlooked = unlookedIn(document);
  const entries = [...document].flatMap(([key, { line }]): Entry[] => {
    if (key === '__metadata') return [];
    const entry = mapAt(document, key);
    const resolution = textAt(entry, 'resolution') ?? '';
    const locator = readLocator(resolution);
    const isChecked =
      (checked.has(resolution) && !unlooked.has(resolution)) || checked.has(locator.base ?? '');
    const isAllowed = !isChecked && entry.has('conditions') && isNamedBy(allowUnchecked, locator.name);
    return [
      {
        ...locator,
        line,
        files: undefined,
        applies: always.has(key) ? true : undefined,
        objections: isChecked || isAllowed ? [] : unchecked(locator, entry),
        isUnchecked: isAllowed && locator.origin.type === 'registry',
      },
    ];
  });
  return { entries };
}

/** The resolutions that have a checksum: by it, a patched form of one is checked as well. */
function checkedIn(document: YamlMap): ReadonlySet<string> {
  const entries = [...document.keys()].map((key) => mapAt(document, key));
  const checked = entries.filter((entry) =>
    /^(?:[^/\s]+\/)?[0-9a-f]{64,}$/.test(textAt(entry, 'checksum') ?? ''),
  );
  return new Set(checked.map((entry) => textAt(entry, 'resolution') ?? ''));
}

/**
 * The resolutions whose checksum Yarn does not look at, though somebody wrote one: optional packages for one platform, but not
 * those that a patched form is made of.
 */
function unlookedIn(document: YamlMap): ReadonlySet<string> {
  const needed = alwaysNeeded(document);
  const entries = [...document.keys()].map((key) => ({ key, entry: mapAt(document, key) }));
  const patched = new Set(entries.map(({ entry }) => readLocator(textAt(entry, 'resolution') ?? '').base));
  const optional = entries.filter(({ key, entry }) => entry.has('conditions') && !needed.has(key));
  const resolutions = optional.map(({ entry }) => textAt(entry, 'resolution') ?? '');
  return new Set(resolutions.filter((resolution) => !patched.has(resolution)));
}

function unchecked({ name, origin }: Locator, entry: YamlMap): Objection[] {
  if (origin.type !== 'registry') return [];
  if (!entry.has('conditions')) return [{ message: 'has no checksum', isUnsafe: false }];
  return [
    {
      message:
        'has no checksum that counts: Yarn writes none of an optional package for one platform, and installs it unchecked',
      isUnsafe: false,
      fix: ({ input }) => `have the repository vouch for it: ${input('allow-unchecked', name)}`,
    },
  ];
}
