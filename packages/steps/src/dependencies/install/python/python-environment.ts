import { platform } from 'node:os';
import { join } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { InstallContext } from '../inputs.ts';

/** A path starts at the folder of ml-ci.yml, as all paths do; a bare name is looked up. */
export function pythonOf({ inputs, files }: InstallContext): string {
  return inputs.python.includes('/') ? files.resolve(inputs.python) : inputs.python;
}

/** The Python of a virtual environment. */
export function pythonIn(environment: string): string {
  return platform() === 'win32'
    ? join(environment, 'Scripts', 'python.exe')
    : join(environment, 'bin', 'python');
}

const askFolders =
  'import json, sysconfig; print(json.dumps([sysconfig.get_path(n) for n in ("purelib", "platlib")]))';

/** Where a Python has its packages; it is asked after the token is gone, since it may run code of the environment. */
export async function packageFolders(context: InstallContext, python: string): Promise<readonly string[]> {
  const { exitCode, stdout } = await context.exec.run(python, ['-I', '-c', askFolders], {
    onLine: () => undefined,
    signal: context.signal,
  });
  // The last line: a hook of the environment may print before it.
  const folders: unknown = exitCode === 0 ? parse(stdout.trim().split('\n').at(-1) ?? '') : undefined;
  if (Array.isArray(folders) && folders.every((folder) => typeof folder === 'string')) return folders;
  throw new StepError('CHILD_FAILED', {
    message: `"${python}" does not say where its packages are (exit ${exitCode})`,
    fix: 'remove the environment, so that it is made again',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
