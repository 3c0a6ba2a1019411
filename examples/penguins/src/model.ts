import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Matrix } from 'ml-matrix';
import { classify, fitClassifier } from './classifier.ts';
import { type Encoder, encode, fitEncoder, rounded } from './encoder.ts';
import type { LabelledPenguin, Penguin } from './penguin.ts';

/** Everything that training learned: the document in `model/weights.json`. */
export interface Model {
  readonly species: readonly string[];
  readonly encoder: Encoder;
  /** One row an input of the encoder, one column a species. */
  readonly weights: readonly (readonly number[])[];
}

/** The file: the model, and what is known about it. */
export interface WeightsFile {
  readonly model: Model;
  readonly trainedOn: { readonly rows: number; readonly sha256: string };
  readonly heldOut: { readonly rows: number; readonly accuracy: number };
}

/** A prediction: the likeliest species, and how likely each one is. */
interface Prediction {
  readonly species: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

/** Trains a model on these rows. The same rows give the same model. */
export function fitModel(rows: readonly LabelledPenguin[]): Model {
  const encoder = fitEncoder(rows.map((row) => row.penguin));
  const species = [...new Set(rows.map((row) => row.species))].sort();
  const inputs = rows.map((row) => encode(encoder, row.penguin));
  const targets = rows.map((row) => species.indexOf(row.species));
  const weights = fitClassifier(inputs, targets, species.length).to2DArray();
  return { species, encoder, weights: weights.map((row) => row.map(rounded)) };
}

/** A function that predicts with this model. */
export function predictor(model: Model): (penguin: Penguin) => Prediction {
  const weights = new Matrix(model.weights.map((row) => [...row]));
  return (penguin) => {
    const chances = classify(weights, encode(model.encoder, penguin));
    const ranked = model.species.map((species, index) => ({ species, chance: chances[index] ?? 0 }));
    const best = ranked.reduce((left, right) => (right.chance > left.chance ? right : left));
    const probabilities = Object.fromEntries(ranked.map(({ species, chance }) => [species, rounded(chance)]));
    return { species: best.species, probabilities };
  };
}

/** The share of these rows whose species the model names. */
export function accuracy(model: Model, rows: readonly LabelledPenguin[]): number {
  const predict = predictor(model);
  return rounded(rows.filter((row) => predict(row.penguin).species === row.species).length / rows.length);
}

/** Reads the file that `train.ts` wrote, with the digest of its bytes: the name of this model in production. */
export function readWeights(file: string): { readonly file: WeightsFile; readonly digest: string } {
  const bytes = readFileSync(file);
  // The cast holds because the file is our own: train.ts writes this type, and the image carries both.
  return { file: JSON.parse(bytes.toString('utf8')) as WeightsFile, digest: digestOf(bytes) };
}

/** `sha256:` and the hash, as registries write digests. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
