import { kebab, variableOf } from '@ml-ci/core';
import { steps } from '@ml-ci/steps';
import { describe, expect, it } from 'vitest';
import { commands } from '../commands.ts';
import { derivedFiles } from './files.ts';
import { iamFiles } from './iam.ts';
import { actionReadme, stepOverview, stepPage } from './markdown.ts';
import { markdownTable } from './markdown-table.ts';

/** The cells of each row of each table. */
const rowsOf = (markdown: string) =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(/(?<!\\)\|/));

describe.each(steps)('the pages of $name', (step) => {
  const page = stepPage(step);
  const rows = rowsOf(page).map((cells) => cells.map((cell) => cell.trim()));

  it('have a row for every input, with its flag and its variable', () => {
    for (const property of Object.keys(step.inputs)) {
      const row = rows.find(([flag]) => flag?.match(/^`--([a-z-]+)/)?.[1] === kebab(property));
      expect(row?.[1]).toBe(`\`${variableOf(property)}\``);
    }
  });

  it('have a row for every output and every permission', () => {
    for (const property of Object.keys(step.outputs))
      expect(rows.map(([first]) => first)).toContain(`\`${kebab(property)}\``);
    for (const action of step.permissions.flatMap(({ actions }) => actions))
      expect(page).toContain(`\`${action}\``);
  });

  it('lead from the permissions to the policies, and show what a permission is held to', () => {
    const [, section = ''] = page.split('## Permissions');
    const policies = iamFiles().filter(
      ({ path }) => /[^/]+\.json$/.exec(path)?.[0].split('.')[0] === step.name,
    );
    expect(policies.length).toBeGreaterThan(0);
    for (const { path } of policies) expect(section).toContain(`](../../${path})`);
    const held = step.permissions.flatMap(({ condition }) => Object.entries(condition?.StringEquals ?? {}));
    for (const [key, value] of held) expect(section).toContain(`where \`${key}\` is \`${value}\``);
  });

  it('tell a workflow what the job must allow, and where that is explained', () => {
    const readme = actionReadme(step);
    const isAsked = step.permissions.length > 0;
    expect(readme.includes('\n  id-token: write\n')).toBe(isAsked);
    expect(readme.includes('](../../docs/credentials.md)')).toBe(isAsked);
  });

  it('call the step with nothing but its own inputs, and with all that only a call can give', () => {
    const known = Object.keys(step.inputs).map(kebab);
    const call = page.match(/^\$ npx --yes ml-ci@\S+ (.*)$/m)?.[1]?.split(' ') ?? [];
    const flags = call.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
    const needed = Object.entries(step.inputs).filter(
      ([, { options }]) => options.example ?? (options.required && !options.config && !options.handover),
    );
    expect(call[0]).toBe(step.name);
    expect(known).toEqual(expect.arrayContaining(flags));
    expect(flags).toEqual(needed.map(([property]) => kebab(property)));
  });

  it.each([page, actionReadme(step)])('keep their tables whole', (markdown) => {
    const tables = markdown.split('\n\n').filter((block) => block.startsWith('| '));
    expect(tables.length).toBeGreaterThan(1);
    for (const table of tables) expect(new Set(rowsOf(table).map((cells) => cells.length)).size).toBe(1);
  });

  it('link to addresses, and to nothing that is prose', () => {
    const targets = [...`${page}${actionReadme(step)}`.matchAll(/\]\(([^)]*)\)/g)].map(
      ([, target]) => target,
    );
    for (const target of targets) expect(target).toMatch(/^(https:\/\/|\.\.\/\.\.\/)\S+$/);
  });

  it('link only to files that there are', () => {
    const paths = ['docs/credentials.md', ...derivedFiles().map(({ path }) => path)];
    const links = [
      ...page.matchAll(/\]\(\.\.\/\.\.\/([^)]+)\)/g),
      ...actionReadme(step).matchAll(/\]\(\.\.\/\.\.\/([^)]+)\)/g),
    ];
    expect(links.length).toBeGreaterThan(1);
    for (const [, target] of links) expect(paths).toContain(target);
  });
});

describe('the overview', () => {
  it('has a row for each step, and no command', () => {
    const names = rowsOf(stepOverview(steps)).flatMap(([first]) => first?.match(/\[`(.*)`\]/)?.[1] ?? []);
    expect(names).toEqual(steps.map(({ name }) => name));
    expect(commands.map(({ name }) => name)).not.toEqual(expect.arrayContaining(names));
  });
});

describe('a table', () => {
  it.each([
    ['a bar that would end a cell', 'a|b', 'a\\|b'],
    ['what would be a tag', 'deploy.<env>.bake', 'deploy.&lt;env>.bake'],
    ['stars that would be emphasis', 'a*b*', 'a\\*b\\*'],
    ['code as it is, but for bars', '`<a>|*`', '`<a>\\|*`'],
  ])('escapes %s', (_rule, text, shown) => {
    expect(markdownTable(['x'], [[text]]).at(-1)).toBe(`| ${shown} |`);
  });
});
