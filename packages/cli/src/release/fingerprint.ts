import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '@ml-ci/core';
import type { Link } from './chain.ts';

/**
 * What a link depends on, as one hash: its inputs, its part of the configuration and the files it reads. Undefined for
 * a link that asks a service what is there, and must ask again: promotions and deployments.
 */
export async function fingerprintOf(link: Link, config: Config): Promise<string | undefined> {
  const { dependencies, data, image } = config.document;
  switch (link.step) {
    case 'install':
      // the hidden lock that npm writes tells whether the folder is still the one that was installed
      return hashOf(config.root, { link, dependencies }, [
        dependencies?.lock,
        'node_modules/.package-lock.json',
      ]);
    case 'validate-data': {
      const sources = link.inputs.sources?.split(/[,\n]/) ?? data?.sources ?? [];
      // globs and objects in S3 may have changed behind their names: those are always looked at again
      if (sources.some((source) => source.includes('*') || source.includes('://'))) return undefined;
      return hashOf(config.root, { link, data }, [link.inputs.checks ?? data?.checks, ...sources]);
    }
    case 'build-image':
      if (image?.engine !== 'layers') return undefined;
      return hashOf(
        config.root,
        { link, image },
        (image.layers ?? []).map(({ from }) => from),
      );
    default:
      return undefined;
  }
}

async function hashOf(root: string, facts: unknown, paths: readonly (string | undefined)[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const path of paths) {
    if (path === undefined) continue;
    hash.update(`\0${path}\0`);
    await addPath(join(root, path), hash);
  }
  return hash.digest('hex');
}

async function addPath(path: string, hash: ReturnType<typeof createHash>): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) hash.update('missing');
  else if (stats.isSymbolicLink()) hash.update(`link ${await readlink(path)}`);
  else if (stats.isFile()) {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } else if (stats.isDirectory()) {
    for (const name of (await readdir(path)).sort()) {
      hash.update(`\0${name}\0`);
      await addPath(join(path, name), hash);
    }
  }
}
