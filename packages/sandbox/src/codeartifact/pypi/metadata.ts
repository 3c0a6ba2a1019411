import type { Asset } from '../asset.ts';
import type { Manifest } from '../model.ts';
import { readTarEntry } from '../tarball.ts';
import { readZipEntry } from '../zip.ts';

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

async function readDistribution(asset: Asset): Promise<CoreMetadata> {
  const bytes = asset.name.endsWith('.tar.gz')
    ? await readTarEntry(asset.open(), (name) => /^[^/]+\/PKG-INFO$/.test(name))
    : readZipEntry(await asset.read(), (name) => /^[^/]+(?:\.dist-info\/METADATA|\/PKG-INFO)$/.test(name));
  if (!bytes) throw new Error(`"${asset.name}" has no metadata`);
  return parseMetadata(bytes.toString('utf8'));
}

/** Reads the headers of core metadata; the description behind them is not looked at. */
export function parseMetadata(text: string): CoreMetadata {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line === '') break;
    const match = /^([A-Za-z-]+): ?(.*)$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name !== undefined && match?.[2] !== undefined && !fields.has(name)) fields.set(name, match[2]);
  }
  return {
    name: fields.get('name'),
    version: fields.get('version'),
    requiresPython: fields.get('requires-python'),
    manifest: {
      summary: fields.get('summary'),
      homePage: fields.get('home-page'),
      license: fields.get('license-expression') ?? fields.get('license'),
    },
  };
}
