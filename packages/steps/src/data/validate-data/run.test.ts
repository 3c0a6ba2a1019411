import { expect, it } from 'vitest';
import { runOn } from './fixture.ts';

it('smoke', async () => {
  const { outcome, report, events, read } = await runOn('d.csv', 'id,name,x\n1,a,2\n2,ok\n3,c,x\n3,"q\nq",-5\n', `version: 1
columns:
  id: { type: integer, unique: true }
  name: { type: string, in: [a, c] }
  x: { type: number, min: 0 }
  y: { type: string }
expressions:
  - sql: id < x
`);
  expect(outcome.exitCode).toBe(1);
});
