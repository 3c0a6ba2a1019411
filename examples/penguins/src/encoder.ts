import { type Category, categories, type Measurement, measurements, type Penguin } from './penguin.ts';

/** How a penguin becomes numbers: learned from the training rows, kept with the weights. */
export interface Encoder {
  /** Mean and standard deviation of each measurement. */
  readonly scales: Readonly<Record<Measurement, { readonly mean: number; readonly deviation: number }>>;
  /** The words that training has seen in each category, sorted: one input of the model each. */
  readonly vocabulary: Readonly<Record<Category, readonly string[]>>;
}

/** Learns scales and vocabulary from the training rows, and from nothing else. */
export function fitEncoder(penguins: readonly Penguin[]): Encoder {
  const scale = (measurement: Measurement) => {
    const values = penguins.map((penguin) => penguin[measurement]);
    const mean = average(values);
    const deviation = Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
    return { mean: rounded(mean), deviation: rounded(deviation) };
  };
  const words = (category: Category) =>
    [...new Set(penguins.map((penguin) => penguin[category]))].filter((word) => word !== null).sort();
  return {
    scales: {
      beak_length_mm: scale('beak_length_mm'),
      beak_depth_mm: scale('beak_depth_mm'),
      flipper_length_mm: scale('flipper_length_mm'),
      body_mass_g: scale('body_mass_g'),
    },
    vocabulary: { island: words('island'), sex: words('sex') },
  };
}

/** The inputs of the model for one penguin: a constant, the scaled measurements, one 0 or 1 for each known word. */
export function encode(encoder: Encoder, penguin: Penguin): number[] {
  const scaled = measurements.map((measurement) => {
    const { mean, deviation } = encoder.scales[measurement];
    return (penguin[measurement] - mean) / deviation;
  });
  return [1, ...scaled, ...categories.flatMap((category) => oneHot(encoder, category, penguin[category]))];
}

// A category that nobody wrote down is no input at all. A word that training never saw has no weight, and leaving
// it out would be a guess made in silence: the model cannot answer, and says so.
function oneHot(encoder: Encoder, category: Category, word: string | null): number[] {
  const known = encoder.vocabulary[category];
  if (word !== null && !known.includes(word)) {
    throw new Error(`${category} "${word}" is not in the vocabulary of the model: ${known.join(', ')}`);
  }
  return known.map((each) => (each === word ? 1 : 0));
}

/**
 * Six decimals are far more than 300 penguins can tell, and they keep the file the same, byte for byte, where
 * the last bit of a logarithm or an exponential is not.
 */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
