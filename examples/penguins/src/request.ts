import { type Category, type Measurement, measurements, type Penguin } from './penguin.ts';

/** A request that is not a question about a penguin: the caller's mistake, answered with 400. */
export class BadRequest extends Error {}

/** Reads the body of `POST /predict`. It looks at the form of the question only; what a word means, the model knows. */
export function parsePenguin(text: string): Penguin {
  const body = parseObject(text);
  const number = (name: Measurement): number => {
    const value = body[name];
    // JSON has no infinity, but 1e999 is one.
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new BadRequest(`"${name}" must be a number; all of these must: ${measurements.join(', ')}`);
  };
  const word = (name: Category): string | null => {
    const value = body[name];
    if (typeof value === 'string' || value === null) return value;
    throw new BadRequest(`"${name}" must be a string, or null where it is not known`);
  };
  return {
    island: word('island'),
    sex: word('sex'),
    beak_length_mm: number('beak_length_mm'),
    beak_depth_mm: number('beak_depth_mm'),
    flipper_length_mm: number('flipper_length_mm'),
    body_mass_g: number('body_mass_g'),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new BadRequest(`the body is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BadRequest('the body must be one JSON object');
  }
  return { ...body };
}
