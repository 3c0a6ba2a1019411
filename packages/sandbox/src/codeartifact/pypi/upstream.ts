import { type Asset, assetOfFetch } from '../asset.ts';
import type { OutsideVersion } from '../external.ts';
import type { Fetcher } from '../fetcher.ts';
import type { PackageName } from '../model.ts';
import { recordOf } from '../npm/packument.ts';
import { withAuth } from '../npm/upstream.ts';
import { parseDistribution } from './file-name.ts';
import { jsonIndex } from './index-page.ts';
import { metadataOf } from './metadata.ts';

/** The files of a project at a simple index, by version; each is fetched when it is asked for. */
export async function pypiUpstream(
  fetcher: Fetcher,
  index: URL,
  name: PackageName,
): Promise<readonly OutsideVersion[]> {
  const page = await fetcher.page(
    withAuth(new URL(`${name.name}/`, index), index),
    `${jsonIndex}, text/html;q=0.5`,
  );
  if (!page) return [];
  const links = page.type.includes('json') ? jsonLinks(page.text) : htmlLinks(page.text);
  const versions = new Map<string, { readonly assets: Asset[]; yanked: string | undefined }>();
  for (const { fileName, href, sha256, yanked } of links) {
    const named = parseDistribution(fileName);
    if (!named || named.project !== name.name) continue;
    const url = withAuth(new URL(href, page.url), index);
    const asset = assetOfFetch(fileName, { 'SHA-256': sha256 }, () => fetcher.file(url, 'sha256', sha256));
    const entry = versions.get(named.version) ?? { assets: [], yanked: undefined };
    entry.assets.push(asset);
    entry.yanked ??= yanked;
    versions.set(named.version, entry);
  }
  return [...versions].map(([version, { assets, yanked }]) => ({
    version,
    assets,
    yanked,
    readManifest: async () => (assets[0] ? (await metadataOf(assets[0])).manifest : {}),
  }));
}

interface Link {
  readonly fileName: string;
  readonly href: string;
  readonly sha256: string;
  /** The reason, maybe empty; undefined where the file is not yanked. */
  readonly yanked: string | undefined;
}

function jsonLinks(text: string): Link[] {
  const { files } = recordOf(JSON.parse(text));
  if (!Array.isArray(files)) return [];
  return files.map(recordOf).flatMap(({ filename, url, hashes, yanked }) => {
    const { sha256 } = recordOf(hashes);
    const isComplete = typeof filename === 'string' && typeof url === 'string' && typeof sha256 === 'string';
    const why = typeof yanked === 'string' ? yanked : '';
    return isComplete ? [{ fileName: filename, href: url, sha256, yanked: yanked ? why : undefined }] : [];
  });
}

function htmlLinks(text: string): Link[] {
  return [...text.matchAll(/<a\s([^>]*)>([^<]+)<\/a>/g)].flatMap(([, attributes = '', fileName = '']) => {
    const [, href, sha256] = /(?:^|\s)href="([^"#]+)#sha256=([0-9a-f]{64})"/.exec(attributes) ?? [];
    if (href === undefined || sha256 === undefined) return [];
    const yanked = /(?:^|\s)data-yanked(?:="([^"]*)")?/.exec(attributes);
    return [
      {
        fileName: fileName.trim(),
        href: unescapeHtml(href),
        sha256,
        yanked: yanked ? unescapeHtml(yanked[1] ?? '') : undefined,
      },
    ];
  });
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
