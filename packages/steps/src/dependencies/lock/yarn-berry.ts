import { alwaysInstalled } from './berry-graph.ts';
import { type Locator, readLocator } from './berry-locator.ts';
import type { Entry, Objection, Reading } from './entry.ts';
import { unreadable } from './lock-error.ts';
import { mapAt, parseYamlLock, textAt, type YamlMap } from './yaml.ts';

/** What Yarn 4.0, 4.14 and 4.15 began to write. */
const versions: readonly string[] = ['8', '9', '10'];

export interface BerryOptions {
  /**
   * Takes packages for one platform, of which Yarn writes no checksum and which it installs unchecked; they are refused
   * otherwise.
   */
  readonly allowUnchecked?: boolean;
}

/**
 * Reads a yarn.lock of Yarn 4. Its checksums are of the archives that Yarn makes of packages: they must be there, and they are
 * no hashes of what a registry has. What only the project's development needs cannot be told from the rest.
 */
export async function readYarnBerry(
  text: string,
  file: string,
  { allowUnchecked = false }: BerryOptions = {},
): Promise<Reading> {
  const [document = new Map(), ...more] = await parseYamlLock(text, file, 'yarn-berry');
  if (more.length > 0) throw unreadable(file, 'yarn-berry', 'has several documents, not one');
  const version = textAt(mapAt(document, '__metadata'), 'version') ?? 'none';
  if (!versions.includes(version)) {
    throw unreadable(file, 'yarn-berry', `has the version ${version}; ${versions.join(', ')} are known`);
  }
  const always = alwaysInstalled(document);
  const checked = checkedIn(document);
  const entries = [...document].flatMap(([key, { line }]): Entry[] => {
    if (key === '__metadata') return [];
    const entry = mapAt(document, key);
    const resolution = textAt(entry, 'resolution') ?? '';
    const locator = readLocator(resolution);
    const isChecked = checked.has(resolution) || checked.has(locator.base ?? '');
    return [
      {
        ...locator,
        line,
        files: undefined,
        applies: always.has(key) ? true : undefined,
        objections: isChecked || (allowUnchecked && entry.has('conditions')) ? [] : unchecked(locator, entry),
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

function unchecked({ origin }: Locator, entry: YamlMap): Objection[] {
  if (origin.type !== 'registry') return [];
  const why = ': Yarn writes none of a package for one platform, and installs it unchecked';
  return [{ message: `has no checksum${entry.has('conditions') ? why : ''}`, isUnsafe: false }];
}
