import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '@ml-ci/sandbox';
import { makeTgz } from '../../../packages/sandbox/test/package-files.ts';

/** The repository that the packages are in. */
export const at = { owner: '111111111111', region: 'eu-west-1', domain: 'ml', repository: 'pinned' } as const;

/**
 * Publishes so many packages to the repository, and makes `project` in `folder` with a lock of them all, as npm writes one
 * that was made with the public registry.
 */
export async function makeNpmProject(
  sandbox: Pick<Sandbox, 'stores'>,
  folder: string,
  packages: number,
): Promise<string> {
  const [files, project] = [join(folder, 'files'), join(folder, 'project')];
  for (const path of [files, project]) await mkdir(path);
  const entries: Record<string, object> = {};
  const dependencies: Record<string, string> = {};
  for (let index = 0; index < packages; index += 1) {
    const name = `package-${index}`;
    const { fileName, bytes, integrity } = await makeTgz(name, '1.0.0', {});
    await writeFile(join(files, fileName), bytes);
    dependencies[name] = '1.0.0';
    const resolved = `https://registry.npmjs.org/${name}/-/${name}-1.0.0.tgz`;
    entries[`node_modules/${name}`] = { version: '1.0.0', resolved, integrity };
  }
  await sandbox.stores.codeartifact.seedNpm(at, files);
  const root = { name: 'model', version: '1.0.0', dependencies };
  await writeFile(join(project, 'package.json'), JSON.stringify(root));
  const lock = { ...root, lockfileVersion: 3, requires: true, packages: { '': root, ...entries } };
  await writeFile(join(project, 'package-lock.json'), JSON.stringify(lock, undefined, 2));
  return project;
}
