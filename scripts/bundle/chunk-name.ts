import { relative } from 'node:path';
import type { PreRenderedChunk } from 'rolldown';

/** The chunk that holds all that a quick entry loads at once. */
export const startChunk = 'start';

/**
 * The name of a chunk, from the first file in it and nothing else: `aws-sdk-client-ecr`, `steps-image-promote-run`. No hash,
 * so that a change of one file is a change of one file in `actions/dist`.
 */
export function chunkName(root: string, { facadeModuleId, moduleIds, name }: PreRenderedChunk): string {
  if (name === startChunk) return name;
  const file = facadeModuleId ?? moduleIds[0];
  if (file === undefined || file.startsWith('\0')) return name;
  const path = relative(root, file).replaceAll('\\', '/');
  const dependency = path.split('node_modules/').at(-1);
  if (dependency !== undefined && dependency !== path) return plain(packageOf(dependency));
  return plain(
    path
      .replace(/^packages\//, '')
      .replace('/src/', '/')
      .replace(/(\/index)?\.\w+$/, ''),
  );
}

/** `@aws-sdk/client-ecr/dist/index.js` → `@aws-sdk/client-ecr`. */
export function packageOf(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}

function plain(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
