import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Who may import whom. Everything may import core. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  oci: ['core'],
  aws: ['core', 'oci'],
  containers: ['core', 'oci'],
  buildspec: ['core'],
  steps: ['core', 'aws', 'oci', 'containers'],
  sandbox: ['core', 'oci', 'containers', 'buildspec'],
  cli: ['core', 'aws', 'oci', 'containers', 'steps', 'sandbox', 'buildspec'],
};

/** What costs too much to load where a step only starts. */
const heavy = [
  /^@aws-sdk\//,
  /^@actions\//,
  /^@duckdb\//,
  /^@smithy\//,
  'apache-arrow',
  'flatbuffers',
  'zod',
  'yaml',
  'smol-toml',
  'dockerode',
  'tar-stream',
  'fast-xml-parser',
  /^@ml-ci\/sandbox$/,
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isStatic: boolean;
}

const sources = globSync('packages/*/src/**/*.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.test.ts'),
);
const imports = sources.flatMap(importsOf);

function importsOf(from: string): Import[] {
  const code = readFileSync(join(root, from), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const found: Import[] = [];
  for (const [, typed, names, to] of code.matchAll(
    /^(?:import|export)\s+(type\s)?([^'";]*?from\s+)?'([^']+)'/gm,
  )) {
    const onlyTypes = typed !== undefined || /^\{(\s*type\s+[^,}]+,?)+\s*\}/.test(names ?? '');
    if (to !== undefined && !onlyTypes) found.push({ from, to, isStatic: true });
  }
  for (const [, to] of code.matchAll(/(?<!typeof )\bimport\(\s*'([^']+)'\s*[),]/g)) {
    if (to !== undefined) found.push({ from, to, isStatic: false });
  }
  return found;
}

function packageOf(file: string): string {
  return file.split('/')[1] ?? '';
}

describe('arrows between packages', () => {
  it.each(Object.keys(arrows))('%s imports only what lies below it', (name) => {
    const wrong = imports
      .filter(({ from, to }) => packageOf(from) === name && to.startsWith('@ml-ci/'))
      .map(({ from, to }) => ({ from, to: to.split('/')[1] ?? '' }))
      .filter(({ to }) => to !== name && !arrows[name]?.includes(to));
    expect(wrong).toEqual([]);
  });

  it('no package reaches into the folder of another', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!to.startsWith('.')) return false;
      const target = relative('.', normalize(join(dirname(from), to)));
      if (target === 'package-lock.json') return false; // of the repository, and of no package
      return packageOf(target) !== packageOf(from) || to.includes('/src/');
    });
    expect(wrong).toEqual([]);
  });
});

/** Files that are loaded, by static imports alone, when `start` is. */
function loadedBy(start: string): {
  readonly files: ReadonlySet<string>;
  readonly packages: readonly Import[];
} {
  const files = new Set<string>();
  const packages: Import[] = [];
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const found of imports.filter(({ from, isStatic }) => from === file && isStatic)) {
      if (found.to.startsWith('@ml-ci/')) visit(`packages/${found.to.split('/')[1]}/src/index.ts`);
      else if (found.to.startsWith('.')) visit(normalize(join(dirname(file), found.to)));
      if (!found.to.startsWith('.')) packages.push(found);
    }
  };
  visit(start);
  return { files, packages };
}

describe('start-up', () => {
  it.each([
    'packages/cli/src/main.ts',
    'packages/cli/src/run-step.ts',
    'packages/steps/src/index.ts',
    'packages/core/src/index.ts',
    'packages/oci/src/index.ts',
    'packages/aws/src/index.ts',
    'packages/containers/src/index.ts',
  ])('%s loads nothing heavy', (start) => {
    const { files, packages } = loadedBy(start);
    expect(files.size).toBeGreaterThan(1);
    const wrong = packages.filter(({ to }) =>
      heavy.some((rule) => (typeof rule === 'string' ? to === rule : rule.test(to))),
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });
});
