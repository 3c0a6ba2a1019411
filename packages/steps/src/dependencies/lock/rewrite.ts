import { unreachable } from '@ml-ci/core';
import type { LockKind } from './lock.ts';
import { unreadable } from './lock-error.ts';
import { withoutAddresses } from './package-lock.ts';
import { readEntries } from './read-lock.ts';
import { rewriteBerry, rewritePnpm, rewriteYarn1 } from './rewrite-npm.ts';
import { rewritePdm, rewritePoetry, rewritePylock, rewriteUv } from './rewrite-python.ts';

/**
 * The text of a lock that was read, with every address of a registry replaced by that of `endpoint`, as CodeArtifact has it:
 * `https://…/pypi/pinned/`, `https://…/npm/pinned/`. For one install alone; all else stays byte for byte, except in the lock
 * of npm, which is written anew. Packages of a poetry.lock without a source come from where Poetry is told.
 *
 * The result is read again: an address that is left, since it stands there in a form that no tool writes, is LOCK_INVALID.
 */
export async function rewriteHosts(
  text: string,
  kind: LockKind,
  endpoint: string,
  file: string = kind,
): Promise<string> {
  const rewritten = rewrite(text, kind, endpoint, file);
  const { entries } = await readEntries(rewritten, file, kind);
  const left = entries.find(
    ({ origin }) => origin.type === 'registry' && !origin.addresses.every((one) => one.startsWith(endpoint)),
  );
  if (!left) return rewritten;
  const at = { line: left.line, why: `"${left.name}" has an address in a form that is not known` };
  throw unreadable(file, kind, 'has an address that cannot be replaced for this install', { at });
}

function rewrite(text: string, kind: LockKind, endpoint: string, file: string): string {
  switch (kind) {
    // An option that names an index is refused by its reader.
    case 'requirements':
      return text;
    case 'uv':
      return rewriteUv(text, endpoint);
    case 'poetry':
      return rewritePoetry(text, endpoint);
    case 'pdm':
      return rewritePdm(text, endpoint);
    case 'pylock':
      return rewritePylock(text, endpoint);
    case 'package-lock':
      return withoutAddresses(text);
    case 'pnpm':
      return rewritePnpm(text);
    case 'yarn-1':
      return rewriteYarn1(text, endpoint, file);
    case 'yarn-berry':
      return rewriteBerry(text);
    default:
      return unreachable(kind);
  }
}
