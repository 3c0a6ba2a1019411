import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isHeldOut, readPenguins } from '../src/data.ts';

/**
 * Makes every derived file of the example from `penguins.json` of the package `vega-datasets`:
 *   node data/convert.ts path/to/vega-datasets/data/penguins.json
 */
interface Source {
  readonly Species: string;
  readonly Island: string;
  readonly 'Beak Length (mm)': number | null;
  readonly 'Beak Depth (mm)': number | null;
  readonly 'Flipper Length (mm)': number | null;
  readonly 'Body Mass (g)': number | null;
  readonly Sex: string | null;
}

const header = 'id,species,island,beak_length_mm,beak_depth_mm,flipper_length_mm,body_mass_g,sex';
const sexes = new Map([
  ['MALE', 'male'],
  ['FEMALE', 'female'],
]);

/** One line of CSV, or nothing for a penguin that was seen but not measured. The id is the place in the source. */
function line(source: Source, index: number): string | undefined {
  const measured = [
    source['Beak Length (mm)'],
    source['Beak Depth (mm)'],
    source['Flipper Length (mm)'],
    source['Body Mass (g)'],
  ];
  if (measured.some((value) => value === null)) return undefined;
  return [index + 1, source.Species, source.Island, ...measured, sexes.get(source.Sex ?? '') ?? ''].join(',');
}

const { positionals } = parseArgs({ allowPositionals: true });
const source = positionals[0];
if (source === undefined) throw new Error('usage: node data/convert.ts path/to/penguins.json');
const example = join(import.meta.dirname, '..');
// The cast holds for the version of the package that data/README.md names.
const penguins = JSON.parse(readFileSync(source, 'utf8')) as Source[];
const lines = penguins.map(line).filter((each) => each !== undefined);
const good = join(example, 'data/penguins.csv');
writeFileSync(good, `${[header, ...lines].join('\n')}\n`);

const elsewhere = lines.filter((each) => each.split(',')[2] !== 'Torgersen');
writeFileSync(join(example, 'data/penguins-without-torgersen.csv'), `${[header, ...elsewhere].join('\n')}\n`);

// One request for each held-out penguin. The data is sorted by species and island, and traffic is not: a stride that
// shares no factor with the number of rows (67, a prime) visits each row once. Of the strides, this one also mixes the
// islands among every tenth request, which are those that a canary sees.
const heldOut = readPenguins(good).filter(isHeldOut);
const requests = heldOut
  .map((_, index) => heldOut[(index * 30) % heldOut.length])
  .map((row) => JSON.stringify({ method: 'POST', path: '/predict', body: row?.penguin }));
writeFileSync(join(example, 'traffic/requests.jsonl'), `${requests.join('\n')}\n`);
