import { Matrix } from 'ml-matrix';

// Full batches and a fixed start at zero: training has no random number in it.
const steps = 600;
const rate = 0.5;
const decay = 0.002;

/** Weights of a multinomial logistic regression, one row an input and one column a class, by gradient descent. */
export function fitClassifier(
  inputs: readonly number[][],
  classes: readonly number[],
  width: number,
): Matrix {
  const x = new Matrix(inputs.map((row) => [...row]));
  const wanted = new Matrix(
    classes.map((target) => Array.from({ length: width }, (_, at) => Number(at === target))),
  );
  const backwards = x.transpose();
  const weights = Matrix.zeros(x.columns, width);
  for (let step = 0; step < steps; step += 1) {
    const error = softmaxRows(x.mmul(weights)).sub(wanted);
    const gradient = backwards.mmul(error).div(x.rows).add(Matrix.mul(weights, decay));
    weights.sub(gradient.mul(rate));
  }
  return weights;
}

/** The probability of each class for one row of inputs. */
export function classify(weights: Matrix, inputs: readonly number[]): number[] {
  return softmaxRows(Matrix.rowVector(inputs).mmul(weights)).getRow(0);
}

function softmaxRows(scores: Matrix): Matrix {
  for (let row = 0; row < scores.rows; row += 1) {
    // Without the largest score taken off first, a big one overflows to infinity.
    const top = Math.max(...scores.getRow(row));
    const powers = scores.getRow(row).map((score) => Math.exp(score - top));
    const sum = powers.reduce((total, power) => total + power, 0);
    scores.setRow(
      row,
      powers.map((power) => power / sum),
    );
  }
  return scores;
}
