import { basename, dirname } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { InstallContext } from '../inputs.ts';
import type { ManagerSource } from '../manager.ts';

/** A project that a Yarn installs, with the folder that its lock is in. */
export interface YarnSource extends ManagerSource {
  /** Absolute. */
  readonly project: string;
  /** The workspaces, from the project; `.` is the project itself. */
  readonly folders: readonly string[];
}

/** Looks at the lock of a manager's source; Yarn reads none of another name. */
export function yarnSource(source: ManagerSource): YarnSource {
  const { context, lock } = source;
  if (basename(lock.file) !== 'yarn.lock') {
    throw new StepError('LOCK_INVALID', {
      message: `Yarn reads no lock file of the name "${basename(lock.file)}"`,
      fix: 'name it yarn.lock',
    });
  }
  const project = dirname(context.files.resolve(lock.file));
  return { ...source, project, folders: [...new Set(['.', ...lock.local])] };
}

/**
 * What every Yarn is told: to be itself, not the program that a `yarnPath` of the project names, which would run with the
 * token; and that Corepack, where that stands before it, fetches none.
 */
export const itself: Readonly<Record<string, string>> = {
  YARN_IGNORE_PATH: '1',
  SKIP_YARN_COREPACK_CHECK: '1',
  COREPACK_ENABLE_NETWORK: '0',
  COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
};

/** The version of the Yarn that would run here, which must be one of the major version that writes this lock. */
export async function yarnVersion(
  context: InstallContext,
  project: string,
  major: number,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const options = {
    cwd: project,
    env: { ...itself, ...env },
    onLine: () => undefined,
    signal: context.signal,
  };
  const { stdout, stderr } = await context.exec.run('yarn', ['--version'], options);
  const version = stdout.trim();
  if (/^\d+\.\d+\.\d+/.test(version) && Number.parseInt(version, 10) === major) return version;
  const found = version === '' ? `does not start: ${stderr.trim().slice(0, 200)}` : `is ${version}`;
  throw new StepError('CHILD_MISSING', {
    message: `the lock is of Yarn ${major}, and yarn ${found}`,
    fix: `install it: npm install --global ${packages[major]}, or corepack install; a yarnPath of the project is not run`,
  });
}

const packages: Readonly<Record<number, string>> = { 1: 'yarn@1.22.22', 4: '@yarnpkg/cli-dist@4' };
