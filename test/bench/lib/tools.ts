import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where `npm run test:peers` keeps the tools that it builds. */
const cache = join(import.meta.dirname, '../../../.cache/peers/bin');

/** The path of a peer: on the PATH, or as `npm run test:peers` built it; undefined where it is in neither place. */
export function findTool(name: string): string | undefined {
  return [...(process.env.PATH ?? '').split(delimiter), cache]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
