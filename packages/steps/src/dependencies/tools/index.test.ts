import { describe, expect, it } from 'vitest';
import { allSetups, merge } from '../codeartifact-login/merge.ts';
import { tools } from './index.ts';
import { tokenPlaces, toolNames } from './tool.ts';

const folder = '/tmp/f';
const token = 'eyJ0b2tlbiI6MX0';
const accessOf = (format: string) => ({
  endpoint: `https://ml-111111111111.d.codeartifact.eu-west-1.amazonaws.com/${format}/pinned/`,
  token,
  scope: '@ml',
  isExtra: false,
});

describe.each(toolNames)('%s', (name) => {
  const tool = tools[name];
  const access = accessOf(tool.format);

  it('goes by its name, and has its places in their order', () => {
    expect(tool.name).toBe(name);
    expect(tool.places).toEqual(tokenPlaces.filter((place) => tool.places.includes(place)));
    expect(tool.places).not.toEqual([]);
  });

  it('has the token where it may be, and nowhere else', () => {
    for (const place of tool.places) {
      const { variables, secrets, files, notes, command } = tool.setUp(access, place, folder);
      expect(JSON.stringify([variables, notes, command])).not.toContain(token);
      if (place === 'env') {
        expect(Object.keys(secrets)).not.toEqual([]);
        expect(JSON.stringify(files)).not.toContain(token);
      } else {
        expect(secrets).toEqual({});
        expect(JSON.stringify(files)).toContain(token);
      }
    }
  });

  it('has names that a shell takes, and paths inside the folder', () => {
    for (const { variables, secrets, files } of allSetups(tool, access, folder)) {
      for (const variable of Object.keys({ ...variables, ...secrets }))
        expect(variable).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
      for (const { path } of files) expect(path).toMatch(/^[a-z][a-z/.-]*[a-z]$/);
    }
  });
});

it.each(tokenPlaces)('all that have a place in %s agree on what they share', (place) => {
  const chosen = Object.values(tools)
    .filter(({ places }) => places.includes(place))
    .map((tool) => {
      const access = accessOf(tool.format);
      return { tool, access, setup: tool.setUp(access, place, folder) };
    });
  const merged = merge(chosen, folder);
  for (const { setup } of chosen) {
    for (const [name, value] of Object.entries(setup.variables))
      expect([name, merged.variables.get(name)]).toEqual([name, value]);
    for (const [name, value] of Object.entries(setup.secrets))
      expect([name, merged.secrets.get(name)]).toEqual([name, value]);
    for (const file of setup.files) expect(merged.files.get(file.path)).toEqual(file);
  }
});
