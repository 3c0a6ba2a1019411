import type { OutcomeProblem } from './host.ts';

/** A mistake on one line: where it is, unless that is the input itself, and what is wrong with what. */
export function problemLine({ name, message, place = name }: OutcomeProblem): {
  /** Empty, or with its colon and blank. */
  readonly where: string;
  readonly what: string;
} {
  const isInput = [name, `--${name}`].includes(place) || place.endsWith(` ${name}`);
  return isInput
    ? { where: '', what: `${place} ${message}` }
    : { where: `${place}: `, what: `${name} ${message}` };
}
