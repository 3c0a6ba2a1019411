import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { isHeldOut, readPenguins } from './data.ts';
import { accuracy, digestOf, fitModel, type WeightsFile } from './model.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'data/penguins.csv' },
    out: { type: 'string', default: 'model/weights.json' },
  },
});

const rows = readPenguins(values.data);
const training = rows.filter((row) => !isHeldOut(row));
const heldOut = rows.filter(isHeldOut);
const model = fitModel(training);

// No date, no host, no path in the file: the same data gives the same bytes, and so the same digest.
const file: WeightsFile = {
  model,
  trainedOn: { rows: training.length, sha256: digestOf(readFileSync(values.data)) },
  heldOut: { rows: heldOut.length, accuracy: accuracy(model, heldOut) },
};
const bytes = Buffer.from(`${JSON.stringify(file, undefined, 2)}\n`);
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, bytes);

console.log(`trained on ${training.length} penguins of ${values.data}`);
console.log(
  `held-out accuracy ${file.heldOut.accuracy} on ${heldOut.length} penguins that training did not see`,
);
console.log(`${values.out} ${digestOf(bytes)}`);
