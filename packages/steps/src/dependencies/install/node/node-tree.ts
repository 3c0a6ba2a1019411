import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from './project-files.ts';

/** A package that lies in a node_modules: by its own package.json, not by what the package manager wrote down. */
export interface TreePackage {
  /** From the folder that was searched. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** It came inside of another package, whose hash covers it. */
  readonly isBundled: boolean;
}

/** Where package managers keep packages that they link to; each has a folder of its own with a node_modules in it. */
const stores = ['.pnpm', '.store'];

/**
 * Every package under the node_modules of these folders, nested ones too. A link is not followed: it leads to a workspace, or
 * to a package that is found where it lies.
 */
export async function readTree(project: string, folders: readonly string[]): Promise<readonly TreePackage[]> {
  const found: TreePackage[] = [];
  for (const folder of folders) await walkModules(project, join(folder, 'node_modules'), false, found);
  return found;
}

async function walkModules(
  project: string,
  modules: string,
  isBundled: boolean,
  found: TreePackage[],
): Promise<void> {
  for (const { name } of await foldersIn(join(project, modules))) {
    const path = join(modules, name);
    if (stores.includes(name)) await walkStore(project, path, found);
    else if (name.startsWith('.')) continue;
    else if (name.startsWith('@')) {
      for (const inner of await foldersIn(join(project, path)))
        await readPackage(project, join(path, inner.name), isBundled, found);
    } else await readPackage(project, path, isBundled, found);
  }
}

/** `.pnpm/debug@4.0.0/node_modules/debug`, `.store/debug-npm-4.0.0-abc/package`. */
async function walkStore(project: string, store: string, found: TreePackage[]): Promise<void> {
  for (const { name } of await foldersIn(join(project, store))) {
    const path = join(store, name);
    await walkModules(project, join(path, 'node_modules'), false, found);
    await readPackage(project, join(path, 'package'), false, found);
  }
}

async function readPackage(
  project: string,
  path: string,
  isBundled: boolean,
  found: TreePackage[],
): Promise<void> {
  const text = await readIfThere(join(project, path, 'package.json'));
  const manifest = text === undefined ? undefined : parseManifest(text);
  if (manifest) found.push({ path, ...manifest, isBundled });
  const bundles = isBundled || manifest?.hasBundle === true;
  await walkModules(project, join(path, 'node_modules'), bundles, found);
}

function parseManifest(text: string): { name: string; version: string; hasBundle: boolean } | undefined {
  const { name, version, bundledDependencies, bundleDependencies } = parseObject(text);
  const bundle = bundledDependencies ?? bundleDependencies;
  const hasBundle = bundle === true || (Array.isArray(bundle) && bundle.length > 0);
  return typeof name === 'string' ? { name, version: String(version), hasBundle } : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

async function foldersIn(path: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory());
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
