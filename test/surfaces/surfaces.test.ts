import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { steps } from '@ml-ci/steps';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kit, makeKit } from './kit.ts';
import { changes, normaliseCalls, normaliseText } from './normalise.ts';
import { surfacesPage } from './page.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import type { Seen } from './seen.ts';
import { type Ended, surfaces } from './surfaces.ts';

let kit: Kit;
beforeAll(async () => {
  kit = await makeKit();
}, 300_000);
afterAll(() => kit.close());

const seen = new Map<Scenario, Readonly<Record<string, Seen>>>();

async function see(scenario: Scenario, surface: keyof typeof surfaces): Promise<Seen & { ended: Ended }> {
  const world = await scenario.make();
  try {
    world.forget();
    const { inputs: given } = scenario;
    const inputs = typeof given === 'function' ? await given(world) : given;
    const ended = await surfaces[surface](kit, world, scenario.step, inputs);
    const all = normaliseCalls(world.calls());
    const calls = scenario.comparesChanges ? all.filter(changes) : all;
    const outputs = Object.fromEntries(
      Object.entries(ended.outputs).map(([name, value]) => [name, normaliseText(value)]),
    );
    const after = normaliseText(JSON.stringify(await scenario.after(world)));
    return { exitCode: ended.exitCode, outputs, calls, after, ended };
  } finally {
    await world.close();
  }
}

describe.each(steps.map(({ name }) => name))('%s', (name) => {
  const own = scenarios.filter(({ step }) => step === name);

  it.each(own)('$title: the same on every surface', { timeout: 120_000 }, async (scenario) => {
    const { ended, ...cli } = await see(scenario, 'cli');
    expect({ exitCode: cli.exitCode, text: ended.text }).toMatchObject({ exitCode: scenario.exitCode });
    if (scenario.code !== undefined) expect(ended.text).toContain(scenario.code);
    const { ended: inAction, ...action } = await see(scenario, 'action');
    expect({ ...action, text: inAction.text }).toEqual({ ...cli, text: inAction.text });
    const { ended: inBuild, ...buildspec } = await see(scenario, 'buildspec');
    expect({ ...buildspec, text: inBuild.text }).toEqual({ ...cli, text: inBuild.text });
    if (scenario.exitCode === 0) expect(Object.keys(cli.outputs).length).toBeGreaterThan(0);
    seen.set(scenario, { cli, action, buildspec });
  });
});

describe('docs/surfaces.md', () => {
  it('is what was seen', async () => {
    expect(seen.size).toBe(scenarios.length);
    const page = surfacesPage(seen);
    const path = join(import.meta.dirname, '../../docs/surfaces.md');
    if (process.env.UPDATE === '1') await writeFile(path, page);
    expect(await readFile(path, 'utf8')).toBe(page);
  });
});
