import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type CleanUpContext, type CleanUpVerdict, passed } from '@ml-ci/core';

/** Removes the folder in which a killed run kept its token, and the copy of the project that it may have installed in. */
export async function cleanUp({ state, files }: CleanUpContext): Promise<CleanUpVerdict> {
  const temporary = state.get('temporary');
  if (temporary === undefined) return passed({ done: 'the run had written nothing' });
  const wasThere = await files.removeTemporary('install', temporary);
  await rm(join(files.root, '.ml-ci', copyName(temporary)), { recursive: true, force: true });
  return passed({ done: wasThere ? `removed "${temporary}"` : `"${temporary}" was gone already` });
}

/** The folder under `.ml-ci/` that an install beside the project works in. */
export function copyName(temporary: string): string {
  return `install-${basename(temporary)}`;
}
