import { lstat, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { InstallContext } from '../inputs.ts';

/** Where pip installs. A folder is filled beside its place and moved there when all is well. */
export interface Target {
  /** Undefined: the environment of the Python itself. */
  readonly folder: string | undefined;
  /** Puts the new content in place of the old. */
  accept(): Promise<void>;
  /** Removes what was not accepted. */
  close(): Promise<void>;
}

/** Says that a folder was made here and may be replaced. */
const marker = '.ml-ci-install';

/** Prepares the target of the inputs; refuses a folder that somebody else filled. */
export async function openTarget({ inputs, files, state }: InstallContext): Promise<Target> {
  if (inputs.target === undefined) {
    return { folder: undefined, accept: async () => undefined, close: async () => undefined };
  }
  const place = files.resolve(inputs.target);
  await checkPlace(place, inputs.target, files.root);
  await mkdir(dirname(place), { recursive: true });
  const beside = await mkdtemp(join(dirname(place), '.ml-ci-install-'));
  state.save('target', place);
  state.save('beside', beside);
  const folder = join(beside, 'new');
  return {
    folder,
    async accept() {
      await writeFile(
        join(folder, marker),
        'Made by ml-ci install, which replaces this folder as a whole.\n',
      );
      await rename(place, join(beside, 'old')).catch(ignoreMissing);
      await rename(folder, place);
    },
    close: () => rm(beside, { recursive: true, force: true }),
  };
}

/** Removes what a killed run had beside its target, and puts the old content back where it died between two moves. */
export async function closeLeft(place: string, beside: string): Promise<boolean> {
  const found = await lstat(beside).catch(ignoreMissing);
  if (!found) return false;
  const names = found.isDirectory() ? await readdir(beside) : [''];
  const isOurs =
    dirname(beside) === dirname(place) &&
    /^\.ml-ci-install-[A-Za-z0-9]{6}$/.test(basename(beside)) &&
    names.every((name) => name === 'new' || name === 'old');
  if (!isOurs) throw unsafe(beside, 'is not what ml-ci makes beside one');
  if (names.includes('old') && !(await lstat(place).catch(ignoreMissing)))
    await rename(join(beside, 'old'), place);
  await rm(beside, { recursive: true, force: true });
  return true;
}

async function checkPlace(place: string, written: string, root: string): Promise<void> {
  const way = relative(place, root);
  if (way === '' || !way.startsWith('..')) throw unsafe(written, 'holds the project itself');
  const found = await lstat(place).catch(ignoreMissing);
  if (!found) return;
  if (!found.isDirectory()) throw unsafe(written, 'is not a folder');
  const names = await readdir(place);
  if (names.length > 0 && !names.includes(marker))
    throw unsafe(written, 'has files that ml-ci did not install');
}

function unsafe(target: string, why: string): StepError {
  return new StepError('FILE_UNSAFE', {
    message: `the target "${target}" ${why}`,
    fix: 'the target is replaced as a whole: remove it, or name another folder',
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
