import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type CleanUpContext, type CleanUpVerdict, passed } from '@ml-ci/core';
import { closeLeft } from './python/target.ts';

/** Removes the folder in which a killed run kept its token, and what it had begun to install beside its place. */
export async function cleanUp({ state, files }: CleanUpContext): Promise<CleanUpVerdict> {
  const temporary = state.get('temporary');
  if (temporary === undefined) return passed({ done: 'the run had written nothing' });
  const wasThere = await files.removeTemporary('install', temporary);
  await rm(join(files.root, '.ml-ci', copyName(temporary)), { recursive: true, force: true });
  const [target, beside] = [state.get('target'), state.get('beside')];
  const hadTarget = target !== undefined && beside !== undefined && (await closeLeft(target, beside));
  const removed = [...(wasThere ? [temporary] : []), ...(hadTarget ? [beside] : [])];
  const words = removed.map((path) => `"${path}"`).join(' and ');
  return passed({ done: removed.length > 0 ? `removed ${words}` : `"${temporary}" was gone already` });
}

/** The folder under `.ml-ci/` that an install beside the project works in. */
export function copyName(temporary: string): string {
  return `install-${basename(temporary)}`;
}
