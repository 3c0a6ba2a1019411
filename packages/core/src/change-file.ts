import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';

/** A change takes a few milliseconds: a lock that stands longer is of a process that was killed. */
const patienceMs = 2_000;
const breathMs = 3;

/**
 * Replaces a text file by what `change` makes of it, as one act: another process that changes it at the same time waits, so
 * neither takes back what the other wrote. An absent file is `undefined`, on both sides. It is on disk when this returns.
 */
export function changeFile(
  path: string,
  change: (before: string | undefined) => string | undefined,
  mode = 0o644,
): void {
  const lock = `${path}.lock`;
  take(lock);
  try {
    const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    const after = change(before);
    if (after === before) return;
    if (after === undefined) rmSync(path, { force: true });
    else replace(path, after, mode);
  } finally {
    rmSync(lock, { force: true });
  }
}

function replace(path: string, text: string, mode: number): void {
  const beside = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    writeFileSync(beside, text, { flag: 'wx', mode });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function take(lock: string): void {
  let seen = '';
  let sinceMs = performance.now();
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx', 0o600));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const now = identityOf(lock);
    if (now !== seen) [seen, sinceMs] = [now, performance.now()];
    else if (performance.now() - sinceMs > patienceMs) rmSync(lock, { force: true });
    wait(breathMs);
  }
}

/** Says whether it is still the same lock; by no clock but that of this process, since the disk may be of another machine. */
function identityOf(lock: string): string {
  const found = lstatSync(lock, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.ino} ${found.birthtimeNs} ${found.mtimeNs}`;
}

/** Callers are on their way out, or about to start what must be known first: there is nothing else to do meanwhile. */
function wait(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
