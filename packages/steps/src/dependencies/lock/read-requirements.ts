import type { Reading } from './entry.ts';
import { readHashes } from './hash.ts';
import { parsePipLock } from './requirements.ts';

/** Reads the requirements with hashes that pip-compile and `uv export` write. */
export function readRequirements(text: string, file: string): Reading {
  const requirements = parsePipLock(text, file);
  const entries = requirements.map(({ project, version, hashes, marker, line }) => ({
    name: project,
    version,
    line,
    origin: { type: 'registry', addresses: [] } as const,
    files: [readHashes(hashes)],
    applies: marker ?? true,
    objections: [],
  }));
  return { entries, requirements };
}
