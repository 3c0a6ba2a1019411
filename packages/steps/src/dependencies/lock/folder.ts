import { posix } from 'node:path';

/**
 * A folder that a lock names, from the folder of the lock: `packages/shapes`, `.`. Undefined where it is not inside of it,
 * whatever the machine: no drive, no address, no way up.
 */
export function folderInside(path: string, from = '.'): string | undefined {
  const slashes = path.replaceAll('\\', '/');
  if (slashes === '' || /^(?:\/|~|[A-Za-z][A-Za-z0-9+.-]*:)/.test(slashes)) return undefined;
  const inside = posix.normalize(posix.join(from, slashes)).replace(/(?<=.)\/$/, '');
  return inside === '..' || inside.startsWith('../') || inside.startsWith('/') ? undefined : inside;
}

/** The folder that a project in `from` names, from the folder of the lock; a way out of that one stays a way out. */
export function folderFrom(path: string, from: string): string {
  return folderInside(path, from) ?? (folderInside(path) === undefined ? path : `${from}/${path}`);
}
