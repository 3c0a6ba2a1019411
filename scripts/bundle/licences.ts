import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageOf } from './chunk-name.ts';

/** A package that is in a bundle. */
interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/**
 * Packages that ship no licence text, and what stands for it: the text of another package of the same repository, or the
 * licence and author that its package.json names. One that is not here stops the build.
 */
const withoutText: Readonly<Record<string, { readonly textOf: string } | 'as declared'>> = {
  '@aws-sdk/credential-provider-http': { textOf: '@aws-sdk/client-sts' },
  '@aws-sdk/credential-provider-login': { textOf: '@aws-sdk/client-sts' },
  '@aws-sdk/nested-clients': { textOf: '@aws-sdk/client-sts' },
  '@nodable/entities': 'as declared',
  'split-ca': 'as declared',
};

/** Writes name, version and licence text of every package that one of `modules` belongs to. */
export async function writeLicences(root: string, modules: readonly string[], file: string): Promise<void> {
  const folders = new Set(modules.map((module) => folderOf(module)).filter((folder) => folder !== undefined));
  const packages = await Promise.all([...folders].map((folder) => readPackage(root, folder)));
  const sorted = packages.toSorted((a, b) => compare(`${a.name}@${a.version}`, `${b.name}@${b.version}`));
  const own = await readFile(join(root, 'LICENSE'), 'utf8');
  const sections = sorted.map(
    ({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text.trim()}\n`,
  );
  const line = `\n${'-'.repeat(80)}\n\n`;
  await writeFile(file, [`ml-ci\n\n${own.trim()}\n`, ...sections].join(line));
}

function folderOf(module: string): string | undefined {
  const path = module.replaceAll('\\', '/').replace(/^\0/, '');
  const at = path.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  const start = at + '/node_modules/'.length;
  return path.slice(0, start) + packageOf(path.slice(start));
}

async function readPackage(root: string, folder: string): Promise<Bundled> {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const by = typeof author === 'string' ? author : author?.name;
  const text = (await licenceText(folder)) ?? (await substitute(root, name, `${license}, by ${by}`));
  if (text === undefined)
    throw new Error(
      `${name} ${version} ships no licence text: say in scripts/bundle/licences.ts what stands for it`,
    );
  return { name, version, licence: license ?? 'see below', text };
}

async function licenceText(folder: string): Promise<string | undefined> {
  const files = globSync('*', { cwd: folder }).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file));
  if (files.length === 0) return undefined;
  const texts = await Promise.all(
    files.toSorted(compare).map((file) => readFile(join(folder, file), 'utf8')),
  );
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

async function substitute(root: string, name: string, declared: string): Promise<string | undefined> {
  const known = withoutText[name];
  if (known === undefined) return undefined;
  if (known === 'as declared')
    return `The package ships no licence text. Its package.json says: ${declared}.`;
  const { textOf } = known;
  const text = await licenceText(join(root, 'node_modules', textOf));
  return `The package ships no licence text. This is the one of ${textOf}, from the same repository.\n\n${text}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
