import type { Asset } from '../asset.ts';
import type { Dependency, Manifest } from '../model.ts';
import { readTarEntry } from '../tarball.ts';
import { readZipEntry } from '../zip.ts';
import { normalizeProject } from './name.ts';

/** The fields of METADATA or PKG-INFO that are used here. */
export interface CoreMetadata {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly requiresPython: string | undefined;
  readonly manifest: Manifest;
}

const read = new WeakMap<Asset, Promise<CoreMetadata>>();

/** What a distribution says of itself; read once. */
export function metadataOf(asset: Asset): Promise<CoreMetadata> {
  let found = read.get(asset);
  if (!found) {
    found = readDistribution(asset);
    read.set(asset, found);
  }
  return found;
}

async function readDistribution(given: Asset): Promise<CoreMetadata> {
  const asset = given.original ?? given;
  const bytes = asset.name.endsWith('.tar.gz')
    ? await readTarEntry(asset.open(), (name) => /^[^/]+\/PKG-INFO$/.test(name))
    : readZipEntry(await asset.read(), (name) => /^[^/]+(?:\.dist-info\/METADATA|\/PKG-INFO)$/.test(name));
  if (!bytes) throw new Error(`"${asset.name}" has no metadata`);
  return parseMetadata(bytes.toString('utf8'));
}

/** Reads core metadata: the headers, and the description behind them or in a header. */
export function parseMetadata(text: string): CoreMetadata {
  const lines = text.split(/\r?\n/);
  const end = lines.indexOf('');
  const headers = (end < 0 ? lines : lines.slice(0, end)).flatMap((line) => {
    const [, name, value] = /^([A-Za-z-]+): ?(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name: name.toLowerCase(), value }];
  });
  const first = (name: string) => headers.find((header) => header.name === name)?.value;
  const license = first('license-expression') ?? first('license');
  const description =
    end < 0
      ? ''
      : lines
          .slice(end + 1)
          .join('\n')
          .trim();
  return {
    name: first('name'),
    version: first('version'),
    requiresPython: first('requires-python'),
    manifest: {
      displayName: first('name'),
      summary: first('summary'),
      homePage: first('home-page'),
      licenses: license === undefined ? [] : [{ name: license }],
      dependencies: headers.flatMap(({ name, value }) =>
        name === 'requires-dist' ? requirementOf(value) : [],
      ),
      readme: description || first('description'),
    },
  };
}

/** `numpy[extra] (>=1.2) ; python_version < "3.8"` without its extras and its marker. */
function requirementOf(text: string): readonly Dependency[] {
  const [, name, range = ''] = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?([^;]*)/.exec(text) ?? [];
  if (name === undefined) return [];
  const versionRequirement = range.replace(/[()]/g, '').trim() || undefined;
  return [{ package: normalizeProject(name), dependencyType: 'Requires-Dist', versionRequirement }];
}
