import { expect, test } from 'vitest';
import { isHeldOut } from '../src/data.ts';
import { lines, penguins, traffic } from './workspace.ts';

test('the split is fixed: every fifth id is held out, and every word is on both sides', () => {
  const rows = penguins('penguins.csv');
  const [heldOut, training] = [rows.filter(isHeldOut), rows.filter((row) => !isHeldOut(row))];
  expect([training.length, heldOut.length]).toEqual([275, 67]);
  const words = (side: typeof rows) =>
    new Set(side.flatMap(({ species, penguin }) => [species, penguin.island]));
  expect(words(heldOut)).toEqual(words(training));
});

test('the other export is the good file without one island, and with nothing else changed', async () => {
  const good = await lines('data/penguins.csv');
  const other = await lines('data/penguins-without-torgersen.csv');
  expect(other).toEqual(good.filter((line) => !line.includes(',Torgersen,')));
  expect(good.length - other.length).toBe(51);
});

test('the traffic is every held-out penguin once, all islands mixed', async () => {
  const bodies = (await traffic()).map(({ body }) => JSON.stringify(body));
  const heldOut = penguins('penguins.csv').filter(isHeldOut);
  expect(bodies.toSorted()).toEqual(heldOut.map(({ penguin }) => JSON.stringify(penguin)).toSorted());
});

test('wherever it starts, a canary of one request in ten soon meets the smallest island', async () => {
  const islands = (await traffic()).map(({ body }) => body.island);
  const firstMet = islands.map((_, start) =>
    islands.findIndex((_, turn) => islands[(start + 10 * turn) % islands.length] === 'Torgersen'),
  );
  expect(Math.min(...firstMet)).toBe(0);
  expect(Math.max(...firstMet)).toBeLessThanOrEqual(7);
});

test('each defect stands on the line that data/README.md names', async () => {
  const good = await lines('data/penguins.csv');
  const bad = await lines('data/penguins-defects.csv');
  expect(bad.length).toBe(good.length);
  const changed = bad.flatMap((line, index) => (line === good[index] ? [] : [index + 1]));
  const readme = (await lines('data/README.md')).join('\n');
  const named = [...readme.matchAll(/^\| (\d+) +\|/gm)].map((match) => Number(match[1]));
  expect(changed).toEqual(named);
});

test('what staging is tried with is the same traffic, but nobody asks about Torgersen', async () => {
  const all = await lines('traffic/requests.jsonl');
  expect(await lines('traffic/recorded.jsonl')).toEqual(all.filter((line) => !line.includes('Torgersen')));
});
