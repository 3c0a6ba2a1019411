import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { engineName, lockedClosure } from '../../packages/steps/src/data/engine/engine-lock.ts';

/** Leaves of the repository's lock what is locked of the data engine, which is fetched on first use. */
export function engineLock(root: string): Plugin {
  const file = join(root, 'package-lock.json');
  return {
    name: 'engine-lock',
    async load(id) {
      if (id !== file) return null;
      const packages = lockedClosure(JSON.parse(await readFile(file, 'utf8')).packages, engineName);
      return { code: JSON.stringify({ packages }, undefined, 2), moduleType: 'json' };
    },
  };
}
