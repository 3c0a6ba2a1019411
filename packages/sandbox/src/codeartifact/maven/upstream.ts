import { type Asset, assetOfFetch } from '../asset.ts';
import type { OutsideVersion } from '../external.ts';
import type { Fetcher } from '../fetcher.ts';
import type { PackageName } from '../model.ts';
import { withAuth } from '../npm/upstream.ts';
import { versionsOfMetadata } from './metadata.ts';
import { mavenFolder, metadataFile } from './path.ts';
import { pomOf } from './pom.ts';

/** The versions of a package at a Maven repository; which files they have is not told. */
export async function mavenVersions(
  fetcher: Fetcher,
  index: URL,
  name: PackageName,
): Promise<readonly OutsideVersion[]> {
  const page = await fetcher.page(addressOf(index, mavenFolder(name), metadataFile), 'application/xml, */*');
  if (!page) return [];
  const releases = (await versionsOfMetadata(page.text)).filter((version) => !version.endsWith('-SNAPSHOT'));
  return releases.map((version) => ({ version, assets: [], readManifest: pomOf(name.name, version) }));
}

/** The files that a version most likely has, and the one that is asked for: each that has a `.sha1` beside it. */
export async function mavenFiles(
  fetcher: Fetcher,
  index: URL,
  name: PackageName,
  version: string,
  file: string,
): Promise<OutsideVersion> {
  const stem = `${name.name}-${version}`;
  const likely = [`${stem}.pom`, `${stem}.jar`, `${stem}-javadoc.jar`, `${stem}-sources.jar`, file];
  const folder = `${mavenFolder(name)}/${encodeURIComponent(version)}`;
  const found = await Promise.all([...new Set(likely)].map((one) => fileAt(fetcher, index, folder, one)));
  const assets = found.filter((asset) => asset !== undefined);
  return { version, assets, readManifest: pomOf(name.name, version) };
}

async function fileAt(
  fetcher: Fetcher,
  index: URL,
  folder: string,
  file: string,
): Promise<Asset | undefined> {
  const page = await fetcher.page(addressOf(index, folder, `${file}.sha1`), 'text/plain, */*');
  const sha1 = /^\s*([0-9a-f]{40})\b/i.exec(page?.text ?? '')?.[1]?.toLowerCase();
  if (sha1 === undefined) return undefined;
  const url = addressOf(index, folder, file);
  return assetOfFetch(file, { 'SHA-1': sha1 }, () => fetcher.file(url, 'sha1', sha1));
}

function addressOf(index: URL, folder: string, file: string): URL {
  return withAuth(new URL(`${folder}/${encodeURIComponent(file)}`, index), index);
}
