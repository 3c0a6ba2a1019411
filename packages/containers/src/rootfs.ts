import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The unpacked files of an image, looked at with the eyes of a process inside it. */
export interface Rootfs {
  /** The folder on this machine. */
  readonly folder: string;
  /** Where an absolute path of the image is on this machine, links followed inside; undefined where there is none. */
  locate(path: string): string | undefined;
}

const maxLinks = 40; // as Linux

/** A `Rootfs` over a folder. A link never leads out of it: absolute ones start at the folder, `..` stops there. */
export function createRootfs(folder: string): Rootfs {
  return { folder, locate: (path) => locate(folder, path) };
}

function locate(folder: string, path: string): string | undefined {
  if (!posix.isAbsolute(path)) return undefined;
  const pending = path.split('/').filter((part) => part !== '' && part !== '.');
  let found: string[] = [];
  let links = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    if (part === '..') {
      found = found.slice(0, -1);
      continue;
    }
    const here = join(folder, ...found, part);
    const kind = kindOf(here);
    if (kind === undefined) return undefined;
    if (kind !== 'link') {
      found.push(part);
      continue;
    }
    links += 1;
    if (links > maxLinks) return undefined;
    const target = readlinkSync(here);
    if (posix.isAbsolute(target)) found = [];
    pending.unshift(...target.split('/').filter((step) => step !== '' && step !== '.'));
  }
  return asWritten(folder, path, join(folder, ...found));
}

/** The path as it was written where this machine agrees: a virtual environment looks at the name it was started by. */
function asWritten(folder: string, path: string, located: string): string {
  const written = join(folder, path);
  try {
    return realpathSync(written) === realpathSync(located) ? written : located;
  } catch {
    return located; // an absolute link, which only means the same inside the image
  }
}

function kindOf(path: string): 'link' | 'other' | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? 'link' : 'other';
  } catch {
    return undefined; // absent, or below a file: there is nothing at this path
  }
}
