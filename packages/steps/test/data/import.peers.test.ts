import { beforeAll, describe, expect, it } from 'vitest';
import { gxCases } from './import-gx-cases.ts';
import { panderaCases } from './import-pandera-cases.ts';
import { answersOf } from './import-run.ts';
import { sodaCases } from './import-soda-cases.ts';

const tools = [
  {
    tool: 'pandera',
    environment: 'pandera',
    script: 'pandera-verdicts.py',
    rules: 'json',
    cases: panderaCases,
  },
  {
    tool: 'Great Expectations',
    environment: 'great-expectations',
    script: 'gx-verdicts.py',
    rules: 'json',
    cases: gxCases,
  },
  { tool: 'Soda', environment: 'soda', script: 'soda-verdicts.py', rules: 'yml', cases: sodaCases },
] as const;

describe.each(tools)('an import from $tool', ({ cases, tool, ...how }) => {
  let answers: Awaited<ReturnType<typeof answersOf>>;
  beforeAll(async () => {
    answers = await answersOf(cases, how);
  }, 300_000);

  it.each(cases.map((each, at) => [each.name, at, each] as const))('%s', (_name, at, each) => {
    expect({ ours: answers.ours[at], theirs: answers.theirs[at] }).toEqual({
      ours: each.expect,
      theirs: each.theirs ?? each.expect,
    });
  });

  it('has enough cases in which both say the same, each with a name of its own', () => {
    const enough = tool === 'Soda' ? 20 : 40;
    expect(cases.filter(({ theirs }) => theirs === undefined).length).toBeGreaterThanOrEqual(enough);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
});
