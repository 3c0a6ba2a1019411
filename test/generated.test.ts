import { existsSync, globSync } from 'node:fs';
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
import { scenarios } from './surfaces/scenarios.ts';

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

/** What a step lacks of what every step has: the proof of its policy, and a run on every surface for each way to end. */
function lacking(step: string): readonly string[] {
  const proof = `test/permissions-${step}.test.ts`;
  const codes = scenarios.filter((scenario) => scenario.step === step).map(({ exitCode }) => exitCode);
  const endings = {
    'an end with 0': codes.includes(0),
    'an end with 2': codes.includes(2),
    // a step that never answers "no" fails outside instead
    'an end with 1 or 3': codes.includes(1) || codes.includes(3),
  };
  const missing = Object.entries(endings).flatMap(([name, isThere]) => (isThere ? [] : [name]));
  return [...(existsSync(join(root, proof)) ? [] : [proof]), ...missing];
}

describe('what is written by hand for each step', () => {
  it.each(steps)('$name is proved: its policy, and its ends in test/surfaces/scenarios.ts', ({ name }) => {
    expect(lacking(name)).toEqual([]);
  });

  it('would be missed', () => {
    expect(lacking('new-step')).toEqual([
      'test/permissions-new-step.test.ts',
      'an end with 0',
      'an end with 2',
      'an end with 1 or 3',
    ]);
  });
});
