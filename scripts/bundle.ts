// Bundles what is shipped: `actions/dist`, which is committed, and `packages/cli/dist`, which is published.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { actionEntries, actionInput, actionModules } from './bundle/actions.ts';
import { build } from './bundle/build.ts';

const repository = join(import.meta.dirname, '..');

/** Bundles the command `ml-ci`: help loads little, everything else is loaded when it is used. */
export async function bundleCli(outDir: string, root = repository): Promise<void> {
  await build({ root, outDir, input: { bin: join(root, 'packages/cli/src/bin.ts') }, quick: 'bin' });
}

/** Bundles every action: one entry a step, chunks that they share, nothing of the sandbox. */
export async function bundleActions(outDir: string, root = repository): Promise<readonly string[]> {
  const entries = actionEntries(root);
  const read = await build({ root, outDir, input: actionInput(entries), plugins: [actionModules(entries)] });
  // an action is run where no other package.json says that its files are modules
  await writeFile(join(outDir, 'package.json'), '{ "type": "module" }\n');
  return read;
}

if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--cli')) await bundleActions(join(repository, 'actions/dist'));
  await bundleCli(join(repository, 'packages/cli/dist'));
}
