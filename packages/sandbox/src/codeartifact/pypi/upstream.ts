import { type Asset, assetOfFetch } from '../asset.ts';
import type { Fetcher } from '../external.ts';
import type { PackageName } from '../model.ts';
import { recordOf } from '../npm/packument.ts';
import { withAuth } from '../npm/upstream.ts';
import { parseDistribution } from './file-name.ts';
import { jsonIndex } from './index-page.ts';
import { metadataOf } from './metadata.ts';

/** The files of a project at a simple index, by version; each is fetched when it is asked for. */
export async function pypiUpstream(fetcher: Fetcher, index: URL, name: PackageName) {
  const page = await fetcher.page(
    withAuth(new URL(`${name.name}/`, index), index),
    `${jsonIndex}, text/html;q=0.5`,
  );
  if (!page) return [];
  const links = page.type.includes('json') ? jsonLinks(page.text) : htmlLinks(page.text);
  const versions = new Map<string, Asset[]>();
  for (const { fileName, href, sha256 } of links) {
    const named = parseDistribution(fileName);
    if (!named || named.project !== name.name) continue;
    const url = withAuth(new URL(href, page.url), index);
    const asset = assetOfFetch(fileName, { 'SHA-256': sha256 }, () => fetcher.file(url, 'sha256', sha256));
    versions.set(named.version, [...(versions.get(named.version) ?? []), asset]);
  }
  return [...versions].map(([version, assets]) => ({
    ...name,
    version,
    assets,
    manifest: async () => (assets[0] ? (await metadataOf(assets[0])).manifest : {}),
  }));
}

interface Link {
  readonly fileName: string;
  readonly href: string;
  readonly sha256: string;
}

function jsonLinks(text: string): Link[] {
  const { files } = recordOf(JSON.parse(text));
  if (!Array.isArray(files)) return [];
  return files.map(recordOf).flatMap(({ filename, url, hashes }) => {
    const { sha256 } = recordOf(hashes);
    const isComplete = typeof filename === 'string' && typeof url === 'string' && typeof sha256 === 'string';
    return isComplete ? [{ fileName: filename, href: url, sha256 }] : [];
  });
}

function htmlLinks(text: string): Link[] {
  return [...text.matchAll(/<a\s[^>]*href="([^"#]+)#sha256=([0-9a-f]{64})"[^>]*>([^<]+)<\/a>/g)].map(
    ([, href = '', sha256 = '', fileName = '']) => ({
      fileName: fileName.trim(),
      href: href.replaceAll('&amp;', '&'),
      sha256,
    }),
  );
}
