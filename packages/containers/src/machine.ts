import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { hostPlatform } from './image.ts';
import type { Machine } from './launch.ts';

/** This machine, with the `python3` that is found on a PATH. */
export async function lookAtMachine(hostPath: string): Promise<Machine> {
  const python = await findPython(hostPath);
  return {
    os: process.platform,
    architecture: hostPlatform().architecture,
    program: (name) => (name === 'node' ? process.execPath : python),
  };
}

/** The interpreter itself, not a version manager's shim, which would need its environment. */
async function findPython(hostPath: string): Promise<string | undefined> {
  const found = hostPath
    .split(delimiter)
    .find((folder) => folder !== '' && existsSync(join(folder, 'python3')));
  if (found === undefined) return undefined;
  const ask = ['-I', '-c', 'import sys; print(sys.executable)'];
  const { stdout } = await promisify(execFile)(join(found, 'python3'), ask, { env: { PATH: hostPath } });
  return stdout.trim();
}

/** A folder for PATH, so that a script of the image finds `node` and `python3` too, and nothing else of the machine. */
export async function borrowedFolder(folder: string, machine: Machine): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of ['node', 'python3'] as const) {
    const program = machine.program(name);
    const link = join(folder, name);
    if (program !== undefined && !existsSync(link)) {
      await symlink(program, link).catch((error) => {
        if (error.code !== 'EEXIST') throw error; // two runs began at once
      });
    }
  }
  return folder;
}
