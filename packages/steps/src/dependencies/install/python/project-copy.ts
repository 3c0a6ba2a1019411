import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StepError } from '@ml-ci/core';
import type { Access } from '../../access.ts';
import { rewriteHosts } from '../../lock/rewrite.ts';
import { parseToml, type Table } from '../../lock/toml.ts';
import type { ManagerSource } from '../manager.ts';

/** The folder of the project whose lock this is; LOCK_INVALID where the tool would not find a lock of that name. */
export function projectOf({ context, lock }: ManagerSource, name: string): string {
  const { inputs, files } = context;
  if (basename(inputs.lock) === name) return dirname(files.resolve(inputs.lock));
  throw new StepError('LOCK_INVALID', {
    message: `${lock.kind} reads no lock file of the name "${basename(inputs.lock)}"`,
    fix: `name it ${name}`,
  });
}

/** The pyproject.toml of a project, as it lies there. */
export async function readPyproject({ context, lock }: ManagerSource, folder: string): Promise<Table> {
  const file = join(folder, 'pyproject.toml');
  return (await parseToml(await context.files.readText(file), file, lock.kind)).root;
}

/** Copies what says what is installed, with a lock whose addresses are the repository's; the project stays as it is. */
export async function copyProject(
  { context, lock, text }: ManagerSource,
  { endpoint }: Access,
  folder: string,
  edit: (pyproject: string, lock: string) => Promise<Copied> = async (...given) => given,
): Promise<void> {
  const { files, inputs } = context;
  const project = dirname(files.resolve(inputs.lock));
  const rewritten = await rewriteHosts(text, lock.kind, endpoint, inputs.lock);
  const [pyproject, copied] = await edit(await files.readText(join(project, 'pyproject.toml')), rewritten);
  await mkdir(folder, { mode: 0o700 });
  await files.write(join(folder, 'pyproject.toml'), pyproject);
  await files.write(join(folder, basename(inputs.lock)), copied);
  // Workspaces and folders inside of the project: the tool reads what they need, and none is built.
  for (const part of lock.local.filter((path) => path !== '.'))
    await files.write(
      join(folder, part, 'pyproject.toml'),
      await files.readText(join(project, part, 'pyproject.toml')),
    );
}

type Copied = readonly [pyproject: string, lock: string];
