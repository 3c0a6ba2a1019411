import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a sandbox keeps content, and what is to be done with it at the end. */
export interface DataFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** The folder that was asked for, which stays; else a temporary one, which goes. */
export async function openDataFolder(asked: string | undefined): Promise<DataFolder> {
  if (asked !== undefined) {
    await mkdir(asked, { recursive: true, mode: 0o700 });
    return { path: asked, remove: async () => undefined };
  }
  const path = await mkdtemp(join(tmpdir(), 'ml-ci-sandbox-'));
  // A request that was broken off may be writing still.
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
