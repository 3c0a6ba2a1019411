/** A choice with its weight, 0 to 999. */
export interface Weighted {
  readonly key: string;
  readonly weight: number;
}

/**
 * Smooth weighted round robin: of any `sum of weights` requests in a row each key gets exactly its weight, spread as
 * evenly as possible. No chance is involved, so that a rehearsal can be repeated.
 */
export class WeightedRotation {
  readonly #choices: readonly Weighted[];
  readonly #credit = new Map<string, number>();

  constructor(choices: readonly Weighted[]) {
    this.#choices = choices.filter(({ weight }) => weight > 0);
  }

  /** The key of the next request; undefined where all weights are zero. */
  next(): string | undefined {
    let best: string | undefined;
    let bestCredit = Number.NEGATIVE_INFINITY;
    for (const { key, weight } of this.#choices) {
      const credit = (this.#credit.get(key) ?? 0) + weight;
      this.#credit.set(key, credit);
      if (credit > bestCredit) [best, bestCredit] = [key, credit];
    }
    if (best !== undefined) this.#credit.set(best, bestCredit - this.#total());
    return best;
  }

  #total(): number {
    return this.#choices.reduce((total, { weight }) => total + weight, 0);
  }
}
