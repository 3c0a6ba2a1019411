/** `npm run generate`: writes every file that is derived from the definitions, and removes those that no longer are. */
import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  derivedFiles,
  derivedPatterns,
  derivedSections,
  withSection,
} from '../packages/cli/src/derive/files.ts';

const root = join(import.meta.dirname, '..');
const files = derivedFiles();

for (const { path, content } of files) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}
for (const section of derivedSections()) {
  const path = join(root, section.path);
  await writeFile(path, withSection(await readFile(path, 'utf8'), section));
}
const known = new Set(files.map(({ path }) => path));
const leftOver = globSync([...derivedPatterns], { cwd: root }).filter((path) => !known.has(path));
for (const path of leftOver) await rm(join(root, path));
process.stdout.write(`wrote ${files.length} files${leftOver.map((path) => `, removed ${path}`).join('')}\n`);
