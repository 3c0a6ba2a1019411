import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { steps } from '@ml-ci/steps';
import { describe, expect, it } from 'vitest';
import {
  derivedFiles,
  derivedPatterns,
  derivedSections,
  withSection,
} from '../packages/cli/src/derive/files.ts';

const root = join(import.meta.dirname, '..');
const files = derivedFiles();

describe('derived files (npm run generate writes them)', () => {
  it.each(files)('$path is what the definitions say', async ({ path, content }) => {
    expect(await readFile(join(root, path), 'utf8')).toBe(content);
  });

  it.each(derivedSections())('$path has the part that the definitions give', async (section) => {
    const text = await readFile(join(root, section.path), 'utf8');
    expect(text).toBe(withSection(text, section));
  });

  it('none is left over', () => {
    const known = new Set(files.map(({ path }) => path));
    const found = globSync([...derivedPatterns], { cwd: root });
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((path) => !known.has(path))).toEqual([]);
  });

  // JSON has no comments
  const commented = files.filter(({ path }) => !path.endsWith('.json'));
  it.each(commented)('$path says in its first line from what it is made', async ({ content }) => {
    expect(content.split('\n')[0]).toMatch(/Generated from \S+ by npm run generate\. Do not edit\./);
  });

  it.each(steps)('$name is on every surface', ({ name }) => {
    const texts = [...files, ...derivedSections()].filter(({ content }) => content.includes(name));
    expect(texts.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        `actions/${name}/action.yml`,
        `actions/${name}/README.md`,
        `buildspecs/${name}.yml`,
        `docs/steps/${name}.md`,
        'README.md',
      ]),
    );
  });
});
