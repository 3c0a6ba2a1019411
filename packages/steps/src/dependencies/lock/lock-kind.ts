import { posix } from 'node:path';
import { StepError } from '@ml-ci/core';
import { type LockKind, lockKinds } from './lock.ts';

/** Files whose name says what they are. */
const names: readonly (readonly [RegExp, LockKind])[] = [
  [/^uv\.lock$/, 'uv'],
  [/^poetry\.lock$/, 'poetry'],
  [/^pdm\.lock$/, 'pdm'],
  [/^pylock(?:\.[^.]+)?\.toml$/, 'pylock'],
  [/^(?:package-lock|npm-shrinkwrap)\.json$/, 'package-lock'],
  [/^pnpm-lock\.ya?ml$/, 'pnpm'],
];

/** What only one kind has in its text; the first that is found counts. */
const marks: readonly (readonly [RegExp, LockKind])[] = [
  [/^\s*\{[\s\S]*"lockfileVersion"\s*:/, 'package-lock'],
  [/^__metadata:/m, 'yarn-berry'],
  [/^# yarn lockfile v1\r?$/m, 'yarn-1'],
  [/^lockfileVersion:/m, 'pnpm'],
  [/^\[\[packages\]\]/m, 'pylock'],
  [/^lock_version = "/m, 'pdm'],
  [/^content-hash = "/m, 'poetry'],
  [/^version = \d+\r?\n(?:revision = |requires-python = )/m, 'uv'],
  [/^[A-Za-z0-9][\w.-]*(?:\[[\w.,\s-]*\])?\s*==/m, 'requirements'],
];

/** The kind of a lock by its name, else by its content; LOCK_INVALID where neither tells. */
export function lockKindOf(text: string, file: string): LockKind {
  const name = posix.basename(file.replaceAll('\\', '/'));
  const named = names.find(([pattern]) => pattern.test(name))?.[1];
  if (named) return named;
  // Yarn gave all of its formats one name.
  if (name === 'yarn.lock') return /^__metadata:/m.test(text) ? 'yarn-berry' : 'yarn-1';
  const marked = marks.find(([pattern]) => pattern.test(text))?.[1];
  if (marked) return marked;
  if (/^requirements.*\.(?:txt|lock)$/.test(name)) return 'requirements';
  throw new StepError('LOCK_INVALID', {
    message: `"${file}" is no lock of a kind that is known`,
    fix: `name the kind: ${lockKinds.join(', ')}`,
  });
}
